"""correctCertificate for joint ventures: the principal is their lead, which is among the members too."""

from typing import Any

from models.certificate import Certificate
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying.amending import correct

RARE = "髙﨑𠮷建設 株式会社"
VENTURE: dict[str, Any] = {"jointVentureName": "甲・乙共同企業体", "jointVentureMembers": ["○○建設 株式会社", "乙建設"]}


async def test_the_lead_among_the_members_is_corrected_too(api: Api, sample: SampleRegister) -> None:
    contract, asked = api_calls.contract_input(sample, **VENTURE), [api_calls.advance_input()]
    (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=asked)
    issued = payload["guarantee"]
    lead, other = (await Certificate.get()).joint_venture_members
    await correct(api, issued["id"], principalName=RARE)
    version = await Certificate.get(status="CURRENT")
    assert version.joint_venture_members == [lead | {"name": RARE}, other]
    await correct(api, issued["id"], principalAddress="栃木県足利市１", jointVentureName="甲・乙ＪＶ")
    version = await Certificate.get(status="CURRENT")
    assert version.joint_venture_members == [lead | {"name": RARE, "address": "栃木県足利市１"}, other]
