"""Joint ventures of the sample's contractor, whose registered member reads along."""

from typing import Any

from models.commands import ContractRequest, MemberRequest
from models.guarantee import Guarantee
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.use_cases import contract_request, issued

VENTURE = "○○・△△特定建設工事共同企業体"
TEXTS = (
    ("name", "FORBIDDEN_CHARACTER", 120),
    ("address", "FORBIDDEN_CHARACTER", 200),
    ("corporateNumber", "MALFORMED", 0),
)
"""Of a member: the code of the refusal of a wrong one, and the maximum length."""


def members(sample: SampleRegister) -> tuple[MemberRequest, ...]:
    """The contractor with 60 %, and its registered partner with 40 %."""
    partner = sample.partner
    return (
        MemberRequest(sample.contractor.name, share_percent=60.0),
        MemberRequest(partner.name, partner.address, 40.0, partner.corporate_number),
    )


def request(sample: SampleRegister, *given: MemberRequest, **changes: Any) -> ContractRequest:
    """A contract of a joint venture."""
    return contract_request(
        sample, joint_venture_name=VENTURE, joint_venture_parties=given or members(sample), **changes
    )


def parties(sample: SampleRegister) -> list[dict[str, Any]]:
    """The same members as an input."""
    partner = sample.partner
    return [
        {"name": sample.contractor.name, "sharePercent": 60},
        {
            "name": partner.name,
            "address": partner.address,
            "sharePercent": 40,
            "corporateNumber": partner.corporate_number,
        },
    ]


def contract_input(sample: SampleRegister, **changes: Any) -> dict[str, Any]:
    """A contract of a joint venture, as an input."""
    venture: dict[str, Any] = {"jointVentureName": VENTURE, "jointVentureParties": parties(sample)}
    return api_calls.contract_input(sample, **venture | changes)


async def issued_jointly(sample: SampleRegister, **changes: Any) -> list[Guarantee]:
    """The guarantees of such a contract, issued with the same key, after a message."""
    return await issued(sample, contract=request(sample, **changes), message="よろしくお願いします。")


async def issued_over_http(api: Api, sample: SampleRegister, **changes: Any) -> list[dict[str, Any]]:
    """The same over the API; the payloads."""
    return await api_calls.issued(api, sample, contract=contract_input(sample), **changes)
