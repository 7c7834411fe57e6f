"""Presentations of number and key."""

import datetime

from models.enums import Role
from schema.reading.fields import column, described


@described
class KeyPresentation:
    """Somebody who has presented number and key of a guarantee, from one address."""

    role: Role = column("On whose side.")
    party: str = column("The obligee, the e-contract system, or the surety.", name="by")
    person: str | None = column("Whose account it was, for the surety and operators only; null for e-contract systems.")
    address: str = column("The network address; empty if it is unknown.")
    first_at: datetime.datetime = column("When number and key were presented first.")
    last_at: datetime.datetime = column("When they were presented last.")
    times: int = column("How often they were presented.")
