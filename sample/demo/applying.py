"""Applications of the demonstration: the contractor's form, and the surety's way to the issue."""

import datetime
from dataclasses import dataclass, replace
from uuid import UUID

from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest, MemberRequest
from models.enums import ContractType, GuaranteeKind, Medium, PaperDelivery
from models.guarantee import FeePaymentMethod, Guarantee, GuaranteeStatus
from models.numbering import today
from models.parties.contracting_officer import ContractingOfficer
from resolvers.applications import submit
from resolvers.guarantees import review, start_review
from resolvers.guarantees.issue import issue_guarantees
from sample.demo.desk import Desk
from security import auth_keys

BANK = "○○銀行　××支店"
ADVANCE, PERFORMANCE = GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE
INTERMEDIATE = GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT
SINGLE, MONTHLY = FeePaymentMethod.SINGLE, FeePaymentMethod.MONTHLY_CONSOLIDATED
CONTRACTED = 3
"""Days from the contract to its application."""


@dataclass(frozen=True)
class Project:
    """A contract; `ends_in` is the number of days from today to the end of its period. The price is in yen."""

    obligee: str
    name: str
    price: int
    ends_in: int
    officer: str | None = None
    """The title of the contracting officer, where there are several."""
    is_joint: bool = False
    is_low_price: bool = False

    @property
    def contract_type(self) -> ContractType:
        """By its name, as in the leaflets."""
        return ContractType.SERVICES if "業務委託" in self.name else ContractType.WORKS


def asked(kind: GuaranteeKind, amount: int, **changes: object) -> GuaranteeRequest:
    """An electronic guarantee whose fee is paid monthly, unless the changes say otherwise."""
    request = GuaranteeRequest(
        kind=kind,
        medium=Medium.ELECTRONIC,
        amount=amount,
        deposit_bank=BANK if kind.is_advance else None,
        redeposit=False if kind.is_advance else None,
        recognized_on=None,
        fee_payment_method=MONTHLY,
        bill_to="○○建設 株式会社　経理部",
        paper_fee_statement=False,
    )
    return replace(request, **changes)  # type: ignore[arg-type] -- names and values of the request


async def form(
    desk: Desk, project: Project, *guarantees: GuaranteeRequest, at: datetime.datetime
) -> ApplicationRequest:
    """The form as the contractor fills it in on the day."""
    return ApplicationRequest(
        contract_id=None,
        contract=await _contract(desk, project, today(at)),
        guarantees=guarantees,
        submission_branch_id=desk.sample.branch.id,
        notify_on_completion=True,
        email="contractor@example.jp",
        contact_department="総務部",
        contact_title="主任",
        contact_name="見本 花子",
        contact_telephone="028-000-0002",
        message=None,
        paper_delivery=PaperDelivery.CONTRACTOR if any(each.medium is Medium.PAPER for each in guarantees) else None,
    )


async def applied(desk: Desk, request: ApplicationRequest, *, at: datetime.datetime) -> list[Guarantee]:
    """The guarantees of a submitted form, in its order."""
    viewer = desk.people["contractor"]
    application = await submit.application(request=request, idempotency_key=None, viewer=viewer, at=at)
    return await Guarantee.filter(application_id=application.id).order_by("id")


async def applied_for(
    desk: Desk, project: Project, *guarantees: GuaranteeRequest, at: datetime.datetime
) -> list[Guarantee]:
    """The same for a project."""
    return await applied(desk, await form(desk, project, *guarantees, at=at), at=at)


async def issued(
    desk: Desk,
    project: Project,
    *guarantees: GuaranteeRequest,
    at: datetime.datetime,
    expires_in: int | None = None,
) -> list[Guarantee]:
    """The guarantees of a project, applied for and issued on one day; `expires_in` is in days from today."""
    found = await applied_for(desk, project, *guarantees, at=at)
    expiry_date = None if expires_in is None else desk.day(expires_in)
    return [await through(desk, each, at=desk.later(at), expiry_date=expiry_date) for each in found]


async def through(
    desk: Desk, guarantee: Guarantee, *, at: datetime.datetime, expiry_date: datetime.date | None = None
) -> Guarantee:
    """Reviewed, approved, paid if its fee is awaited, and issued within two hours."""
    await reviewed(desk, guarantee, at=at)
    approved = await review.approve(
        guarantee_id=guarantee.id, expiry_date=expiry_date, viewer=desk.people["reviewer"], at=at
    )
    at = desk.later(at)
    if approved.status is GuaranteeStatus.AWAITING_FEE:
        await review.record_fee_payment(
            guarantee_id=guarantee.id, paid_on=today(at), paper_receipt=True, viewer=desk.people["surety"], at=at
        )
    return await issue(desk, guarantee, at=at)


async def reviewed(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """In review by the surety's reviewer."""
    await start_review.start(guarantee_id=guarantee.id, take_over=False, viewer=desk.people["reviewer"], at=at)


async def issue(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime) -> Guarantee:
    """In force, with a key that the desk knows."""
    key = auth_keys.generate()
    (outcome,) = await issue_guarantees.issue_each(
        guarantee_ids=[guarantee.id],
        idempotency_key=None,
        viewer=desk.people["surety"],
        keyring=desk.services.keyring,
        at=at,
        draw_key=lambda: key,
    )
    if isinstance(outcome, Exception):
        raise outcome
    desk.keys[guarantee.id] = key
    return outcome[0]


async def _contract(desk: Desk, project: Project, day: datetime.date) -> ContractRequest:
    contracted = day - datetime.timedelta(days=CONTRACTED)
    contract = ContractRequest(
        contractor_id=None,
        obligee_id=desk.sample.obligees[project.obligee].id,
        project_name=project.name,
        contract_type=project.contract_type,
        contract_price=project.price,
        current_fiscal_year_base=None,
        contract_date=contracted,
        tender_notice_date=contracted - datetime.timedelta(days=40),
        bid_date=contracted - datetime.timedelta(days=10),
        period_from=contracted + datetime.timedelta(days=1),
        period_to=desk.day(project.ends_in),
        advance_payment_planned=True,
        low_price_or_labour_only=project.is_low_price,
        joint_venture_name=None,
        joint_venture_members=(),
        contracting_officer_id=await _officer(project),
    )
    if not project.is_joint:
        return contract
    members = _members(desk)
    return replace(contract, joint_venture_name="○○・△△特定建設工事共同企業体", joint_venture_parties=members)


async def _officer(project: Project) -> UUID | None:
    if project.officer is None:
        return None
    return (await ContractingOfficer.get(obligee__name=project.obligee, title=project.officer)).id


def _members(desk: Desk) -> tuple[MemberRequest, ...]:
    partner = desk.sample.partner
    return (
        MemberRequest(desk.sample.contractor.name, share_percent=60),
        MemberRequest(partner.name, partner.address, share_percent=40, corporate_number=partner.corporate_number),
    )
