"""What may be claimed, until when, and the interest on a late payment."""

import datetime

import pytest

from models.after_issue import claim_sums
from models.after_issue.claim_sums import MOST_YEN, ClaimedSums
from models.enums import GuaranteeKind
from models.errors import InvalidInput

ADVANCE, PERFORMANCE = GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE
DUE = datetime.date(2026, 12, 20)
MILLION = 1_000_000


@pytest.mark.parametrize(
    ("advance", "progress", "finished", "guaranteed", "claimed"),
    [
        (4 * MILLION, 0, 1_500_000, 4 * MILLION, 2_500_000),  # the vectors of the domain
        (4 * MILLION, 2 * MILLION, 4_500_000, 4 * MILLION, 1_500_000),
        (4 * MILLION, 0, 0, 4 * MILLION, 4 * MILLION),
        (4 * MILLION, 9 * MILLION, 0, 4 * MILLION, 4 * MILLION),  # capped by the guaranteed sum
        (3 * MILLION, 2 * MILLION, 1 * MILLION, 4 * MILLION, 3 * MILLION),  # and by the advance that was paid
        (4 * MILLION, 0, 3_999_999, 4 * MILLION, 1),
        (MOST_YEN, MOST_YEN, MOST_YEN, 2**31 + 1, 2**31 + 1),
    ],
)
def test_of_an_advance_the_unfinished_part_is_claimed(
    advance: int, progress: int, finished: int, guaranteed: int, claimed: int
) -> None:
    assert ClaimedSums(advance, progress, finished).amount(ADVANCE, guaranteed) == claimed


@pytest.mark.parametrize("sums", [(4, 0, 4), (4, 0, 5), (4, 2, 6), (0, 9, 0), (0, 0, 0)])
def test_nothing_to_claim_is_refused(sums: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ClaimedSums(*sums).amount(ADVANCE, 4)
    assert [(each.path, each.code) for each in refusal.value.problems] == [(("finishedWorkValue",), "NOTHING_TO_CLAIM")]


def test_under_a_performance_guarantee_the_guaranteed_sum_is_claimed() -> None:
    assert ClaimedSums().amount(PERFORMANCE, 5 * MILLION) == 5 * MILLION
    assert ClaimedSums(1, 2, 3).amount(PERFORMANCE, 5 * MILLION) == 5 * MILLION


def test_every_problem_of_the_sums_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        ClaimedSums(None, -1, MOST_YEN + 1).amount(ADVANCE, 4)
    told = [(each.path, each.code) for each in refusal.value.problems]
    expected = [("advancePaid", "REQUIRED"), ("progressPaid", "OUT_OF_RANGE"), ("finishedWorkValue", "OUT_OF_RANGE")]
    assert told == [((name,), code) for name, code in expected]


def test_a_claim_is_due_thirty_days_after_its_arrival() -> None:
    assert claim_sums.due_on(datetime.date(2026, 11, 20)) == DUE
    assert claim_sums.due_on(datetime.date(2028, 2, 1)) == datetime.date(2028, 3, 2)


@pytest.mark.parametrize(
    ("days", "amount", "interest"),
    [
        (-5, MILLION, 0),
        (0, MILLION, 0),
        (1, MILLION, 82),  # 82.19 …
        (365, MILLION, 30_000),
        (366, MILLION, 30_082),
        (12, 1_000, 0),
        (13, 1_000, 1),
        (3_650, MOST_YEN, MOST_YEN * 3 // 10),
    ],
)
def test_interest_is_by_the_day_and_rounded_down(days: int, amount: int, interest: int) -> None:
    paid_on = DUE + datetime.timedelta(days=days)
    assert claim_sums.late_days(DUE, paid_on) == max(days, 0)
    assert claim_sums.late_interest(amount, due=DUE, paid_on=paid_on) == interest


def test_the_rate_is_that_of_the_first_day_of_the_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    change = datetime.date(2029, 4, 1)
    monkeypatch.setattr(claim_sums, "LEGAL_RATES", (*claim_sums.LEGAL_RATES, (change, 400)))
    before, after = change - datetime.timedelta(days=2), change - datetime.timedelta(days=1)
    later = change + datetime.timedelta(days=364)
    assert claim_sums.late_interest(MILLION, due=before, paid_on=later - datetime.timedelta(days=1)) == 30_000
    assert claim_sums.late_interest(MILLION, due=after, paid_on=later) == 40_000
    assert claim_sums.legal_rate(datetime.date(2020, 3, 31)) == 300
