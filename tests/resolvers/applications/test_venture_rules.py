"""Rules for the members of joint ventures, of the form alone and against the register."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from models.applying.contract import Contract
from models.applying.contract_party import ContractParty
from models.commands import MemberRequest
from models.errors import InvalidInput
from models.guarantee import Guarantee
from models.parties.contractor import Contractor
from resolvers.applications import stored_form
from sample.sample_register import SampleRegister
from tests.support.access import joint_ventures
from tests.support.access.joint_ventures import VENTURE, request
from tests.support.use_cases import advance, applied, contract_request, form, performance

Found = list[tuple[str, str]]
PLACE = "contract.jointVentureParties"
LEAD = "○○建設 株式会社"
PARTNER, NUMBER = "△△建設 株式会社", "0000000000020"


async def problems(sample: SampleRegister, *given: MemberRequest, **changes: Any) -> Found:
    """Path and code of each problem of an application with these members; none if it is submitted."""
    try:
        await applied(sample, advance(), contract=request(sample, *given, **changes))
    except InvalidInput as refusal:
        return [(".".join(problem.path), problem.code) for problem in refusal.problems]
    return []


def two(**changes: Any) -> list[MemberRequest]:
    """The lead, and a member with these properties."""
    return [MemberRequest(LEAD), dataclasses.replace(MemberRequest("乙建設"), **changes)]


def shares(*percent: float | None) -> list[MemberRequest]:
    names = (LEAD, *(f"第{place}建設" for place in range(1, len(percent))))
    return [MemberRequest(name, share_percent=share) for name, share in zip(names, percent, strict=True)]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (two(), []),
        (two(address="栃木県乙市乙町1-2-3", corporate_number="1234567890123"), []),
        (two(address="長" * 201), [(f"{PLACE}.1.address", "TOO_LONG")]),
        (two(address="長" * 200), []),
        (two(address="乙\n市"), [(f"{PLACE}.1.address", "FORBIDDEN_CHARACTER")]),
        (two(address="乙市🏗"), [(f"{PLACE}.1.address", "NO_GLYPH")]),
        (two(name="乙🏗"), [(f"{PLACE}.1.name", "NO_GLYPH")]),
        (two(name="乙" * 121), [(f"{PLACE}.1.name", "TOO_LONG")]),
        (two(name=" "), [(f"{PLACE}.1.name", "REQUIRED")]),
        (two(corporate_number="123456789012"), [(f"{PLACE}.1.corporateNumber", "MALFORMED")]),
        (two(corporate_number="12345678901２３"), []),
        (two(corporate_number="1\x002345678901"), [(f"{PLACE}.1.corporateNumber", "MALFORMED")]),
        (two(name="㈱○○建設"), []),
        (two(name="○○建設㈱"), [(f"{PLACE}.1.name", "DUPLICATE")]),
        ([*two(corporate_number="1234567890123"), MemberRequest("丙", corporate_number="1234567890123")],
         [(f"{PLACE}.2.corporateNumber", "DUPLICATE")]),
        ([MemberRequest(LEAD)], [(PLACE, "TOO_FEW")]),
        ([MemberRequest(LEAD), *(MemberRequest(f"第{place}") for place in range(20))], [(PLACE, "TOO_MANY")]),
        ([MemberRequest(LEAD), *(MemberRequest("長" * 110 + str(place)) for place in range(10, 29))],
         [(PLACE, "TEXT_DOES_NOT_FIT")]),
        (shares(33.33, 33.33, 33.34), []),
        (shares(99.99, 0.01), []),
        (shares(60, None), [(f"{PLACE}.1.sharePercent", "REQUIRED")]),
        (shares(60, 39.99), [(PLACE, "NOT_WHOLE")]),
        (shares(60, 40.01), [(PLACE, "NOT_WHOLE")]),
        (shares(100, 0), [(f"{PLACE}.1.sharePercent", "NOT_POSITIVE")]),
        (shares(110, -10), [(f"{PLACE}.0.sharePercent", "OUT_OF_RANGE"), (f"{PLACE}.1.sharePercent", "NOT_POSITIVE")]),
        (shares(33.333, 66.667), [(f"{PLACE}.0.sharePercent", "MALFORMED"), (f"{PLACE}.1.sharePercent", "MALFORMED")]),
    ],
)  # fmt: skip
async def test_members_are_checked_one_by_one_and_together(
    sample: SampleRegister, members: Sequence[MemberRequest], expected: Found
) -> None:
    assert await problems(sample, *members) == expected
    assert bool(await Contract.all().count()) == (not expected)


async def test_the_sum_of_the_shares_is_told(sample: SampleRegister) -> None:
    with pytest.raises(InvalidInput) as caught:
        await applied(sample, contract=request(sample, *shares(33.33, 33.33, 33.33)))
    (problem,) = caught.value.problems
    assert problem.message == "出資割合の合計は100％としてください（現在99.99％）。"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([MemberRequest("乙建設"), MemberRequest(LEAD)], [(f"{PLACE}.0.name", "NOT_THE_APPLICANT")]),
        ([MemberRequest(LEAD, "別の住所"), MemberRequest("乙")], [(f"{PLACE}.0.address", "NOT_THE_APPLICANT")]),
        ([MemberRequest(LEAD, "栃木県●●市●●町０－００－０"), MemberRequest("乙")], []),
        ([MemberRequest(LEAD, corporate_number=NUMBER), MemberRequest("乙")],
         [(f"{PLACE}.0.corporateNumber", "NOT_THE_APPLICANT")]),
        ([MemberRequest(LEAD, corporate_number="0000000000001"), MemberRequest("乙")], []),
        (two(corporate_number="0000000000001"), [(f"{PLACE}.1.corporateNumber", "DUPLICATE")]),
        (two(corporate_number=NUMBER), [(f"{PLACE}.1.corporateNumber", "OTHER_COMPANY")]),
        (two(name="△△建設㈱", corporate_number=NUMBER), []),
        (two(name=PARTNER, corporate_number="9999999999999"), []),
    ],
)  # fmt: skip
async def test_companies_are_those_of_the_register(
    sample: SampleRegister, members: Sequence[MemberRequest], expected: Found
) -> None:
    assert await problems(sample, *members) == expected


async def test_a_lead_without_a_number_in_the_register_may_give_one(sample: SampleRegister) -> None:
    contractor = Contractor.filter(id=sample.contractor.id)
    await contractor.update(corporate_number=None)
    try:
        assert await problems(sample, MemberRequest(LEAD, corporate_number=NUMBER), MemberRequest("乙")) == []
    finally:
        await contractor.update(corporate_number=sample.contractor.corporate_number)


async def test_one_list_of_members_is_given_with_the_name(sample: SampleRegister) -> None:
    both = {"joint_venture_members": (LEAD, "乙")}
    assert await problems(sample, **both) == [(PLACE, "NOT_TOGETHER")]
    nameless = contract_request(sample, joint_venture_parties=joint_ventures.members(sample))
    with pytest.raises(InvalidInput) as caught:
        await applied(sample, contract=nameless)
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [
        (("contract", "jointVentureParties"), "REQUIRED_TOGETHER")
    ]


async def test_a_missing_name_of_a_draft_is_told(sample: SampleRegister) -> None:
    nameless = stored_form.read({"contract": {"joint_venture_parties": [{}, {"name": "乙"}]}}).contract
    assert nameless is not None
    given = nameless.joint_venture_parties
    assert (f"{PLACE}.0.name", "REQUIRED") in await problems(sample, *given)


async def test_what_is_known_of_members_is_stored_and_registered_ones_are_linked(sample: SampleRegister) -> None:
    third = MemberRequest(" 丙組 ", " ", 5.5)
    lead, partner = joint_ventures.members(sample)
    (guarantee,) = await applied(
        sample, advance(), contract=request(sample, MemberRequest(lead.name, None, 54.5), partner, third)
    )
    contract = await Contract.get(id=guarantee.contract_id)
    assert (contract.joint_venture_name, contract.joint_venture_members) == (VENTURE, [LEAD, PARTNER, "丙組"])
    assert contract.joint_venture_parties == [
        {"name": LEAD, "address": sample.contractor.address, "share_percent": 54.5, "is_lead": True,
         "corporate_number": "0000000000001", "contractor_id": str(sample.contractor.id)},
        {"name": PARTNER, "address": sample.partner.address, "share_percent": 40.0, "is_lead": False,
         "corporate_number": NUMBER, "contractor_id": str(sample.partner.id)},
        {"name": "丙組", "address": None, "share_percent": 5.5, "is_lead": False, "corporate_number": None,
         "contractor_id": None},
    ]  # fmt: skip
    (party,) = await ContractParty.all()
    assert (party.contract_id, party.contractor_id) == (contract.id, sample.partner.id)


async def test_names_alone_link_nobody(sample: SampleRegister) -> None:
    asked = contract_request(sample, joint_venture_name=VENTURE, joint_venture_members=(LEAD, PARTNER))
    (guarantee,) = await applied(sample, advance(), contract=asked)
    contract = await Contract.get(id=guarantee.contract_id)
    assert (contract.joint_venture_members, contract.joint_venture_parties) == ([LEAD, PARTNER], [])
    assert await ContractParty.all().count() == 0


async def test_links_follow_the_contract(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance(), contract=joint_ventures.request(sample))
    contract = await Contract.get(id=guarantee.contract_id)
    unlinked = [party | {"contractor_id": None} for party in contract.joint_venture_parties]
    for parties, linked in ((unlinked, []), (contract.joint_venture_parties, [sample.partner.id])):
        contract.joint_venture_parties = parties
        await contract.save()
        assert await ContractParty.all().values_list("contractor_id", flat=True) == linked
    again = await applied(sample, performance(), contract=None, contract_id=contract.id)
    assert {each.contract_id for each in again} == {contract.id}
    assert await ContractParty.all().count() == 1


async def test_a_form_with_members_is_kept_and_read(sample: SampleRegister) -> None:
    given = form(sample, contract=joint_ventures.request(sample))
    assert stored_form.read(stored_form.written(given)) == given
    assert await Guarantee.all().count() == 0
