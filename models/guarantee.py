"""Guarantees (保証): their states from application to issue, and the conditions of each step."""

import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models import expiry
from models.applying.application import Application
from models.applying.billing import Billed, FeePaymentMethod
from models.applying.contract import Contract
from models.applying.guarantee_acts import GUARANTEE_ACTS, GuaranteeAct
from models.applying.guarantee_states import ISSUED, GuaranteeStatus
from models.applying.reviewing import REVIEW_CONSTRAINT, Reviewed
from models.enums import GuaranteeKind, Medium, PaperDelivery
from models.errors import FeeNotReceived, InvalidInput, Problem, WrongState
from models.handover import CONSTRAINTS, HandedOver, Party
from models.handover_transitions import HandoverAct, HandoverStatus
from models.numbering import NUMBER_CHECK, compose, today
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.surety import Branch, Surety
from models.row import Row, reference

ALREADY = {
    HandoverStatus.ACCEPTED: "この証書は、すでに受理されています。",
    HandoverStatus.RETURNED: "この証書は、すでに返却されています。改めて提出されるまで、受理・返却はできません。",
}
"""Why the obligee cannot decide on a certificate."""
PAID_ALREADY = "保証料の入金後は、承認を取り消せません。"
"""Why an approval cannot be revoked."""


class Guarantee(HandedOver, Billed, Reviewed, Row):
    """One guarantee in favour of an obligee.

    Surety, contractor and obligee stand here as well as on the contract, so that one condition on this row says who
    may see it; the database holds both to the same value.
    """

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    contract: Contract = reference("models.Contract")
    contract_id: UUID
    application: Application = reference("models.Application")
    application_id: UUID
    kind = fields.CharEnumField(GuaranteeKind, max_length=32)
    medium = fields.CharEnumField(Medium, max_length=16)
    paper_delivery = fields.CharEnumField(PaperDelivery, max_length=16, null=True)
    """Null for electronic guarantees, and for those on paper from before it was asked."""
    status = fields.CharEnumField(GuaranteeStatus, max_length=16)
    status_reason = fields.TextField(null=True)
    """Why it was returned, declined, withdrawn, released or cancelled, or its approval revoked."""
    amount: int = fields.BigIntField()
    """保証金額, yen."""
    base_amount: int = fields.BigIntField()
    """Yen; what the amount was compared with when it was applied for."""
    expiry_date = fields.DateField(null=True)
    deposit_bank = fields.CharField(max_length=60, null=True)
    redeposit = fields.BooleanField(null=True)
    recognized_on = fields.DateField(null=True)
    """The day of the obligee's recognition (認定), for intermediate advance payments."""
    fee_paid_on = fields.DateField(null=True)
    paper_receipt = fields.BooleanField(null=True)
    """Whether a receipt (領収書) of the fee goes out, which is on paper; of a fee that is paid by itself."""
    approved_on = fields.DateField(null=True)
    """The day in Japan on which it was approved."""

    handling_branch: Branch | None = reference("models.Branch", null=True)
    handling_branch_id: UUID | None
    number = fields.CharField(max_length=12, null=True, db_index=True)
    fiscal_year: int | None = fields.SmallIntField(null=True)
    """The year in which the fiscal year of issue began."""
    serial = fields.IntField(null=True)
    issued_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    """When it was released, cancelled, paid or marked as expired; the database writes it with the status."""

    class Meta:
        table = "guarantee"
        unique_together = (("handling_branch_id", "fiscal_year", "kind", "serial"),)
        indexes = (
            Index(fields=("surety_id", "id"), name="guarantee_of_surety"),
            Index(fields=("contractor_id", "id"), name="guarantee_of_contractor"),
            Index(fields=("obligee_id", "id"), name="guarantee_of_obligee"),
            Index(fields=("surety_id", "status", "id"), name="guarantee_by_status"),
            Index(fields=("surety_id", "issued_at"), name="guarantee_by_issue"),
            Index(fields=("surety_id", "expiry_date", "id"), name="guarantee_by_expiry"),
            Index(fields=("surety_id", "amount", "id"), name="guarantee_by_amount"),
        )
        constraints = (
            CheckConstraint(name="guarantee_sums_are_positive", check="amount > 0 AND base_amount > 0"),
            CheckConstraint(
                name="guarantee_bank_only_for_advances",
                check="(kind = 'PERFORMANCE') = (deposit_bank IS NULL)"
                " AND (kind = 'PERFORMANCE') = (redeposit IS NULL)",
            ),
            CheckConstraint(
                name="guarantee_recognition_only_for_intermediate",
                check="(kind = 'INTERMEDIATE_ADVANCE_PAYMENT') = (recognized_on IS NOT NULL)",
            ),
            CheckConstraint(name="guarantee_number_is_well_formed", check=NUMBER_CHECK),
            CheckConstraint(
                name="guarantee_issued_is_complete",
                check="(number IS NULL) = (status NOT IN ({})) AND num_nulls(number, fiscal_year, serial, issued_at,"
                " handling_branch_id) IN (0, 5) AND (number IS NULL OR expiry_date IS NOT NULL)".format(
                    ", ".join(f"'{status}'" for status in sorted(ISSUED))
                ),
            ),
            CheckConstraint(
                name="guarantee_issued_is_paid_or_consolidated",
                check="number IS NULL OR fee_payment_method = 'MONTHLY_CONSOLIDATED' OR fee_paid_on IS NOT NULL",
            ),
            CheckConstraint(name="guarantee_fee_is_paid_after_approval", check="fee_paid_on >= approved_on"),
            CheckConstraint(name="guarantee_delivery_is_of_paper", check="paper_delivery IS NULL OR medium = 'PAPER'"),
            UniqueConstraint(fields=("id", "medium"), name="guarantee_with_medium"),
            *CONSTRAINTS,
            REVIEW_CONSTRAINT,
        )

    def start_review(self, reviewer_id: UUID, *, at: datetime.datetime) -> None:
        """This account reviews it from now on. Raises WrongState unless it is in review."""
        self.take(GuaranteeAct.START_REVIEW)
        self.reviewer_id, self.review_started_at = reviewer_id, at.astimezone(datetime.UTC)

    def return_application(self, reason: str) -> None:
        """Return to the contractor for correction. Raises WrongState unless it is in review."""
        self.take(GuaranteeAct.RETURN)
        self.status_reason = reason

    def decline(self, reason: str) -> None:
        """Decline permanently. Raises WrongState unless it is in review."""
        self.take(GuaranteeAct.DECLINE)
        self.status_reason = reason

    def withdraw(self, reason: str | None = None) -> None:
        """Withdraw the application for it. Raises WrongState once it is issued or ended."""
        self.take(GuaranteeAct.WITHDRAW)
        self.status_reason = reason or self.status_reason

    def resubmit(self, columns: dict[str, Any]) -> None:
        """Send it again, with what was changed. Raises WrongState unless it was returned."""
        self.take(GuaranteeAct.RESUBMIT)
        self.update_from_dict(columns | {"status_reason": None})

    def approve(self, *, expiry_date: datetime.date, contract: Contract, today: datetime.date) -> None:
        """Approve with its 保証期限; the next state depends on the fee (domain rules 10 and 14).

        Raises WrongState unless it is in review, InvalidInput for an expiry date out of bounds.
        """
        waits = self.fee_payment_method is FeePaymentMethod.SINGLE
        self.require(GuaranteeAct.APPROVE)
        if problem := expiry.problem(expiry_date, contract=contract, today=today):
            raise InvalidInput([problem])
        self.take(GuaranteeAct.APPROVE, to=GuaranteeStatus.AWAITING_FEE if waits else GuaranteeStatus.APPROVED)
        self.expiry_date, self.approved_on, self.status_reason = expiry_date, today, None

    def revoke_approval(self, reason: str) -> None:
        """Back to review, without the approved values. Raises WrongState unless approved, and once the fee is paid."""
        self.require(GuaranteeAct.REVOKE_APPROVAL)
        if self.fee_paid_on is not None:
            raise WrongState(self.status, PAID_ALREADY)
        self.take(GuaranteeAct.REVOKE_APPROVAL)
        self.expiry_date = self.approved_on = None
        self.status_reason = reason

    def receive_fee(self, *, paid_on: datetime.date, paper_receipt: bool, today: datetime.date) -> None:
        """Record the awaited fee. Raises WrongState, and InvalidInput for a future day or one before the approval."""
        self.require(GuaranteeAct.RECEIVE_FEE)
        if paid_on > today:
            raise InvalidInput([Problem(("paidOn",), "IN_THE_FUTURE", "入金日に将来の日付は指定できません。")])
        if paid_on < (self.approved_on or paid_on):
            message = "入金日は、承認した日以後の日としてください。"
            raise InvalidInput([Problem(("paidOn",), "BEFORE_APPROVAL", message)])
        self.take(GuaranteeAct.RECEIVE_FEE)
        self.fee_paid_on, self.paper_receipt = paid_on, paper_receipt

    def require_issuable(self, *, today: datetime.date) -> None:
        """Raises FeeNotReceived while the fee is awaited, WrongState unless it is approved (domain rule 10).

        Raises InvalidInput if its expiry date has passed since the approval (we decide).
        """
        if self.status is GuaranteeStatus.AWAITING_FEE:
            raise FeeNotReceived
        self.require(GuaranteeAct.ISSUE)
        if self.expiry_date is not None and self.expiry_date < today:
            message = "保証期限を過ぎているため発行できません。取下げのうえ、改めてお申し込みください。"
            raise InvalidInput([Problem(("guaranteeId",), "EXPIRED", message)])

    def issue(self, *, branch_id: UUID, branch_code: str, year: int, serial: int, at: datetime.datetime) -> None:
        """Put it in force under a number of the branch and of the fiscal year that began in `year`.

        The caller calls `require_issuable` first, and uses every serial once.
        """
        self.number = compose(branch_code=branch_code, year=year, kind=self.kind, serial=serial)
        self.handling_branch_id = branch_id
        self.fiscal_year, self.serial, self.issued_at = year, serial, at.astimezone(datetime.UTC)
        self.take(GuaranteeAct.ISSUE)

    def accept(self, by: Party, *, at: datetime.datetime) -> None:
        """The obligee accepts the certificate. Raises WrongState unless it is in force and undecided.

        The obligee has number and key: they count as presented.
        """
        self.require(GuaranteeAct.ACCEPT_CERTIFICATE, today=today(at))
        self._decide(HandoverAct.ACCEPT, by, at)

    def return_certificate(self, reason: str, by: Party, *, at: datetime.datetime) -> None:
        """The obligee returns the certificate for correction. Raises as `accept` does."""
        self.require(GuaranteeAct.RETURN_CERTIFICATE, today=today(at))
        self._decide(HandoverAct.RETURN, by, at, reason=reason)

    def require(self, act: GuaranteeAct, *, today: datetime.date | None = None) -> None:
        """Raises WrongState if the act does not fit the state of the day."""
        state = self.state_on(today)
        if state not in GUARANTEE_ACTS[act]:
            raise WrongState(state)

    def take(self, act: GuaranteeAct, *, today: datetime.date | None = None, to: GuaranteeStatus | None = None) -> None:
        """Move to the state that follows the act, `to` where there are several. Raises WrongState.

        A review that ends by it is kept in `ended_review_of`.
        """
        self.require(act, today=today)
        following = GUARANTEE_ACTS[act][self.status]
        if self.status is GuaranteeStatus.UNDER_REVIEW:
            self.end_review()
        self.status = to or following[0]

    def state_on(self, today: datetime.date | None) -> GuaranteeStatus:
        """EXPIRED from the day after the expiry date, also before the worker has marked it; None asks for the mark."""
        is_past = today is not None and self.expiry_date is not None and self.expiry_date < today
        return GuaranteeStatus.EXPIRED if is_past and self.status is GuaranteeStatus.IN_FORCE else self.status

    def _decide(self, act: HandoverAct, by: Party, at: datetime.datetime, *, reason: str | None = None) -> None:
        if self.handover_status in ALREADY:
            raise WrongState(self.status, ALREADY[self.handover_status])
        self.present(by, at=at)
        self.act(act, by, at=at, reason=reason)
