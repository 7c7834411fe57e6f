"""Sureties and branches."""

import base64
import datetime

import strawberry

import models
from models.parties.branch_notification import NotificationTiming
from models.parties.surety import MOST_BRANCHES, AccountType
from resolvers.relations import ToFirst, ToMany, ToPage
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import ListLength, Node, column, described, pure, relation, row_type
from schema.reading.lookahead import page_key
from schema.types.registers.register_change import CHANGES, HISTORY, RegisterChange, changes_of


@row_type(models.BranchNotification)
class BranchNotifications:
    """How a branch wants to be told of applications by mail."""

    timing: NotificationTiming = column("When it is told of an application.")
    email: str | None = column("Where its mails go; null for the surety's address.")
    reminder_days: int = column("After how many business days of waiting it is reminded of an application.")


@row_type(models.Branch)
class Branch(Node):
    """A surety's branch (支店)."""

    code: str = column("Three digits; guarantee numbers given by this branch begin with them.")
    name: str = column("Such as 栃木支店.")
    telephone: str = column("Telephone number.")
    fax: str | None = column("Fax number.")
    hours: str | None = column("営業時間, in words.")
    is_active: bool = column("Whether new applications may be sent to it.")
    version: int = column("1 as it was registered; changeBranch makes the next one, and takes the one that it knew.")
    changes: Connection[RegisterChange] = pure(changes_of, HISTORY, needs=CHANGES)
    notifications: BranchNotifications | None = relation(
        ToFirst(models.BranchNotification, "branch_id"),
        "How it wants to be told of applications, for its surety's staff and operators only. Null also while nobody has"
        " chosen: then IMMEDIATE, reminded after 3 business days.",
    )


@described
class FeeAccount:
    """振込先: the account that fees are paid into."""

    bank_name: str = column("The bank.")
    bank_branch: str = column("Its branch.")
    account_type: AccountType = column("The kind of account.")
    account_number: str = column("Seven digits.")
    account_holder: str = column("In kana, as the bank has it.")


@described
class SuretySettings:
    """What a surety has set, and only its staff and the operator see here."""

    mail_sender: str = column("The address that its mails come from; the operator sets it.")
    mail_reply_to: str | None = column("Where answers to its mails go.")
    fee_due_days: int = column("納付期限: so many days after the approval a fee that is paid by itself is due.")
    fee_account: FeeAccount | None = column("Where fees are paid to, as fee statements print it.")


def _settings(surety: strawberry.Parent[models.Surety]) -> SuretySettings | None:
    if surety.mail_sender is None:  # pyright: ignore[reportUnnecessaryComparison] -- blanked for others
        return None
    account = surety.bank_name and FeeAccount(
        bank_name=surety.bank_name,
        bank_branch=surety.bank_branch or "",
        account_type=next(each for each in AccountType if each.printed == surety.account_type),
        account_number=surety.account_number or "",
        account_holder=surety.account_holder or "",
    )
    return SuretySettings(
        mail_sender=surety.mail_sender,
        mail_reply_to=surety.mail_reply_to,
        fee_due_days=surety.fee_due_days,
        fee_account=account or None,
    )


def _sha256(seal: strawberry.Parent[models.SealImage]) -> str | None:
    return None if seal.sha256 is None else seal.sha256.hex()


def _png(seal: strawberry.Parent[models.SealImage]) -> str | None:
    return None if seal.content is None else base64.b64encode(seal.content).decode()


@row_type(models.SealImage)
class SealImage:
    """A seal (印影) that certificates print, from the moment at which it was set; null values after a removal."""

    set_at: datetime.datetime = column("When it was set.", name="at")
    sha256: str | None = pure(_sha256, "SHA-256 of the image, in hexadecimal digits.")
    png: str | None = pure(_png, "The image in base64: drawn anew, square, 300 pixels at most.")


def _seals(
    surety: strawberry.Parent[models.Surety], first: First = DEFAULT_PAGE, after: After = None
) -> Connection[SealImage]:
    return surety.related[page_key("seals", *page_arguments(first, after))]


@row_type(models.Surety)
class Surety(Node):
    """A surety (保証会社)."""

    name: str = column("Company name.")
    address: str = column("Address of the head office.")
    representative: str = column("Title and name of the representative, as printed on certificates.")
    billing_day: int = column("From this day of a month on, the bills of 一括納付 for the month before are made.")
    branches: list[Branch] = relation(
        ToMany(models.Branch, "surety_id", order="code"), "Its branches, by code.", length=ListLength(10, MOST_BRANCHES)
    )
    advance_payment_terms: str = column("約款 under which it guarantees advance payments, as certificates name them.")
    intermediate_terms: str = column("The same for intermediate advance payments.")
    performance_terms: str = column("The same for performance guarantees.")
    is_active: bool = column("Whether new applications may be sent to it.")
    settings: SuretySettings | None = pure(_settings, "For its staff and the operator; null for others.")
    seals: Connection[SealImage] = pure(
        _seals,
        "Its seals, the one that certificates print now first; for its staff and the operator, empty for others.",
        needs=ToPage(models.SealImage, "surety_id", order="-id"),
    )
    version: int = column("1 as it was registered; changeSurety makes the next one, and takes the one that it knew.")
    changes: Connection[RegisterChange] = pure(changes_of, HISTORY, needs=CHANGES)
