"""Requests for amendments."""

import datetime

import strawberry

import models
from models.after_issue.amendment_request import AmendmentRequestStatus
from models.applying.attachment import MOST_ATTACHMENTS
from resolvers.relations import ToFirst, ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, pure, relation, row_type
from schema.scalars import Yen
from schema.types.attachment import Attachment
from schema.types.certificate import Certificate
from schema.types.lazy_types import Guarantee


def _by(request: strawberry.Parent[models.AmendmentRequest]) -> str:
    return request.related["by"].name


@row_type(models.AmendmentRequest)
class AmendmentRequest(Node):
    """A contractor's request that an issued guarantee be amended (変更依頼). What it does not change is null."""

    guarantee: Guarantee = relation(ToOne(models.Guarantee, "guarantee_id"), "The guarantee.")
    number: int = column("Among the requests of the guarantee, from 1.")
    status: AmendmentRequestStatus = column("How far it has come.")
    amount: Yen | None = column("保証金額 after the amendment.")
    expiry_date: datetime.date | None = column("保証期限 after the amendment.")
    project_name: str | None = column("工事名 (業務名) after the amendment.")
    period_from: datetime.date | None = column("The first day of 工期 (履行期間) after the amendment.")
    period_to: datetime.date | None = column("Its last day after the amendment.")
    contract_price: Yen | None = column("請負金額 after the amendment.")
    reason: str = column("Why it is asked for.")
    requested_at: datetime.datetime = column("When it was asked for.")
    by: str = pure(_by, "Who asked for it.", needs=ToOne(models.Account, "requested_by_id"))
    decided_at: datetime.datetime | None = column("When it was withdrawn, declined or done; null while it is open.")
    decision_reason: str | None = column("Why the surety declined it; null otherwise.")
    attachments: list[Attachment] = relation(
        ToMany(models.Attachment, "amendment_request_id"),
        f"The files that the contractor has attached to it, {MOST_ATTACHMENTS} at most.",
        length=ListLength(1, MOST_ATTACHMENTS),
    )
    certificate: Certificate | None = relation(
        # Not ToOne: once corrected or cancelled, the version is the surety's alone.
        ToFirst(models.Certificate, "id", keys={models.AmendmentRequest: "certificate_id"}),
        "The version that amends the guarantee as asked; null unless DONE, and once it was corrected or cancelled for"
        " others than the surety.",
    )
