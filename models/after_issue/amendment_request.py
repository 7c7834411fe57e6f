"""Requests of contractors that an issued guarantee be amended (変更): what they wish, and what became of it."""

import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.certificate import Certificate
from models.errors import WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from models.parties.account import Account
from models.parties.contractor import Contractor
from models.parties.surety import Surety
from models.row import Row, reference

MOST_REQUESTS = 50
"""Of one guarantee, in all states together."""


class AmendmentRequestStatus(StrEnum):
    """How far a request has come."""

    OPEN = "OPEN"
    WITHDRAWN = "WITHDRAWN"
    DECLINED = "DECLINED"
    DONE = "DONE"
    """The guarantee has been amended by it."""


DECIDED = {
    AmendmentRequestStatus.WITHDRAWN: "この変更依頼は、すでに取り下げられています。",
    AmendmentRequestStatus.DECLINED: "この変更依頼は、すでに謝絶されています。",
    AmendmentRequestStatus.DONE: "この変更依頼による変更は、すでに行われています。",
}
"""Why nothing more can be done with a request."""


class AmendmentRequest(Row):
    """A contractor's request to amend one guarantee. Surety and contractor are those of the guarantee.

    It has the wishes alone: what was not to change is null. What the amendment made of them is its certificate.
    """

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    number: int = fields.SmallIntField()
    """Among those of the guarantee, from 1."""
    status = fields.CharEnumField(AmendmentRequestStatus, max_length=16)
    amount: int | None = fields.BigIntField(null=True)
    """保証金額, yen."""
    expiry_date: datetime.date | None = fields.DateField(null=True)
    project_name = fields.CharField(max_length=120, null=True)
    period_from: datetime.date | None = fields.DateField(null=True)
    period_to: datetime.date | None = fields.DateField(null=True)
    contract_price: int | None = fields.BigIntField(null=True)
    """請負金額, yen."""
    reason: str = fields.TextField()
    requested_at: datetime.datetime = fields.DatetimeField()
    requested_by: Account = reference("models.Account")
    requested_by_id: UUID
    decided_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When it was withdrawn, declined or done."""
    decision_reason: str | None = fields.TextField(null=True)
    """Why the surety declined it."""
    certificate: Certificate | None = reference("models.Certificate", null=True)
    certificate_id: UUID | None
    """The version that amends the guarantee as requested."""

    class Meta:
        table = "amendment_request"
        unique_together = (("guarantee_id", "number"),)
        indexes = (
            Index(fields=("surety_id", "status", "id"), name="amendment_request_by_status"),
            Index(fields=("contractor_id", "id"), name="amendment_request_of_contractor"),
        )
        constraints = (
            UniqueConstraint(
                fields=("guarantee_id",), name="amendment_request_is_open_once", condition="status = 'OPEN'"
            ),
            CheckConstraint(name="amendment_request_is_one_of_fifty", check=f"number BETWEEN 1 AND {MOST_REQUESTS}"),
            CheckConstraint(name="amendment_request_sums_are_positive", check="amount > 0 AND contract_price > 0"),
            CheckConstraint(
                name="amendment_request_changes_more_than_the_price",
                check="num_nonnulls(amount, expiry_date, project_name, period_from, period_to) > 0",
            ),
            CheckConstraint(name="amendment_request_period_runs_forward", check="period_from <= period_to"),
            CheckConstraint(
                name="amendment_request_decided_has_a_time", check="(status = 'OPEN') = (decided_at IS NULL)"
            ),
            CheckConstraint(
                name="amendment_request_declined_has_a_reason",
                check="(status = 'DECLINED') = (decision_reason IS NOT NULL)",
            ),
            CheckConstraint(
                name="amendment_request_done_has_a_certificate",
                check="(status = 'DONE') = (certificate_id IS NOT NULL)",
            ),
        )

    def require_open(self, *, state: GuaranteeStatus) -> None:
        """Raises WrongState, with the guarantee's state, unless it is open."""
        if message := DECIDED.get(self.status):
            raise WrongState(state, message)

    def withdraw(self, *, state: GuaranteeStatus, at: datetime.datetime) -> None:
        """The contractor takes it back. Raises WrongState unless it is open."""
        self._decide(AmendmentRequestStatus.WITHDRAWN, state, at)

    def decline(self, reason: str, *, state: GuaranteeStatus, at: datetime.datetime) -> None:
        """The surety declines it. Raises WrongState unless it is open."""
        self._decide(AmendmentRequestStatus.DECLINED, state, at)
        self.decision_reason = reason

    def settle(self, certificate_id: UUID, *, state: GuaranteeStatus, at: datetime.datetime) -> None:
        """The guarantee is amended by it. Raises WrongState unless it is open."""
        self._decide(AmendmentRequestStatus.DONE, state, at)
        self.certificate_id = certificate_id

    def _decide(self, status: AmendmentRequestStatus, state: GuaranteeStatus, at: datetime.datetime) -> None:
        self.require_open(state=state)
        self.status, self.decided_at = status, at.astimezone(datetime.UTC)
