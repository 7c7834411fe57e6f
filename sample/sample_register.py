"""Who the sample data is about: a surety with its branch, a contractor, obligees, their accounts, an API client."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from models.enums import AccountRole, ContractType, GuaranteeKind, Role
from models.fees.monthly_payment import MonthlyPayment
from models.parties.account import AccessToken, Account, ApiClient, ApiClientObligee
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, HandoverChannel, Obligee
from models.parties.surety import Branch, Surety
from models.parties.viewer import Viewer
from resolvers.parties import identify
from sample import sample_rates
from security import passwords, tokens

PASSWORD = "kakusho-demo"  # noqa: S105 -- of sample accounts, printed at every start
API_TOKEN = "demo-e-contract-token"  # noqa: S105 -- likewise
ACCOUNTS = {
    "contractor@example.jp": "請負者 ○○建設",
    "staff@example.jp": "請負者 ○○建設 事務担当",
    "member@example.jp": "請負者 △△建設（共同企業体の構成員）",
    "surety@example.jp": "保証会社 見本建設業保証",
    "obligee@example.jp": "発注者 栃木県",
    "city@example.jp": "発注者 富士市",
    "operator@example.jp": "運用者",
    "reviewer@example.jp": "保証会社 見本建設業保証 審査担当",
    "reader@example.jp": "発注者 栃木県 閲覧担当",
}
ACCOUNT_ROLES = {
    "staff@example.jp": AccountRole.STAFF,
    "reviewer@example.jp": AccountRole.STAFF,
    "reader@example.jp": AccountRole.READER,
}
"""Of those who do not administer the accounts of their organisation."""


class Registered(NamedTuple):
    """Obligees of the leaflets: prefecture, title, first day of electronic guarantees (None: never), own limits."""

    prefecture: str | None
    title: str
    since: datetime.date | None
    limits: dict[str, Any]


OBLIGEES = {
    "国土交通省": Registered(None, "国土交通大臣", datetime.date(2022, 5, 9), {}),
    "足利市": Registered("栃木県", "足利市長", datetime.date(2024, 4, 1), {}),
    "鹿沼市": Registered("栃木県", "鹿沼市長", datetime.date(2024, 4, 1), {}),
    "栃木県": Registered("栃木県", "栃木県知事", datetime.date(2024, 4, 1), {}),
    "大泉町": Registered("群馬県", "大泉町長", datetime.date(2025, 10, 1), {}),
    "鎌ケ谷市": Registered(
        "千葉県",
        "鎌ケ谷市長",
        datetime.date(2025, 10, 1),
        {"rounding_unit": 100_000, "services_advance_payment_ratio_bp": 3000},
    ),
    "富士市": Registered("静岡県", "富士市長", datetime.date(2025, 11, 14), {}),
    "杉並区": Registered("東京都", "杉並区長", datetime.date(2026, 2, 1), {"advance_payment_cap": 100_000_000}),
    "北塩原村": Registered("福島県", "北塩原村長", datetime.date(2023, 10, 1), {}),
    "氷見市": Registered("富山県", "氷見市長", datetime.date(2024, 1, 1), {"minimum_price": 1_300_000}),
    "見本町": Registered("栃木県", "見本町長", None, {}),
    "見本地方整備局": Registered(None, "見本地方整備局長", datetime.date(2022, 5, 9), {}),
}
OFFICERS: Mapping[str, Sequence[tuple[str, str | None]]] = {
    "見本町": (),
    "見本地方整備局": (
        ("支出負担行為担当官　見本地方整備局長", "見本地方整備局"),
        ("分任支出負担行為担当官　見本国道事務所長", "見本国道事務所"),
        ("分任支出負担行為担当官　見本川河川事務所長", "見本川河川事務所"),
    ),
}
"""Title and office of the contracting officers of some obligees; the other ones have one, by their title."""


class SampleRegister(NamedTuple):
    """What everything else refers to."""

    branch: Branch
    contractor: Contractor
    obligees: dict[str, Obligee]
    viewers: dict[Role, Viewer]
    """The first of each role."""
    partner: Contractor
    """A company that is a member of the contractor's joint ventures."""
    member: Viewer
    """Of its staff."""


async def register(*, at: datetime.datetime) -> SampleRegister:
    """Register whom everything else refers to, with their accounts."""
    surety = await _surety()
    branch = await Branch.create(
        surety_id=surety.id, code="310", name="栃木支店", telephone="028-000-0000", fax="028-000-0001"
    )
    contractor = await Contractor.create(
        name="○○建設 株式会社",
        address="栃木県●●市●●町0-00-0",
        representative="代表取締役　見本 一郎",
        corporate_number="0000000000001",
    )
    await MonthlyPayment.create(
        surety_id=surety.id, contractor_id=contractor.id, valid_from=sample_rates.SINCE, may_pay_monthly=True
    )
    obligees = {name: await _obligee(name, registered) for name, registered in OBLIGEES.items()}
    partner = await Contractor.create(
        name="△△建設 株式会社",
        address="栃木県▲▲市▲▲町0-00-0",
        representative="代表取締役　見本 二郎",
        corporate_number="0000000000020",
    )
    people = await _people(contractor, partner, surety, obligees)
    first = {viewer.role: viewer for viewer in reversed(people.values())}
    await _api_client(obligees["栃木県"], at)
    return SampleRegister(branch, contractor, obligees, first, partner, people["member@example.jp"])


async def _surety() -> Surety:
    """With its fee rates."""
    surety = await Surety.create(
        name="見本建設業保証株式会社",
        address="東京都中央区見本町1丁目2番3号",
        representative="取締役社長　見本 太郎",
        advance_payment_terms="見本前払金保証約款",
        intermediate_terms="見本前払金保証約款及び中間前払金保証特約",
        performance_terms="見本前払金保証約款及びこれに付帯する契約保証特約",
        mail_sender="no-reply@surety.example.jp",
        mail_reply_to="tochigi@surety.example.jp",
        bank_name="○○銀行",
        bank_branch="本店営業部",
        account_type="普通",
        account_number="0000001",
        account_holder="ミホンケンセツギヨウホシヨウ（カ",
    )
    await sample_rates.register(surety.id)
    return surety


async def _people(
    contractor: Contractor, partner: Contractor, surety: Surety, obligees: dict[str, Obligee]
) -> dict[str, Viewer]:
    """The sample accounts, as viewers."""
    belongings: dict[str, tuple[Role, dict[str, Any]]] = {
        "contractor@example.jp": (Role.CONTRACTOR, {"contractor_id": contractor.id}),
        "staff@example.jp": (Role.CONTRACTOR, {"contractor_id": contractor.id}),
        "member@example.jp": (Role.CONTRACTOR, {"contractor_id": partner.id}),
        "surety@example.jp": (Role.SURETY, {"surety_id": surety.id}),
        "obligee@example.jp": (Role.OBLIGEE, {"obligee_id": obligees["栃木県"].id}),
        "city@example.jp": (Role.OBLIGEE, {"obligee_id": obligees["富士市"].id}),
        "operator@example.jp": (Role.OPERATOR, {}),
        "reviewer@example.jp": (Role.SURETY, {"surety_id": surety.id}),
        "reader@example.jp": (Role.OBLIGEE, {"obligee_id": obligees["栃木県"].id}),
    }
    password_hash = await passwords.hash_(PASSWORD)
    people: dict[str, Viewer] = {}
    for email, (role, belonging) in belongings.items():
        account = await Account.create(
            email=email,
            name=ACCOUNTS[email],
            password_hash=password_hash,
            role=role,
            account_role=ACCOUNT_ROLES.get(email, AccountRole.ADMINISTRATOR),
            **belonging,
        )
        people[email] = identify.as_person(account, "sample data")
    return people


async def _obligee(name: str, registered: Registered) -> Obligee:
    obligee = await Obligee.create(
        name=name, title=registered.title, prefecture=registered.prefecture, **registered.limits
    )
    if registered.since is not None:
        await ElectronicAcceptance.bulk_create(
            ElectronicAcceptance(
                obligee_id=obligee.id,
                kind=kind,
                contract_type=contract_type,
                from_date=registered.since,
                channels=[HandoverChannel.E_CONTRACT_SYSTEM, HandoverChannel.EMAIL],
                notice_addresses=["keiyaku@obligee.example.jp"],
            )
            for kind in GuaranteeKind
            for contract_type in ContractType
        )
    await ContractingOfficer.bulk_create(
        ContractingOfficer(obligee_id=obligee.id, title=title, office=office)
        for title, office in OFFICERS.get(name, [(registered.title, None)])
    )
    return obligee


async def _api_client(obligee: Obligee, at: datetime.datetime) -> None:
    client = await ApiClient.create(name="見本電子契約システム")
    await ApiClientObligee.create(api_client_id=client.id, obligee_id=obligee.id)
    await AccessToken.create(digest=tokens.digest(API_TOKEN), api_client_id=client.id, name="見本", created_at=at)
