import asyncio
import datetime
from typing import Any
from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from models.applying.contract import Contract
from models.audit_records import AuditEvent, SerialCounter
from models.auth_key import AuthKey
from models.certificate import Certificate
from models.enums import GuaranteeKind, Medium, Role
from models.errors import (
    DomainError,
    FeeNotReceived,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SerialsUsedUp,
    WrongState,
)
from models.guarantee import FeePaymentMethod, Guarantee, GuaranteeStatus
from models.numbering import JAPAN
from models.parties.contractor import Contractor
from models.parties.viewer import Viewer
from resolvers.guarantees import review
from resolvers.guarantees.issue import issue_guarantees
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON
from tests.support.refusals import table_contents
from tests.support.use_cases import KEY, advance, applied, approved, contract_request, issue, issued, performance


async def try_to_issue(guarantee_id: Any, viewer: Viewer | None, **more: Any) -> tuple[Guarantee, Certificate]:
    arguments: dict[str, Any] = {"idempotency_key": None, "keyring": KEYRING, "at": NOON} | more
    return await issue_guarantees.issue(guarantee_id=guarantee_id, viewer=viewer, **arguments)


async def test_gives_number_key_and_certificate(sample: SampleRegister) -> None:
    (approved_one,) = await approved(sample, advance())
    guarantee = await issue(sample, approved_one)
    stored = await Guarantee.get(id=guarantee.id)
    assert (stored.number, stored.fiscal_year, stored.serial) == ("31083-00001A", 2026, 1)
    assert (stored.status, stored.issued_at, stored.handling_branch_id) == ("IN_FORCE", NOON, sample.branch.id)
    key = await AuthKey.get(guarantee_id=guarantee.id)
    assert bytes(key.digest) == KEYRING.digest("31083-00001A", KEY)
    assert KEYRING.decrypt(key.envelope, key.envelope_version, "31083-00001A") == KEY
    assert (key.status, key.created_at) == ("ACTIVE", NOON)
    event = await AuditEvent.get(action="guarantee.issued")
    assert (event.subject_id, event.role, event.at) == (guarantee.id, Role.SURETY, NOON)


async def test_a_certificate_copies_what_it_says(sample: SampleRegister) -> None:
    jv: dict[str, Any] = {
        "joint_venture_name": "甲・乙特定建設工事共同企業体",
        "joint_venture_members": ("○○建設㈱", "乙"),
    }
    (guarantee,) = await issued(sample, advance(), contract=contract_request(sample, **jv))
    certificate = await Certificate.get(guarantee_id=guarantee.id)
    copied = {
        "reason": "NEW", "status": "CURRENT", "amendment_number": 0, "guarantee_number": guarantee.number,
        "kind": GuaranteeKind.ADVANCE_PAYMENT, "principal_name": "○○建設 株式会社",
        "joint_venture_name": "甲・乙特定建設工事共同企業体", "obligee_title": "栃木県知事", "amount": 20_000_000,
        "expiry_date": datetime.date(2027, 8, 31), "project_name": "●●●●工事", "contract_price": 50_000_000,
        "period_from": datetime.date(2026, 11, 10), "period_to": datetime.date(2027, 8, 31),
        "contract_date": datetime.date(2026, 11, 1), "deposit_bank": "○○銀行　××支店",
        "surety_name": "見本建設業保証株式会社", "handling_branch_name": "栃木支店", "issued_at": NOON,
    }  # fmt: skip
    assert {name: getattr(certificate, name) for name in copied} == copied


async def test_later_changes_elsewhere_do_not_reach_a_certificate(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    certificates = Certificate.filter(guarantee_id=guarantee.id)
    before = await certificates.values()
    await Contract.filter(id=guarantee.contract_id).update(project_name="別の工事", contract_price=1)
    try:
        await Contractor.filter(id=sample.contractor.id).update(name="改称建設 株式会社")
        assert await certificates.values() == before
    finally:
        await Contractor.filter(id=sample.contractor.id).update(name=sample.contractor.name)


async def test_two_guarantees_of_a_contract_have_different_keys(sample: SampleRegister) -> None:
    viewer = sample.viewers[Role.SURETY]
    both = [(await try_to_issue(one.id, viewer))[0] for one in await approved(sample)]
    keys = [await AuthKey.get(guarantee_id=one.id) for one in both]
    opened = [KEYRING.decrypt(key.envelope, 1, str(one.number)) for key, one in zip(keys, both, strict=True)]
    assert opened[0] != opened[1]


async def test_numbers_go_on_without_gaps_by_kind_and_fiscal_year(sample: SampleRegister) -> None:
    last_day = datetime.datetime(2027, 3, 31, 23, 59, 59, tzinfo=JAPAN)
    days = [NOON, last_day, last_day + datetime.timedelta(seconds=1)]
    found: list[tuple[int | None, int | None]] = []
    for at in days:
        for guarantee in await approved(sample):
            one = await issue(sample, guarantee, at=at)
            found.append((one.fiscal_year, one.serial))
    assert found == [(2026, 1), (2026, 1), (2026, 2), (2026, 2), (2027, 1), (2027, 1)]


async def test_many_at_once_get_consecutive_numbers(sample: SampleRegister) -> None:
    waiting = [(await approved(sample, advance()))[0] for _ in range(20)]
    done = await asyncio.gather(*(try_to_issue(one.id, sample.viewers[Role.SURETY]) for one in waiting))
    assert sorted(int(guarantee.serial or 0) for guarantee, _ in done) == list(range(1, 21))
    assert len({guarantee.number for guarantee, _ in done}) == 20


async def test_of_many_at_once_on_one_guarantee_one_issues(sample: SampleRegister) -> None:
    (one,) = await approved(sample, advance())
    calls = [try_to_issue(one.id, sample.viewers[Role.SURETY]) for _ in range(10)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert [outcome.status for outcome in outcomes if isinstance(outcome, WrongState)] == ["IN_FORCE"] * 9
    assert (
        await Certificate.all().count() == await AuthKey.all().count() == (await SerialCounter.get()).last_serial == 1
    )


async def test_repeated_with_its_idempotency_key_it_gives_the_first_result(sample: SampleRegister) -> None:
    (one,) = await approved(sample, advance())
    viewer = sample.viewers[Role.SURETY]
    calls = [try_to_issue(one.id, viewer, idempotency_key="k") for _ in range(5)]
    results = await asyncio.gather(*calls)
    assert {(guarantee.number, certificate.id) for guarantee, certificate in results} == {
        (results[0][0].number, results[0][1].id)
    }
    assert await Certificate.all().count() == 1


async def test_a_paper_guarantee_gets_number_and_certificate_but_no_key(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, performance(medium=Medium.PAPER))
    assert guarantee.number == "31082-00001W"
    assert await Certificate.filter(guarantee_id=guarantee.id).count() == 1
    assert await AuthKey.all().count() == 0


async def test_the_last_serial_is_given_and_then_no_more(sample: SampleRegister) -> None:
    await SerialCounter.create(
        branch_id=sample.branch.id, fiscal_year=2026, kind=GuaranteeKind.ADVANCE_PAYMENT, last_serial=99_998
    )
    last, none, other = *await approved(sample, advance()), *await approved(sample, advance(), performance())
    assert (await issue(sample, last)).number == "31083-99999C"
    before = await table_contents()
    with pytest.raises(SerialsUsedUp):
        await try_to_issue(none.id, sample.viewers[Role.SURETY], idempotency_key="k")
    assert await table_contents() == before
    assert (await issue(sample, other)).serial == 1


async def test_waits_for_the_fee_unless_fees_are_consolidated(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance(fee_payment_method=FeePaymentMethod.SINGLE))
    viewer, before = sample.viewers[Role.SURETY], await table_contents()
    assert guarantee.status is GuaranteeStatus.AWAITING_FEE
    with pytest.raises(FeeNotReceived):
        await try_to_issue(guarantee.id, viewer)
    assert await table_contents() == before
    await review.record_fee_payment(guarantee_id=guarantee.id, paid_on=NOON.date(), viewer=viewer, at=NOON)
    assert (await issue(sample, guarantee)).status is GuaranteeStatus.IN_FORCE


async def test_refuses_what_is_not_approved(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    before = await table_contents()
    with pytest.raises(WrongState) as caught:
        await try_to_issue(guarantee.id, sample.viewers[Role.SURETY])
    assert caught.value.status == "SUBMITTED"
    assert await table_contents() == before


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(None, NotSignedIn), *((role, NotAllowed) for role in (Role.CONTRACTOR, Role.OBLIGEE, Role.OPERATOR))],
)
async def test_only_sureties_issue(sample: SampleRegister, role: Role | None, refusal: type[DomainError]) -> None:
    (guarantee,) = await approved(sample, advance())
    before = await table_contents()
    with pytest.raises(refusal):
        await try_to_issue(guarantee.id, sample.viewers[role] if role else None)
    assert await table_contents() == before


async def test_another_suretys_guarantee_is_as_good_as_unknown(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    stranger = Viewer(Role.SURETY, uuid4(), "別", "192.0.2.1", surety_id=uuid7())
    before = await table_contents()
    for viewer, id_ in ((stranger, guarantee.id), (sample.viewers[Role.SURETY], uuid4())):
        with pytest.raises(NotFound):
            await try_to_issue(id_, viewer)
    assert await table_contents() == before


async def test_what_has_expired_since_its_approval_is_not_issued(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await try_to_issue(guarantee.id, sample.viewers[Role.SURETY], at=NOON + datetime.timedelta(days=365))
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [(("guaranteeId",), "EXPIRED")]
    assert await table_contents() == before


async def test_it_is_issued_on_the_day_of_its_expiry(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    last = datetime.datetime(2027, 8, 31, 23, 59, tzinfo=JAPAN)
    issued_one, _ = await try_to_issue(guarantee.id, sample.viewers[Role.SURETY], at=last)
    assert issued_one.status is GuaranteeStatus.IN_FORCE
