"""Guarantees brought into a state by their rows alone, along the steps that the table of acts has."""

from typing import Any

from models.applying.guarantee_acts import GUARANTEE_ACTS
from models.applying.guarantee_states import GuaranteeStatus
from models.guarantee import Guarantee

STEPS = {
    (state, after)
    for acts in GUARANTEE_ACTS.values()
    for state, following in acts.items()
    for after in following
    if after is not state
}
"""What may follow what, the state itself left out."""


def way(start: GuaranteeStatus, end: GuaranteeStatus) -> list[GuaranteeStatus]:
    """The states after `start` up to `end`, by as few steps as the table allows. Raises LookupError."""
    ways = [[start]]
    for known in ways:
        if known[-1] is end:
            return known[1:]
        ways += [[*known, after] for state, after in sorted(STEPS) if state is known[-1] and after not in known]
    raise LookupError(f"no way from {start} to {end}")


async def put(status: str, where: dict[str, Any] | None = None, **columns: Any) -> None:
    """Bring the guarantees `where` (all of them) into a state; the columns are set at the last step."""
    for row in await Guarantee.filter(**(where or {})):
        *before, last = way(row.status, GuaranteeStatus(status)) or [row.status]
        for step in before:
            await Guarantee.filter(id=row.id).update(status=step)
        await Guarantee.filter(id=row.id).update(status=last, **columns)
