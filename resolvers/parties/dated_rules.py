"""The rules of an obligee by day: what is applied for is held to those of the day on which it was submitted first."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from models.parties import obligee_rules
from models.parties.obligee import ElectronicAcceptance, Limits
from models.parties.obligee_rules import ObligeeRules
from resolvers.column_conditions import in_force_on


class DatedRules(NamedTuple):
    """All rules that an obligee has had and will have, and their acceptances."""

    rules: Sequence[ObligeeRules]
    acceptances: Sequence[ElectronicAcceptance]

    def limits(self, day: datetime.date) -> Limits:
        """Of what is applied for on a day."""
        return obligee_rules.limits_on(day, self.rules)

    def accepted(self, day: datetime.date) -> Sequence[ElectronicAcceptance]:
        """What is accepted of what is applied for on a day."""
        return [each for each in self.acceptances if each.is_in_force(day)]


async def of(obligee_id: UUID) -> DatedRules:
    """Those of an obligee; none of one that does not exist."""
    return DatedRules(
        await ObligeeRules.filter(obligee_id=obligee_id), await ElectronicAcceptance.filter(obligee_id=obligee_id)
    )


async def limits_on(obligee_id: UUID, day: datetime.date) -> Limits:
    """The limits of what is applied for on a day."""
    return (await ObligeeRules.get(in_force_on(day), obligee_id=obligee_id)).limits
