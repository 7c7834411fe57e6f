"""The states of a claim, and the effect of each step on one row."""

import datetime
from collections.abc import Callable

import pytest

from models.after_issue.claim import UNDECIDED, Claim, ClaimStatus
from models.errors import InvalidInput
from models.refusals import ClaimInWrongState

FILED_ON, DUE = datetime.date(2026, 11, 20), datetime.date(2026, 12, 20)
AT = datetime.datetime(2026, 11, 25, 3, tzinfo=datetime.UTC)
ONE = datetime.timedelta(days=1)
_S = ClaimStatus


def claim_in(status: ClaimStatus, **columns: object) -> Claim:
    accepted = 2_500_000 if status in {_S.ACCEPTED, _S.PAID} else None
    values = {"amount": 2_500_000, "accepted_amount": accepted, "due_on": DUE} | columns
    return Claim(status=status, filed_at=AT, **values)


STEPS: dict[str, tuple[Callable[[Claim], None], frozenset[ClaimStatus], ClaimStatus]] = {
    "review": (lambda claim: claim.start_review(at=AT), frozenset({_S.FILED}), _S.UNDER_REVIEW),
    "accept": (lambda claim: claim.accept(None, "よし", at=AT), UNDECIDED, _S.ACCEPTED),
    "reject": (lambda claim: claim.reject("否", at=AT), UNDECIDED, _S.REJECTED),
    "withdraw": (lambda claim: claim.withdraw("誤り", at=AT), UNDECIDED, _S.WITHDRAWN),
    "pay": (
        lambda claim: claim.pay(2_500_000, DUE, filed_on=FILED_ON, today=DUE),
        frozenset({_S.ACCEPTED}),
        _S.PAID,
    ),
}


@pytest.mark.parametrize("status", ClaimStatus)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_moves_to_what_follows_or_changes_nothing(step: str, status: ClaimStatus) -> None:
    take, allowed, following = STEPS[step]
    claim = claim_in(status)
    if status in allowed:
        take(claim)
        assert claim.status is following
    else:
        with pytest.raises(ClaimInWrongState) as refusal:
            take(claim)
        assert (claim.status, refusal.value.claim_status) == (status, status)
        assert (claim.decided_at, claim.paid_on, claim.review_started_at) == (None, None, None)


def test_the_decision_keeps_its_moment_and_its_reason() -> None:
    claim = claim_in(_S.UNDER_REVIEW)
    claim.accept(1, "出来形を再評価した。", at=AT)
    assert (claim.accepted_amount, claim.decision, claim.decided_at) == (1, "出来形を再評価した。", AT)


@pytest.mark.parametrize("amount", [-1, 0, 2_500_001])
def test_no_more_is_accepted_than_is_claimed(amount: int) -> None:
    claim = claim_in(_S.FILED)
    with pytest.raises(InvalidInput) as refusal:
        claim.accept(amount, "よし", at=AT)
    assert [(each.path, each.code, each.limit) for each in refusal.value.problems] == [
        (("amount",), "OUT_OF_RANGE", 2_500_000)
    ]
    assert (claim.status, claim.accepted_amount) == (_S.FILED, None)


@pytest.mark.parametrize(
    ("paid_on", "amount", "code"),
    [
        (DUE + 31 * ONE, 2_500_000, "IN_THE_FUTURE"),
        (FILED_ON - ONE, 2_500_000, "TOO_EARLY"),
        (DUE, 2_499_999, "NOT_WHAT_IS_OWED"),
        (DUE, 2_500_001, "NOT_WHAT_IS_OWED"),
        (DUE + ONE, 2_500_000 + 206, "NOT_WHAT_IS_OWED"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(paid_on: datetime.date, amount: int, code: str) -> None:
    claim = claim_in(_S.ACCEPTED)
    with pytest.raises(InvalidInput) as refusal:
        claim.pay(amount, paid_on, filed_on=FILED_ON, today=DUE + 30 * ONE)
    assert [each.code for each in refusal.value.problems] == [code]
    assert (claim.status, claim.paid_on) == (_S.ACCEPTED, None)


@pytest.mark.parametrize(
    ("paid_on", "told"),
    [(DUE, "2,500,000円"), (DUE + ONE, "2,500,000円以上、この支払日までの遅延損害金を含む2,500,205円以下")],
)
def test_what_is_owed_is_told(paid_on: datetime.date, told: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        claim_in(_S.ACCEPTED).pay(1, paid_on, filed_on=FILED_ON, today=paid_on)
    assert [each.message for each in refusal.value.problems] == [f"支払額は、{told}としてください。"]


@pytest.mark.parametrize("interest", [0, 1, 2_054])
def test_a_late_payment_includes_the_interest_that_is_not_waived(interest: int) -> None:
    claim = claim_in(_S.ACCEPTED)
    paid_on = DUE + 10 * ONE
    claim.pay(2_500_000 + interest, paid_on, filed_on=FILED_ON, today=paid_on)
    assert (claim.status, claim.paid_amount) == (_S.PAID, 2_500_000 + interest)
    assert (claim.late_days(paid_on + ONE), claim.late_interest(paid_on + ONE)) == (10, 2_054)


@pytest.mark.parametrize(("status", "days"), [(_S.FILED, 10), (_S.ACCEPTED, 10), (_S.REJECTED, 0), (_S.WITHDRAWN, 0)])
def test_the_delay_counts_until_today_where_something_is_owed(status: ClaimStatus, days: int) -> None:
    claim = claim_in(status)
    assert claim.late_days(DUE + 10 * ONE) == days
    assert claim.late_interest(DUE + 10 * ONE) == (2_054 if days else 0)
    assert (claim.late_days(DUE), claim.late_interest(DUE)) == (0, 0)
