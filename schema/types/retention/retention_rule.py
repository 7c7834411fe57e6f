"""For how long rows are kept, and what was purged."""

import datetime

import strawberry

import models
from models.after_issue.retention import PurgeSubject
from schema.reading.fields import column, described, row_type

_MEANINGS = {
    PurgeSubject.SESSIONS: "Sessions of people, after they expire.",
    PurgeSubject.API_TOKENS: "Tokens of API clients, after they expire or are revoked.",
    PurgeSubject.PASSWORD_LINKS: "Links for setting a password, after they are used or expire.",
    PurgeSubject.IDEMPOTENCY_RECORDS: "Idempotency keys, after their use.",
    PurgeSubject.FAILURE_WINDOWS: "Failed attempts, after they no longer count.",
    PurgeSubject.MAIL_FACTS: "What a mail told, after it was sent; that it was sent, when and to whom is kept.",
    PurgeSubject.DRAFTS: "Applications that were never sent, after the last change.",
}
strawberry.enum(
    PurgeSubject, description="What is purged. Certificates, documents of record and the audit log never are."
)
for value in PurgeSubject.__strawberry_definition__.values:  # type: ignore[attr-defined] -- Strawberry adds it
    value.description = _MEANINGS[PurgeSubject[value.name]]


@described
class SetPeriod:
    """A rule that an operator has set."""

    days: int = column("For how many days after their end rows are kept.")
    in_force_from: datetime.date = column("The first day in Japan on which it is in force.")
    set_by: str = column("Who set it.")


@described
class RetentionRule:
    """For how long something is kept that is no document of record."""

    subject: PurgeSubject = column("What is purged.")
    days: int = column("For how many days after their end rows are kept by the rule of today.")
    minimum_days: int = column("The least that a rule may say.")
    maximum_days: int = column("The most that a rule may say.")
    rule: SetPeriod | None = column("The rule of today; null while none was set: then the default is in force.")
    planned: SetPeriod | None = column("The next rule, which is not in force yet.")


@row_type(models.PurgeReport)
class Purge:
    """What was purged on a day."""

    subject: PurgeSubject = column("What was purged.")
    day: datetime.date = column("The day in Japan.")
    days: int = column("For how many days rows were kept by the rule of that day.")
    purged: int = column("How many rows.")
    last_at: datetime.datetime = column("When the last of them was purged.")
