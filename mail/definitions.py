"""What a kind of mail consists of: where its facts come from, who gets it, and what it says to each.

Each kind is defined in one module of mail/kinds/. From its definition mail/outbox.py builds the statement that enqueues
such mails, and mail/compose.py the text of one.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.enums import ContractType
from models.outgoing_mail import MailKind

Facts = Mapping[str, Any]
"""What a mail is about, by name, as it was when the mail was enqueued."""


def as_text(value: Any, _: Facts) -> str | None:
    """A fact that is shown as it is; nothing where there is none."""
    return None if value is None else str(value)


@dataclass(frozen=True)
class Fact:
    """Something that a mail is about."""

    name: str
    sql: str
    """An expression over the tables of the source; its value is copied when the mail is enqueued."""
    label: str | Callable[[ContractType], str] | None = None
    """In the list of facts; without one it is not listed."""
    show: Callable[[Any, Facts], str | None] = as_text
    """Its text, from its value and all facts; None leaves it out of the list."""


@dataclass(frozen=True)
class Source:
    """The tables that facts and addresses come from, joined to `event (name, subject_id, at, given)`.

    `surety` and `branch` have to be among them, and what the recipients need.
    """

    joins: str
    guarantee: str = "guarantee.id"
    """The id of the guarantee that the mail is listed with."""
    document: str = "NULL::uuid"
    """The id of the document that is attached."""
    application: str = "NULL::uuid"
    """The id of the application that the mail is counted for, where the kind has an interval."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets mails. `address` is an SQL expression; where it is NULL no mail is enqueued."""

    name: str
    address: str
    facts: Mapping[str, str]
    """How the recipient is addressed (`addressee`, `person`): SQL expressions by the fact's name."""
    omitted: frozenset[str] = frozenset()
    """Names of facts that the recipient is not told: its own name."""
    is_in_house: bool = False
    """Whether it is the surety's own branch."""
    reply_to: str = "surety.mail_reply_to"


@dataclass(frozen=True)
class Wording:
    """What mails of one kind have in common: a whole sentence in each line.

    Names in braces are filled in: those that an obligee's prescribed subject may have, names of facts, and
    `{contractor_term}`, what a contractor is called in this type of contract.
    """

    subject: str
    opening: Sequence[str]
    request: Sequence[str]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Delivery:
    """A mail to one recipient, enqueued where `condition`, an SQL expression over the source, is true."""

    recipient: Recipient
    wording: Wording
    condition: str = "true"


@dataclass(frozen=True)
class Definition:
    """All of one kind of mail. `deliveries` to a surety's branch and to others differ in wording."""

    kind: MailKind
    description: str
    """For the GraphQL schema."""
    source: Source
    facts: Sequence[Fact]
    """In the order in which they are listed."""
    deliveries: Sequence[Delivery]
    link: Callable[[Facts], str]
    """The path of the page that it leads to; never with a key."""
    interval: datetime.timedelta | None = None
    """So long after one about an application the next one to the same address is due, which tells of all since then."""
