"""The sample data: the case of the leaflets, issued, and some applications that are still open.

Everything goes through the same use cases as anybody's; only the accounts and what is registered is written directly.
"""

import datetime
from typing import Any, NamedTuple
from uuid import UUID

from database.transactions import transactional
from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest
from models.enums import ContractType, GuaranteeKind, Medium, Role
from models.guarantee import FeePaymentMethod, Guarantee
from models.numbering import JAPAN
from models.parties.account import AccessToken, Account, ApiClient, ApiClientObligee
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, HandoverChannel, Obligee
from models.parties.surety import Branch, Surety
from models.parties.viewer import Viewer
from resolvers.applications import submit
from resolvers.guarantees import review
from resolvers.guarantees.issue import issue_guarantees
from resolvers.parties import identify
from sample import sample_rates
from security import passwords, tokens
from security.auth_keys import Keyring

PASSWORD = "kakusho-demo"  # noqa: S105 -- of sample accounts, printed at every start
API_TOKEN = "demo-e-contract-token"  # noqa: S105 -- likewise
ACCOUNTS = {
    "contractor@example.jp": "請負者 ○○建設",
    "surety@example.jp": "保証会社 見本建設業保証",
    "obligee@example.jp": "発注者 栃木県",
    "city@example.jp": "発注者 富士市",
    "operator@example.jp": "運用者",
}
NUMBER, KEY = "31073-00001M", "Z28YUE4J3Bux"
"""Of the leaflets' advance-payment guarantee, so that a first query can be printed."""
PERFORMANCE_KEY = "h7RkTq3WbN9e"

LEAFLET_DAY = datetime.datetime(2025, 10, 6, 10, 0, tzinfo=JAPAN)
BANK = "○○銀行　××支店"

ADVANCE, PERFORMANCE = GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE


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
}


class SampleRegister(NamedTuple):
    """What everything else refers to."""

    branch: Branch
    contractor: Contractor
    obligees: dict[str, Obligee]
    viewers: dict[Role, Viewer]


async def is_loaded() -> bool:
    """Whether there is any data."""
    return await Surety.exists()


@transactional
async def load(*, keyring: Keyring, at: datetime.datetime) -> None:
    """Load everything, or nothing at all."""
    sample = await register(at=at)
    await _issued_case(sample, keyring)
    await _open_applications(sample, at)


async def register(*, at: datetime.datetime) -> SampleRegister:
    """Register whom everything else refers to, with their accounts."""
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
    branch = await Branch.create(
        surety_id=surety.id, code="310", name="栃木支店", telephone="028-000-0000", fax="028-000-0001"
    )
    contractor = await Contractor.create(
        name="○○建設 株式会社",
        address="栃木県●●市●●町0-00-0",
        representative="代表取締役　見本 一郎",
        corporate_number="0000000000001",
    )
    obligees = {name: await _obligee(name, registered) for name, registered in OBLIGEES.items()}
    people = await _people(contractor, surety, obligees)
    await _api_client(obligees["栃木県"], at)
    return SampleRegister(branch, contractor, obligees, people)


async def _people(contractor: Contractor, surety: Surety, obligees: dict[str, Obligee]) -> dict[Role, Viewer]:
    """The sample accounts; the first of each role, as a viewer."""
    belongings: dict[str, tuple[Role, dict[str, Any]]] = {
        "contractor@example.jp": (Role.CONTRACTOR, {"contractor_id": contractor.id}),
        "surety@example.jp": (Role.SURETY, {"surety_id": surety.id}),
        "obligee@example.jp": (Role.OBLIGEE, {"obligee_id": obligees["栃木県"].id}),
        "city@example.jp": (Role.OBLIGEE, {"obligee_id": obligees["富士市"].id}),
        "operator@example.jp": (Role.OPERATOR, {}),
    }
    password_hash = await passwords.hash_(PASSWORD)
    people: dict[Role, Viewer] = {}
    for email, (role, belonging) in belongings.items():
        account = await Account.create(
            email=email, name=ACCOUNTS[email], password_hash=password_hash, role=role, **belonging
        )
        people.setdefault(role, identify.as_person(account, "sample data"))
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
    return obligee


async def _api_client(obligee: Obligee, at: datetime.datetime) -> None:
    client = await ApiClient.create(name="見本電子契約システム")
    await ApiClientObligee.create(api_client_id=client.id, obligee_id=obligee.id)
    await AccessToken.create(digest=tokens.digest(API_TOKEN), api_client_id=client.id, name="見本", created_at=at)


async def _issued_case(sample: SampleRegister, keyring: Keyring) -> None:
    """The leaflets' own case: ¥50,000,000, of which ¥20,000,000 in advance, and ¥5,000,000 for the performance."""
    asked = (_asked(ADVANCE, 20_000_000), _asked(PERFORMANCE, 5_000_000))
    application_id = await _apply(sample, "栃木県", "●●●●工事", 50_000_000, asked, at=LEAFLET_DAY, days=900)
    keys = {ADVANCE: KEY, PERFORMANCE: PERFORMANCE_KEY}
    for guarantee in await Guarantee.filter(application_id=application_id).order_by("id"):
        await _approve(sample, guarantee, LEAFLET_DAY)
        # Not as a single one: those are issued in a transaction of their own, which does not see this one.
        (outcome,) = await issue_guarantees.issue_each(
            guarantee_ids=[guarantee.id],
            idempotency_key=None,
            viewer=sample.viewers[Role.SURETY],
            keyring=keyring,
            at=LEAFLET_DAY + datetime.timedelta(hours=2),
            draw_key=lambda kind=guarantee.kind: keys[kind],
        )
        assert not isinstance(outcome, Exception), outcome  # noqa: S101 -- nothing can refuse our own data


async def _open_applications(sample: SampleRegister, at: datetime.datetime) -> None:
    """One in review, one approved, one that waits for its fee, one returned."""
    electronic = (_asked(ADVANCE, 32_000_000), _asked(PERFORMANCE, 8_000_000))
    await _apply(sample, "富士市", "市道●●線道路改良工事", 80_000_000, electronic, at=at)
    approved = (_asked(ADVANCE, 1_200_000_000),)
    await _approve_all(
        sample, await _apply(sample, "国土交通省", "●●川河川改修工事", 3_000_000_000, approved, at=at), at
    )
    single = (_asked(PERFORMANCE, 1_500_000, method=FeePaymentMethod.SINGLE, medium=Medium.PAPER),)
    await _approve_all(
        sample, await _apply(sample, "見本町", "町立●●小学校外壁改修工事", 15_000_000, single, at=at), at
    )
    returned = (_asked(ADVANCE, 10_000_000),)
    application_id = await _apply(sample, "足利市", "●●橋補修設計業務委託", 25_000_000, returned, at=at)
    for guarantee in await Guarantee.filter(application_id=application_id):
        await review.return_application(
            guarantee_id=guarantee.id,
            reason="請負契約書の写しをご提出ください。",
            viewer=sample.viewers[Role.SURETY],
            at=at,
        )


async def _approve_all(sample: SampleRegister, application_id: UUID, at: datetime.datetime) -> None:
    for guarantee in await Guarantee.filter(application_id=application_id):
        await _approve(sample, guarantee, at)


async def _approve(sample: SampleRegister, guarantee: Guarantee, at: datetime.datetime) -> None:
    await review.approve(guarantee_id=guarantee.id, expiry_date=None, viewer=sample.viewers[Role.SURETY], at=at)


def _asked(
    kind: GuaranteeKind,
    amount: int,
    *,
    medium: Medium = Medium.ELECTRONIC,
    method: FeePaymentMethod = FeePaymentMethod.MONTHLY_CONSOLIDATED,
) -> GuaranteeRequest:
    return GuaranteeRequest(
        kind=kind,
        medium=medium,
        amount=amount,
        deposit_bank=BANK if kind.is_advance else None,
        redeposit=False if kind.is_advance else None,
        recognized_on=None,
        fee_payment_method=method,
        bill_to="○○建設 株式会社　経理部",
        paper_fee_statement=False,
    )


async def _apply(
    sample: SampleRegister,
    obligee: str,
    project_name: str,
    price: int,
    asked: tuple[GuaranteeRequest, ...],
    *,
    at: datetime.datetime,
    days: int = 300,
) -> UUID:
    contract = _contract(sample.obligees[obligee].id, project_name, price, at.astimezone(JAPAN).date(), days)
    application = await submit.application(
        request=ApplicationRequest(
            contract_id=None,
            contract=contract,
            guarantees=asked,
            submission_branch_id=sample.branch.id,
            notify_on_completion=True,
            email="contractor@example.jp",
            contact_department="総務部",
            contact_title=None,
            contact_name="見本 花子",
            contact_telephone="028-000-0002",
            message=None,
        ),
        idempotency_key=None,
        viewer=sample.viewers[Role.CONTRACTOR],
        at=at,
    )
    return application.id


def _contract(obligee_id: UUID, project_name: str, price: int, day: datetime.date, days: int) -> ContractRequest:
    return ContractRequest(
        contractor_id=None,
        obligee_id=obligee_id,
        project_name=project_name,
        contract_type=ContractType.SERVICES if "業務委託" in project_name else ContractType.WORKS,
        contract_price=price,
        current_fiscal_year_base=None,
        contract_date=day,
        tender_notice_date=None,
        bid_date=None,
        period_from=day,
        period_to=day + datetime.timedelta(days=days),
        advance_payment_planned=True,
        low_price_or_labour_only=False,
        joint_venture_name=None,
        joint_venture_members=(),
    )
