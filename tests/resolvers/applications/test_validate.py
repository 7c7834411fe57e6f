"""A refused application stores nothing, and the refusal lists every problem."""

import dataclasses
import datetime
from typing import Any
from uuid import uuid4

import pytest

from models.commands import ApplicationRequest
from models.enums import Medium, Role
from models.errors import InvalidInput, ObligeeDoesNotAcceptElectronic
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance
from models.parties.surety import Branch, Surety
from resolvers.applications import submit
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.refusals import table_contents
from tests.support.use_cases import advance, applied, contract_request, form, intermediate, performance

Found = list[tuple[str, str]]


async def refused(sample: SampleRegister, request: ApplicationRequest, **viewer_changes: Any) -> Exception:
    """The refusal; nothing has been stored."""
    viewer = dataclasses.replace(sample.viewers[Role.CONTRACTOR], **viewer_changes)
    before = await table_contents()
    with pytest.raises((InvalidInput, ObligeeDoesNotAcceptElectronic)) as caught:
        await submit.application(request=request, idempotency_key="k", viewer=viewer, at=NOON)
    assert await table_contents() == before
    return caught.value


async def problems(sample: SampleRegister, request: ApplicationRequest, **viewer_changes: Any) -> Found:
    """Path and code of each problem."""
    refusal = await refused(sample, request, **viewer_changes)
    assert isinstance(refusal, InvalidInput)
    return [(".".join(problem.path), problem.code) for problem in refusal.problems]


async def test_tells_everything_at_once(sample: SampleRegister) -> None:
    contract = contract_request(sample, obligee="氷見市", contract_price=1_000_000, project_name=" ")
    request = form(sample, advance(500_000, deposit_bank=" "), performance(1), contract=contract, email=" ")
    assert await problems(sample, request) == [
        ("contract.projectName", "REQUIRED"),
        ("guarantees.0.depositBank", "REQUIRED"),
        ("email", "REQUIRED"),
        ("guarantees.0.amount", "BELOW_MINIMUM_PRICE"),
        ("guarantees.0.amount", "ABOVE_LIMIT"),
        ("guarantees.1.amount", "BELOW_MINIMUM"),
    ]


async def test_refuses_an_unknown_branch(sample: SampleRegister) -> None:
    request = form(sample, submission_branch_id=uuid4())
    assert await problems(sample, request) == [("submissionBranchId", "NOT_FOUND")]


async def test_refuses_an_unknown_obligee(sample: SampleRegister) -> None:
    request = form(sample, advance(0), contract=contract_request(sample, obligee_id=uuid4()))
    assert await problems(sample, request) == [
        ("guarantees.0.amount", "NOT_POSITIVE"),
        ("contract.obligeeId", "NOT_FOUND"),
    ]


async def test_refuses_to_apply_for_another_contractor(sample: SampleRegister) -> None:
    request = form(sample, contract=contract_request(sample, contractor_id=uuid4()))
    assert await problems(sample, request) == [("contract.contractorId", "NOT_FOUND")]


async def test_takes_ones_own_id_as_contractor(sample: SampleRegister) -> None:
    contract = contract_request(sample, contractor_id=sample.contractor.id)
    (guarantee,) = await applied(sample, advance(), contract=contract)
    assert guarantee.contractor_id == sample.contractor.id


async def test_refuses_neither_contract_nor_id(sample: SampleRegister) -> None:
    assert await problems(sample, form(sample, contract=None)) == [("contract", "EXACTLY_ONE")]


async def test_refuses_an_unknown_contract(sample: SampleRegister) -> None:
    request = form(sample, contract=None, contract_id=uuid4())
    assert await problems(sample, request) == [("contractId", "NOT_FOUND")]


async def test_anothers_contract_is_as_good_as_unknown(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    request = form(sample, performance(), contract=None, contract_id=guarantee.contract_id)
    assert await problems(sample, request, contractor_id=uuid4()) == [("contractId", "NOT_FOUND")]


async def test_refuses_a_contract_of_another_surety(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    other = await Surety.create(name="別の保証株式会社", address="東京都", representative="社長")
    branch = await Branch.create(surety_id=other.id, code="999", name="本店", telephone="03")
    request = form(
        sample, performance(), contract=None, contract_id=guarantee.contract_id, submission_branch_id=branch.id
    )
    assert await problems(sample, request) == [("submissionBranchId", "OTHER_SURETY")]


async def test_an_unknown_branch_hides_no_other_problem(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    request = form(sample, advance(1), contract=None, contract_id=guarantee.contract_id, submission_branch_id=uuid4())
    assert await problems(sample, request) == [
        ("submissionBranchId", "NOT_FOUND"),
        ("guarantees.0.amount", "ABOVE_LIMIT"),
    ]


@pytest.mark.parametrize(
    ("obligee", "accepted_from", "asked"),
    [
        ("富士市", datetime.date(2025, 11, 14), [advance()]),
        ("富士市", datetime.date(2025, 11, 14), [advance(), performance()]),
        ("富士市", datetime.date(2025, 11, 14), [performance(), advance(medium=Medium.PAPER)]),
        ("見本町", None, [advance()]),
        ("見本町", None, [advance(), performance(medium=Medium.PAPER)]),
    ],
)
async def test_says_from_when_an_obligee_accepts_electronic_guarantees(
    sample: SampleRegister, obligee: str, accepted_from: datetime.date | None, asked: list[Any]
) -> None:
    contract = contract_request(sample, obligee=obligee, contract_date=datetime.date(2025, 11, 13))
    refusal = await refused(sample, form(sample, *asked, contract=contract))
    assert isinstance(refusal, ObligeeDoesNotAcceptElectronic)
    assert refusal.accepted_from == accepted_from


async def test_says_the_day_from_which_every_guarantee_is_accepted(sample: SampleRegister) -> None:
    obligee_id = sample.obligees["見本町"].id
    for kind, day in (("ADVANCE_PAYMENT", 1), ("PERFORMANCE", 20)):
        start = datetime.date(2026, 12, day)
        await ElectronicAcceptance.create(
            obligee_id=obligee_id, kind=kind, contract_type="WORKS", from_date=start, channels=["EMAIL"]
        )
    contract = contract_request(sample, obligee="見本町")
    for asked, day in (((advance(),), 1), ((advance(), performance()), 20)):
        refusal = await refused(sample, form(sample, *asked, contract=contract))
        assert isinstance(refusal, ObligeeDoesNotAcceptElectronic)
        assert refusal.accepted_from == datetime.date(2026, 12, day)
        assert f"2026年12月{day}日以後" in refusal.message


async def test_paper_is_accepted_where_electronic_is_not(sample: SampleRegister) -> None:
    contract = contract_request(sample, obligee="見本町")
    (guarantee,) = await applied(sample, advance(medium=Medium.PAPER), contract=contract)
    assert guarantee.medium is Medium.PAPER


async def test_not_accepted_is_one_problem_among_others(sample: SampleRegister) -> None:
    contract = contract_request(sample, obligee="見本町")
    request = form(sample, advance(20_000_001), contract=contract)
    assert await problems(sample, request) == [
        ("guarantees.0.medium", "OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"),
        ("guarantees.0.amount", "ABOVE_LIMIT"),
    ]


async def test_what_only_follows_from_another_problem_is_not_told(sample: SampleRegister) -> None:
    above = ("guarantees.0.amount", "ABOVE_LIMIT")
    cases: list[tuple[dict[str, Any], Found]] = [
        ({"contract_price": 0, "current_fiscal_year_base": 5}, [("contract.contractPrice", "NOT_POSITIVE")]),
        ({"current_fiscal_year_base": 50_000_001}, [("contract.currentFiscalYearBase", "OUT_OF_RANGE")]),
        ({"contract_date": datetime.date(2027, 12, 1)}, [("contract.contractDate", "IN_THE_FUTURE"), above]),
        ({"period_to": datetime.date(2026, 11, 9)}, [("contract.periodTo", "END_BEFORE_START"), above]),
    ]
    for changes, expected in cases:
        contract = contract_request(sample, **changes)
        assert await problems(sample, form(sample, advance(50_000_000), contract=contract)) == expected
    contract = contract_request(sample, advance_payment_planned=False)
    asked = (advance(50_000_001), intermediate(0, recognized_on=None, deposit_bank=None))
    assert await problems(sample, form(sample, *asked, contract=contract)) == [
        ("guarantees.1.kind", "NOT_TOGETHER"),
        ("guarantees.1.amount", "NOT_POSITIVE"),
        ("guarantees.0.kind", "ADVANCE_PAYMENT_NOT_PLANNED"),
    ]


async def test_nothing_is_applied_for_after_the_end_of_a_registered_period(sample: SampleRegister) -> None:
    contract = contract_request(sample, period_to=NOON.date())
    (first,) = await applied(sample, advance(), contract=contract)
    request = form(sample, performance(), contract=None, contract_id=first.contract_id)
    tomorrow = NOON + datetime.timedelta(days=1)
    viewer = sample.viewers[Role.CONTRACTOR]
    with pytest.raises(InvalidInput) as caught:
        await submit.application(request=request, idempotency_key=None, viewer=viewer, at=tomorrow)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (("contractId",), "PERIOD_OVER")
    assert problem.message == "工期が終了した契約については、お申し込みいただけません。"
    await applied(sample, performance(), contract=None, contract_id=first.contract_id)


async def test_the_date_that_decides_is_asked_for_once(sample: SampleRegister) -> None:
    obligee_id = sample.obligees["見本町"].id
    for kind in ("ADVANCE_PAYMENT", "PERFORMANCE"):
        await ElectronicAcceptance.create(
            obligee_id=obligee_id, kind=kind, contract_type="WORKS", from_date=NOON.date(), channels=["EMAIL"],
            basis="BID_DATE",
        )  # fmt: skip
    contract = contract_request(sample, obligee="見本町")
    assert await problems(sample, form(sample, contract=contract)) == [("contract.bidDate", "REQUIRED")]
    (first,) = await applied(sample, advance(medium=Medium.PAPER), contract=contract)
    request = form(sample, performance(), contract=None, contract_id=first.contract_id)
    assert await problems(sample, request) == [("contractId", "DATE_MISSING")]


async def test_says_what_is_never_accepted(sample: SampleRegister) -> None:
    obligee_id = sample.obligees["見本町"].id
    await ElectronicAcceptance.create(
        obligee_id=obligee_id, kind="ADVANCE_PAYMENT", contract_type="WORKS", from_date=NOON.date(), channels=["EMAIL"]
    )
    contract = contract_request(sample, obligee="見本町")
    never = "この発注者は、工事の契約保証については、電子保証に対応していません。証書（紙）を選択してください。"
    early = "この発注者は、この契約では電子保証を受け付けていません（2026年11月20日以後の案件から利用できます）。"
    for asked, message in (((performance(),), never), ((advance(), performance()), early + never)):
        refusal = await refused(sample, form(sample, *asked, contract=contract))
        assert isinstance(refusal, ObligeeDoesNotAcceptElectronic)
        assert (refusal.accepted_from, refusal.message) == (None, message)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (("㈱○○建設", "△△土木"), []),
        (("△△土木", "○○建設 株式会社"), [("contract.jointVentureMembers.0", "NOT_THE_APPLICANT")]),
        (("△△土木", "□□組"), [("contract.jointVentureMembers.0", "NOT_THE_APPLICANT")]),
        (("△△土木",), [("contract.jointVentureMembers", "TOO_FEW")]),
    ],
)
async def test_the_applicant_leads_its_joint_venture(
    sample: SampleRegister, members: tuple[str, ...], expected: Found
) -> None:
    contract = contract_request(sample, joint_venture_name="甲・乙ＪＶ", joint_venture_members=members)
    await Contractor.filter(id=sample.contractor.id).update(name="株式会社○○建設")
    try:
        if members[0] == "△△土木":
            assert await problems(sample, form(sample, contract=contract)) == expected
        else:
            await applied(sample, contract=contract)
    finally:
        await Contractor.filter(id=sample.contractor.id).update(name=sample.contractor.name)
