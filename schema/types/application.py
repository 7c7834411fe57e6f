"""Applications and their messages."""

import datetime

import models
from models.application import MOST_GUARANTEES, MOST_MESSAGES
from models.enums import Role
from resolvers.relations import ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, relation, row_type
from schema.types.contract import Contract
from schema.types.lazy_types import Guarantee
from schema.types.surety import Branch


@row_type(models.Message)
class Message:
    """A message between contractor and surety."""

    sent_at: datetime.datetime = column("When it was sent.")
    sender: Role = column("Who sent it.", name="from")
    body: str = column("The text.")


@row_type(models.Application)
class Application(Node):
    """An application (保証申込): one sending of the form."""

    contract: Contract = relation(ToOne(models.Contract, "contract_id"), "The contract that it is for.")
    submission_branch: Branch = relation(ToOne(models.Branch, "submission_branch_id"), "申込送信先.")
    guarantees: list[Guarantee] = relation(
        ToMany(models.Guarantee, "application_id"),
        "The guarantees asked for that the viewer may see.",
        length=ListLength(2, MOST_GUARANTEES),
    )
    submitted_at: datetime.datetime | None = column("When it was submitted.")
    notify_on_completion: bool = column("電子保証発行完了のお知らせを希望する.")
    email: str | None = column(
        "Where the notice of completion goes; this and the contact are for the contractor and the surety only."
    )
    contact_department: str | None = column("担当部署.")
    contact_title: str | None = column("役職.")
    contact_name: str | None = column("担当者名.")
    contact_telephone: str | None = column("連絡先電話番号.")
    messages: list[Message] = relation(
        ToMany(models.Message, "application_id"),
        f"Between contractor and surety, oldest first, {MOST_MESSAGES} at most; empty for others.",
        length=ListLength(10, MOST_MESSAGES),
    )
