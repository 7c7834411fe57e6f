"""What the demonstration adds to the sample register: obligees with other rules, their offices, one more account."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from models.enums import AccountRole, ContractType, GuaranteeKind, Role
from models.numbering import JAPAN, today
from models.parties.account import Account
from models.parties.obligee import DateBasis, HandoverChannel, Obligee
from models.parties.rules_request import AcceptanceRequest, LimitsRequest, OfficeRequest, RulesRequest
from models.parties.viewer import Viewer
from resolvers.parties import set_obligee_rules
from resolvers.parties.registers import obligee_register, officer_register
from sample.sample_register import OBLIGEES, SampleRegister

RULED = datetime.datetime(2025, 4, 1, 10, 0, tzinfo=JAPAN)
"""When the rules were set: before anything was applied for."""
ACCOUNTS = {"viewer@example.jp": "請負者 ○○建設 閲覧担当"}
"""Beside those of the sample register, with the same password."""

ADVANCE, PERFORMANCE = GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE
_USUAL = LimitsRequest(0.4, None, 0.2, 0.6, 0.1, 0.3, None, None, None)
_SINCE = datetime.date(2024, 4, 1)
_BY_MAIL = (HandoverChannel.EMAIL,)
_BOTH_WAYS = (HandoverChannel.E_CONTRACT_SYSTEM, HandoverChannel.EMAIL)


class Added(NamedTuple):
    """An obligee that accepts electronic guarantees in its own way."""

    prefecture: str
    titles: Sequence[tuple[str, str | None]]
    """Of its contracting officers, each with its office; the first one is its own title."""
    acceptances: tuple[AcceptanceRequest, ...]
    offices: tuple[OfficeRequest, ...] = ()


def _accepted(
    kinds: Sequence[GuaranteeKind] = tuple(GuaranteeKind),
    types: Sequence[ContractType] = tuple(ContractType),
    *,
    since: datetime.date = _SINCE,
    basis: DateBasis = DateBasis.CONTRACT_DATE,
    channels: tuple[HandoverChannel, ...] = _BOTH_WAYS,
    note: str | None = None,
    addresses: tuple[str, ...] = ("keiyaku@obligee.example.jp",),
    approved_contracts_only: bool = False,
) -> tuple[AcceptanceRequest, ...]:
    return tuple(
        AcceptanceRequest(kind, type_, since, basis, channels, note, addresses, approved_contracts_only)
        for kind in kinds
        for type_ in types
    )


ADDED: Mapping[str, Added] = {
    "見本市": Added(
        "茨城県",
        [("見本市長", None), ("見本市水道事業管理者", "上下水道局")],
        _accepted(
            note="市が承認した契約に限り受け付けます。", channels=_BY_MAIL, addresses=(), approved_contracts_only=True
        ),
        (
            *(OfficeRequest("総務部　契約検査課", kind, ("keiyaku@mihon-shi.example.jp",)) for kind in GuaranteeKind),
            OfficeRequest("上下水道局　経営総務課", PERFORMANCE, ("suido@mihon-shi.example.jp",)),
        ),
    ),
    "見本村": Added(
        "長野県",
        [("見本村長", None)],
        _accepted(
            [PERFORMANCE],
            [ContractType.WORKS],
            basis=DateBasis.TENDER_NOTICE_DATE,
            channels=_BY_MAIL,
            note="契約保証のみ受け付けます。前払金保証は紙の証書をご提出ください。",
            addresses=("somu@mihon-mura.example.jp",),
        ),
    ),
}
OFFICES: Mapping[str, tuple[OfficeRequest, ...]] = {
    "栃木県": (
        OfficeRequest("会計局　契約課", PERFORMANCE, ("keiyaku-ka@obligee.example.jp",)),
        OfficeRequest("県土整備部　●●土木事務所　工事課", ADVANCE, ("kouji@obligee.example.jp",)),
    ),
    "富士市": (OfficeRequest("財政部　契約検査課", PERFORMANCE, ("kensa@city.example.jp",)),),
}
"""Of obligees of the sample register, which accept as before."""


async def register(sample: SampleRegister) -> SampleRegister:
    """The register with the obligees that were added."""
    await _account()
    operator = sample.viewers[Role.OPERATOR]
    for name, offices in OFFICES.items():
        acceptances = _accepted(since=OBLIGEES[name].since or _SINCE)
        await _set(sample.obligees[name], acceptances, offices, viewer=operator)
    added = {name: await _obligee(name, each, operator) for name, each in ADDED.items()}
    return sample._replace(obligees=sample.obligees | added)


async def _account() -> None:
    """With the password of its colleague."""
    colleague = await Account.get(email="contractor@example.jp")
    for email, name in ACCOUNTS.items():
        await Account.create(
            email=email,
            name=name,
            password_hash=colleague.password_hash,
            role=Role.CONTRACTOR,
            account_role=AccountRole.READER,
            contractor_id=colleague.contractor_id,
        )


async def _obligee(name: str, added: Added, operator: Viewer) -> Obligee:
    title, _ = added.titles[0]
    entry = {"name": name, "title": title, "prefecture": added.prefecture}
    obligee = await obligee_register.create(given=entry, idempotency_key=None, viewer=operator, at=RULED)
    for each, office in added.titles:
        officer = {"title": each, "office": office}
        await officer_register.create(
            obligee_id=obligee.id, given=officer, idempotency_key=None, viewer=operator, at=RULED
        )
    await _set(obligee, added.acceptances, added.offices, viewer=operator)
    return obligee


async def _set(
    obligee: Obligee, acceptances: tuple[AcceptanceRequest, ...], offices: tuple[OfficeRequest, ...], *, viewer: Viewer
) -> None:
    request = RulesRequest(today(RULED), _USUAL, acceptances, offices)
    await set_obligee_rules.set_rules(
        obligee_id=obligee.id, version=1, request=request, idempotency_key=None, viewer=viewer, at=RULED
    )
