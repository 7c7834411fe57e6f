"""The sample data: the case of the leaflets, issued, and some applications that are still open.

Everything goes through the same use cases as anybody's; only the accounts and what is registered is written directly.
"""

import datetime
from dataclasses import replace
from uuid import UUID

from database.transactions import transactional
from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest, MemberRequest
from models.enums import ContractType, GuaranteeKind, Medium, Role
from models.guarantee import FeePaymentMethod, Guarantee
from models.numbering import JAPAN
from models.parties.surety import Surety
from resolvers.applications import submit
from resolvers.guarantees import review
from resolvers.guarantees.issue import issue_guarantees
from sample import sample_register
from sample.sample_register import SampleRegister
from security.auth_keys import Keyring

NUMBER, KEY = "31073-00001M", "Z28YUE4J3Bux"
"""Of the leaflets' advance-payment guarantee, so that a first query can be printed."""
PERFORMANCE_KEY = "h7RkTq3WbN9e"

LEAFLET_DAY = datetime.datetime(2025, 10, 6, 10, 0, tzinfo=JAPAN)
BANK = "○○銀行　××支店"

ADVANCE, PERFORMANCE = GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE


async def is_loaded() -> bool:
    """Whether there is any data."""
    return await Surety.exists()


@transactional
async def load(*, keyring: Keyring, at: datetime.datetime) -> None:
    """Load everything, or nothing at all."""
    sample = await sample_register.register(at=at)
    await issued_case(sample, keyring)
    await open_applications(sample, at)


async def issued_case(sample: SampleRegister, keyring: Keyring) -> None:
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


async def open_applications(sample: SampleRegister, at: datetime.datetime) -> None:
    """Two in review, one of them of a joint venture; one approved, one that waits for its fee, one returned."""
    electronic = (_asked(ADVANCE, 32_000_000), _asked(PERFORMANCE, 8_000_000))
    await _apply(sample, "富士市", "市道●●線道路改良工事", 80_000_000, electronic, at=at)
    joint = (_asked(ADVANCE, 48_000_000),)
    await _apply(sample, "鹿沼市", "●●トンネル築造工事", 120_000_000, joint, at=at, is_joint=True)
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
    is_joint: bool = False,
) -> UUID:
    contract = _contract(sample.obligees[obligee].id, project_name, price, at.astimezone(JAPAN).date(), days)
    if is_joint:
        contract = replace(
            contract, joint_venture_name="○○・△△特定建設工事共同企業体", joint_venture_parties=_members(sample)
        )
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


def _members(sample: SampleRegister) -> tuple[MemberRequest, ...]:
    partner = sample.partner
    return (
        MemberRequest(sample.contractor.name, share_percent=60),
        MemberRequest(partner.name, partner.address, share_percent=40, corporate_number=partner.corporate_number),
    )


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
