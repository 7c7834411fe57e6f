"""Claims."""

import datetime
from typing import Any

import strawberry

import models
from models.after_issue.claim import ClaimStatus
from models.after_issue.claim_message import MOST_CLAIM_MESSAGES
from models.applying.attachment import MOST_ATTACHMENTS
from models.document import DocumentKind
from models.enums import Role
from models.numbering import today
from models.parties.surety import AccountType
from resolvers.relations import ToDocument, ToMany, ToOne
from schema.reading.fields import ListLength, Node, column, described, pure, relation, row_type
from schema.scalars import Yen
from schema.types.attachment import Attachment
from schema.types.document import Document
from schema.types.lazy_types import Guarantee


@described
class ClaimAccount:
    """振込先: the account that the claim is to be paid into."""

    bank: str = column("金融機関.")
    branch: str = column("支店.")
    account_type: AccountType = column("The kind of account.", name="type")
    number: str = column("Seven digits.")
    holder: str = column("In kana, as the bank has it.")


def _account(claim: strawberry.Parent[models.Claim]) -> ClaimAccount | None:
    if claim.bank_name is None:  # pyright: ignore[reportUnnecessaryComparison] -- blanked for the contractor
        return None
    return ClaimAccount(
        bank=claim.bank_name,
        branch=claim.bank_branch,
        account_type=AccountType(claim.account_type),
        number=claim.account_number,
        holder=claim.account_holder,
    )


def _late_days(claim: strawberry.Parent[models.Claim], info: strawberry.Info[Any, None]) -> int:
    return claim.late_days(today(info.context.at))


def _late_interest(claim: strawberry.Parent[models.Claim], info: strawberry.Info[Any, None]) -> int:
    return claim.late_interest(today(info.context.at))


@row_type(models.ClaimMessage)
class ClaimMessage(Node):
    """A question of the surety about a claim, or an answer of the obligee's side."""

    sent_at: datetime.datetime = column("When it was written.")
    sender: Role = column("Which side wrote it.", name="from")
    body: str = column("The text.")


@row_type(models.Claim)
class Claim(Node):
    """A claim (保証金請求) of the obligee under a guarantee."""

    guarantee: Guarantee = relation(ToOne(models.Guarantee, "guarantee_id"), "The guarantee.")
    status: ClaimStatus = column("How far it has come.")
    filed_at: datetime.datetime = column("When its arrival was recorded.")
    due_on: datetime.date = column("支払期限: 30 days after the day in Japan on which it arrived.")
    amount: Yen = column("What is claimed: of a performance guarantee the guaranteed sum.")
    reason: str = column("Why the obligee claims: the contractor's default.")
    contract_ended_on: datetime.date = column("The day on which the contract ended.")
    advance_paid: Yen | None = column("前払金 that was paid, as the obligee states it.")
    progress_paid: Yen | None = column("部分払 that was paid, likewise.")
    finished_work_value: Yen | None = column("出来形相当額: the value of the finished work, likewise.")
    account: ClaimAccount | None = pure(_account, "Where it is to be paid to; null for the contractor.")
    receipt: Document | None = relation(
        ToDocument(DocumentKind.CLAIM_RECEIPT),
        "保証金請求受付書: the receipt as a signed PDF, which names the end of the account's number; null for the"
        " contractor.",
    )
    messages: list[ClaimMessage] = relation(
        ToMany(models.ClaimMessage, "claim_id"),
        "What the surety has asked and the obligee's side has answered, oldest first; empty for the contractor.",
        length=ListLength(3, MOST_CLAIM_MESSAGES),
    )
    attachments: list[Attachment] = relation(
        ToMany(models.Attachment, "claim_id"),
        f"What obligee's side and surety have attached, {MOST_ATTACHMENTS} at most; empty for the contractor.",
        length=ListLength(2, MOST_ATTACHMENTS),
    )
    review_started_at: datetime.datetime | None = column("When the surety began to review it.")
    decided_at: datetime.datetime | None = column("When it was accepted, rejected or withdrawn.")
    decision: str | None = column("The reason of the decision, or of the withdrawal.")
    accepted_amount: Yen | None = column("What the surety is going to pay, without interest.")
    paid_on: datetime.date | None = column("支払日.")
    paid_amount: Yen | None = column("What was paid, with the interest.")
    late_days: int = pure(_late_days, "Days of delay until the payment, or until today: 0 if nothing is owed.")
    late_interest: Yen = pure(
        _late_interest,
        "遅延損害金 for these days, of a year of 365 days, rounded down; the legal rate (民法404条) of the first one.",
    )
