"""The definition of a kind of mail: the source of its facts, its recipients, and the text for each.

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
"""The facts of a mail, by name, as of its enqueueing."""


def as_text(value: Any, _: Facts) -> str | None:
    """A fact that is shown as it is; nothing if it is missing."""
    return None if value is None else str(value)


@dataclass(frozen=True)
class Fact:
    """A fact of a mail."""

    name: str
    sql: str
    """An expression over the tables of the source; its value is copied when the mail is enqueued."""
    label: str | Callable[[ContractType], str] | None = None
    """Its label in the list of facts; without one it is not listed."""
    show: Callable[[Any, Facts], str | None] = as_text
    """Its text, from its value and all facts; None leaves it out of the list."""


@dataclass(frozen=True)
class Source:
    """The tables of facts and addresses, joined to `event (name, subject_id, at, given)`.

    `surety` and `branch` are required, and the tables that the recipients need.
    """

    joins: str
    guarantee: str = "guarantee.id"
    """The id of the guarantee that lists the mail."""
    document: str = "NULL::uuid"
    """The id of the attached document."""
    application: str = "NULL::uuid"
    """The id of the application that limits the mails of a kind with an interval."""


@dataclass(frozen=True)
class Recipient:
    """A recipient. `address` is an SQL expression; if it is NULL no mail is enqueued."""

    name: str
    address: str
    facts: Mapping[str, str]
    """The form of address (`addressee`, `person`): SQL expressions by the fact's name."""
    omitted: frozenset[str] = frozenset()
    """Names of facts that are omitted for this recipient: its own name."""
    is_in_house: bool = False
    """Whether it is the surety's own branch."""
    reply_to: str = "surety.mail_reply_to"


@dataclass(frozen=True)
class Wording:
    """The common text of a kind's mails: a whole sentence in each line.

    Names in braces are placeholders: those of an obligee's prescribed subject, names of facts, and `{contractor_term}`,
    the term for a contractor in this type of contract.
    """

    subject: str
    opening: Sequence[str]
    request: Sequence[str]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Delivery:
    """A mail to one recipient, enqueued if `condition`, an SQL expression over the source, is true."""

    recipient: Recipient
    wording: Wording
    condition: str = "true"


@dataclass(frozen=True)
class Definition:
    """A kind of mail. `deliveries` to a surety's branch and to others differ in wording."""

    kind: MailKind
    description: str
    """For the GraphQL schema."""
    source: Source
    facts: Sequence[Fact]
    """In the order in which they are listed."""
    deliveries: Sequence[Delivery]
    link: Callable[[Facts], str]
    """The path of the linked page; never with a key."""
    interval: datetime.timedelta | None = None
    """Minimum time between two mails to one address about an application. The later mail covers all events since."""
