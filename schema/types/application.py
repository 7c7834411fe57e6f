"""Applications and their messages."""

import datetime
from typing import Any

import strawberry

import models
from models.applying.application import MOST_GUARANTEES, MOST_MESSAGES, MOST_SUBMISSIONS
from models.applying.attachment import MOST_ATTACHMENTS
from models.applying.review_note import MOST_NOTES
from models.enums import ApplicationStatus, Role
from models.errors import DraftHasNoBranch, DraftHasNoContract
from resolvers.applications.application_status import status_of
from resolvers.conditions import And, IsNull
from resolvers.relations import ToFirst, ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, pure, relation, required, row_type
from schema.scalars import Yen
from schema.types.attachment import Attachment
from schema.types.contract import Contract
from schema.types.lazy_types import ApplicationDraft, Guarantee
from schema.types.review_note import ReviewNote
from schema.types.submission import Submission
from schema.types.surety import Branch


def _status(application: strawberry.Parent[models.Application]) -> ApplicationStatus:
    return status_of(application, application.related["status"])


def _unread(application: strawberry.Parent[models.Application], info: strawberry.Info[Any, None]) -> int:
    viewer = info.context.viewer
    messages: list[models.Message] = application.related["unread_messages"]
    return sum(message.is_unread_for(viewer and viewer.role) for message in messages)


@row_type(models.Message)
class Message(Node):
    """A message between contractor and surety."""

    sent_at: datetime.datetime = column("When it was sent.")
    sender: Role = column("Who sent it.", name="from")
    body: str = column("The text.")
    read_at: datetime.datetime | None = column(
        "When the side that it was written to has marked it as read; null while it has not."
    )
    attachments: list[Attachment] = relation(
        ToMany(models.Attachment, "message_id"),
        "The files that belong to it, in the order in which they were attached.",
        length=ListLength(1, MOST_ATTACHMENTS),
    )


@row_type(models.Application)
class Application(Node):
    """An application (保証申込): one form, as a draft and once it is submitted."""

    status: ApplicationStatus = pure(
        _status,
        "DRAFT until it is submitted; then what its guarantees are, taken together: those that the viewer may see.",
        needs=ToMany(models.Guarantee, "application_id"),
    )
    draft: ApplicationDraft | None = relation(
        ToFirst(models.ApplicationDraft, "application_id"),
        "The form that is not sent yet, of a draft or of one with returned guarantees; for the contractor only. Null"
        " once it is sent.",
    )
    submissions: list[Submission] = relation(
        ToMany(models.Submission, "application_id", order="sequence"),
        "Each time that it was sent, oldest first; for the contractor and the surety only.",
        length=ListLength(1, MOST_SUBMISSIONS),
    )
    contract: Contract = required(
        ToOne(models.Contract, "contract_id"),
        "The contract that it is for. A draft whose contract is not registered answers an error with the code"
        " DRAFT_HAS_NO_CONTRACT here: its form has the contract.",
        missing=DraftHasNoContract,
    )
    submission_branch: Branch = required(
        ToOne(models.Branch, "submission_branch_id"),
        "申込送信先. A draft without one answers an error with the code DRAFT_HAS_NO_BRANCH here.",
        missing=DraftHasNoBranch,
    )
    guarantees: list[Guarantee] = relation(
        ToMany(models.Guarantee, "application_id"),
        "The guarantees asked for that the viewer may see.",
        length=ListLength(2, MOST_GUARANTEES),
    )
    submitted_at: datetime.datetime | None = column("When it was first submitted; null for a draft.")
    fiscal_year: int | None = column(
        "The fiscal year whose advance payment it is for, by the year in which it begins (April); null for a draft."
    )
    current_fiscal_year_base: Yen | None = column(
        "今年度対象額: what the advance payments of that year are measured against; null for the contract's price."
    )
    waiting_since: datetime.datetime | None = column(
        "Since when it has waited for the surety's decision (one of its guarantees is in review); null if it does not."
        " For the contractor and the surety only."
    )
    notify_on_completion: bool = column("電子保証発行完了のお知らせを希望する.")
    email: str | None = column(
        "Where the notice of completion goes; this and the contact are for the contractor and the surety only."
    )
    contact_department: str | None = column("担当部署.")
    contact_title: str | None = column("役職.")
    contact_name: str | None = column("担当者名.")
    contact_telephone: str | None = column("連絡先電話番号.")
    unread_messages: int = pure(
        _unread,
        "How many messages of the other side nobody of the viewer's side (the contractor's company, the surety) has"
        " marked as read; 0 for others.",
        needs=ToMany(models.Message, "application_id", where=IsNull("read_at")),
    )
    review_notes: list[ReviewNote] = relation(
        ToMany(models.ReviewNote, "application_id"),
        f"What the surety's reviewers have written down, oldest first, {MOST_NOTES} at most; empty for everyone but"
        " the surety's staff.",
        length=ListLength(5, MOST_NOTES),
    )
    messages: list[Message] = relation(
        ToMany(models.Message, "application_id"),
        f"Between contractor and surety, oldest first, {MOST_MESSAGES} at most; empty for others.",
        length=ListLength(10, MOST_MESSAGES),
    )
    attachments: list[Attachment] = relation(
        ToMany(models.Attachment, "application_id", where=And(IsNull("amendment_request_id"), IsNull("claim_id"))),
        "All files that contractor and surety have attached, those of messages included and those of requests for"
        f" amendments and of claims not, {MOST_ATTACHMENTS} at most.",
        length=ListLength(2, MOST_ATTACHMENTS),
    )
