"""Events of the audit log."""

import datetime

from models.enums import Role
from schema.reading.fields import column, described


@described
class AuditEvent:
    """An event of the audit log: who did what, when and from where. Events never change."""

    at: datetime.datetime = column("When it happened.")
    action: str = column("What happened, as a stable code such as guarantee.issued; more may be added.")
    role: Role | None = column("For which side; null for the system itself, and for clients that are not signed in.")
    by: str | None = column("The name of the person or API client; null as for `role`.")
    address: str | None = column("The network address; null for the system itself.")
    text: str = column("What happened, as a sentence in Japanese.")
    hash: str = column(
        "The SHA-256 of the event's content in hexadecimal: the leaf with which the chain of the log seals it."
    )
