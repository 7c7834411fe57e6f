"""Members of joint ventures: as contracts and certificates have them, and as forms give them."""

from collections.abc import Iterable, Mapping
from typing import Any

import strawberry

import models
from models.applying.contract import MOST_MEMBERS
from models.commands import MemberRequest
from schema.reading.fields import ListLength, column, described, described_input, given

MEMBERS = ListLength(2, MOST_MEMBERS)
LIST = "Its members with address and share, the lead member first, 2 to 20; instead of jointVentureMembers."
NAME = "Its name, up to 120 characters."
ADDRESS = "Its address, up to 200 characters; of the lead member the registered one."
SHARE = "出資割合 in percent, in steps of 0.01: of all members, 100 in all, or of none."
NUMBER = "法人番号, 13 digits. The accounts of the registered company with this number read the contract along."


@described
class JointVentureMember:
    """A member (構成員) of a joint venture."""

    name: str = column("Its name.")
    address: str | None = column("Its address; null if it is not known.")
    share_percent: float | None = column("出資割合, in percent; null if it is not known.")
    is_lead: bool = column("Whether it is the lead member (代表者).")
    corporate_number: str | None = column("法人番号; null if it is not known, and on certificates.")


@described_input
class JointVentureMemberInput:
    """A member (構成員) of a joint venture."""

    name: str = given(NAME)
    address: str | None = given(ADDRESS, default=None)
    share_percent: float | None = given(SHARE, default=None)
    corporate_number: str | None = given(NUMBER, default=None)


@described_input
class JointVentureMemberDraftInput:
    """A member of a joint venture, as far as it is known."""

    name: str | None = given(NAME, default=None)
    address: str | None = given(ADDRESS, default=None)
    share_percent: float | None = given(SHARE, default=None)
    corporate_number: str | None = given(NUMBER, default=None)


@described
class JointVentureMemberDraft:
    """A member of a joint venture, as far as it is known."""

    name: str | None = column(NAME)
    address: str | None = column(ADDRESS)
    share_percent: float | None = column(SHARE)
    corporate_number: str | None = column(NUMBER)


def requests(
    members: Iterable[JointVentureMemberInput | JointVentureMemberDraftInput] | None,
) -> tuple[MemberRequest, ...]:
    """As use cases take them."""
    return tuple(MemberRequest(**vars(member)) for member in members or ())


def of_certificate(certificate: strawberry.Parent[models.Certificate]) -> list[JointVentureMember]:
    """As they were at issue."""
    return [_member(each) for each in certificate.joint_venture_members]


def of_contract(contract: strawberry.Parent[models.Contract]) -> list[JointVentureMember]:
    """With what is known of them: of some contracts only their names."""
    if contract.joint_venture_parties:
        return [_member(each) for each in contract.joint_venture_parties]
    names = contract.joint_venture_members
    return [_member({"name": name, "is_lead": place == 0}) for place, name in enumerate(names)]


def _member(known: Mapping[str, Any]) -> JointVentureMember:
    share = known.get("share_percent")
    return JointVentureMember(
        name=known["name"],
        address=known.get("address"),
        share_percent=None if share is None else float(share),
        is_lead=known["is_lead"],
        corporate_number=known.get("corporate_number"),
    )
