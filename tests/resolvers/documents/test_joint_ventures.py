"""A joint venture's members are copied into the version of the certificate, and printed from there."""

from typing import Any

import pytest

from models.applying.contract import Contract
from models.certificate import Certificate
from models.commands import MemberRequest
from models.document import Document, DocumentContent
from models.enums import ContractType
from models.parties.contractor import Contractor
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.document_rendering import render_all
from tests.support.pdf.readers import by_pdfium, closed_up
from tests.support.use_cases import advance, approved, contract_request, issue, issued

NAME, ADDRESS = "○○建設 株式会社", "栃木県●●市●●町0-00-0"
VENTURE = "○○・髙﨑特定建設工事共同企業体"
TWO = (NAME, "株式会社髙﨑組")
TEN = (*(f"第{count}𠮷田総合建設工業 株式会社" for count in range(1, 10)), NAME)
MEMBERS = "jointVentureMembers { name address sharePercent isLead }"


def member(name: str, *, is_lead: bool) -> dict[str, Any]:
    return {"name": name, "address": ADDRESS if is_lead else None, "share_percent": None, "is_lead": is_lead}


async def joint(sample: SampleRegister, *names: str) -> Certificate:
    contract = contract_request(sample, joint_venture_name=VENTURE, joint_venture_members=TWO)
    (guarantee,) = await approved(sample, advance(), contract=contract)
    # Contracts registered before the rules for joint ventures may have any members.
    await Contract.filter(id=guarantee.contract_id).update(joint_venture_members=list(names))
    await issue(sample, guarantee)
    return await Certificate.get(guarantee_id=guarantee.id)


@pytest.mark.parametrize(
    ("names", "lead"), [(TWO, 0), (TWO[::-1], 1), (TEN, 9), (("甲建設", "乙建設"), 0), ((NAME, "甲", NAME), 0)]
)
async def test_members_are_copied_in_order_and_one_of_them_leads(
    sample: SampleRegister, names: tuple[str, ...], lead: int
) -> None:
    version = await joint(sample, *names)
    expected = [member(name, is_lead=place == lead) for place, name in enumerate(names)]
    assert version.joint_venture_members == expected


async def test_what_is_known_of_members_is_copied_and_printed(sample: SampleRegister) -> None:
    lead, partner = joint_ventures.members(sample)
    given = (
        MemberRequest(lead.name, share_percent=33.34),
        partner,
        MemberRequest("𠮷田土木 株式会社", "群馬県", 26.66),
    )
    contract = joint_ventures.request(sample, *given)
    (guarantee,) = await issued(sample, advance(), contract=contract)
    version = await Certificate.get(guarantee_id=guarantee.id)
    addresses = (ADDRESS, sample.partner.address, "群馬県")
    assert version.joint_venture_members == [
        {"name": each.name, "address": address, "share_percent": each.share_percent, "is_lead": place == 0}
        for place, (each, address) in enumerate(zip(given, addresses, strict=True))
    ]
    await Contract.all().update(joint_venture_parties=[])
    await render_all()
    document = await Document.get(kind="CERTIFICATE", certificate_id=version.id)
    lines = by_pdfium((await DocumentContent.get(id=document.storage_key)).content).splitlines()
    for line in (
        f"構成員{NAME}出資割合33.34％",
        f"{partner.name}{partner.address}出資割合40％",
        "𠮷田土木株式会社群馬県出資割合26.66％",
    ):
        assert closed_up(line) in map(closed_up, lines)


async def test_the_lead_has_the_address_of_the_day_of_the_issue(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance(), contract=joint_ventures.request(sample))
    contractor = Contractor.filter(id=sample.contractor.id)
    await contractor.update(address="栃木県●●市新町1-1")
    try:
        await issue(sample, guarantee)
    finally:
        await contractor.update(address=ADDRESS)
    version = await Certificate.get(guarantee_id=guarantee.id)
    assert version.joint_venture_members[0]["address"] == version.principal_address == "栃木県●●市新町1-1"


async def test_a_single_contractor_has_no_members(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    assert (await Certificate.get(guarantee_id=guarantee.id)).joint_venture_members == []


@pytest.mark.parametrize("names", [TWO, TEN])
async def test_every_paper_is_printed_as_it_was_issued(sample: SampleRegister, names: tuple[str, ...]) -> None:
    version = await joint(sample, *names)
    later = {"joint_venture_members": ["別の建設"], "contract_type": ContractType.SERVICES, "project_name": "別の業務"}
    await Contract.all().update(**later)
    contractor = Contractor.filter(id=sample.contractor.id)
    await contractor.update(name="別の会社", address="別の住所")
    try:
        assert await render_all() == 3
    finally:
        await contractor.update(name=NAME, address=ADDRESS)  # which all tests share
    assert await Document.filter(made_at=NOON, last_error=None).count() == 3
    document = await Document.get(kind="CERTIFICATE", certificate_id=version.id)
    content = (await DocumentContent.get(id=document.storage_key)).content
    text = closed_up(by_pdfium(content))
    for words in (VENTURE, f"代表者　{NAME}", ADDRESS, *names, "工事名", "●●●●工事"):
        assert closed_up(words) in text
    assert "別の" not in text


async def test_readers_get_the_members_of_the_version(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, jointVentureName=VENTURE, jointVentureMembers=list(TWO))
    (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=[api_calls.advance_input()])
    await Contract.all().update(joint_venture_members=["別の建設"])
    query = f"""query($n: GuaranteeNumber!, $k: AuthKey!) {{
      certificate(guaranteeNumber: $n, authKey: $k) {{ {MEMBERS} contractType medium document {{ state }} }} }}"""
    keys = {"n": payload["guarantee"]["number"], "k": payload["guarantee"]["authKey"]}
    found = (await api.data(query, as_="obligee", **keys))["certificate"]
    assert found == {
        "jointVentureMembers": [
            {"name": NAME, "address": ADDRESS, "sharePercent": None, "isLead": True},
            {"name": TWO[1], "address": None, "sharePercent": None, "isLead": False},
        ],
        "contractType": "WORKS",
        "medium": "ELECTRONIC",
        "document": {"state": "READY"},
    }
