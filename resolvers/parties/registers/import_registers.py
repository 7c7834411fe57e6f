"""Files of obligees and of contractors."""

import datetime
from collections.abc import Hashable, Sequence

from tortoise.expressions import Q

from models.errors import InvalidInput
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers.parties.registers import contractor_register, import_entries, obligee_register
from resolvers.parties.registers.import_entries import Imported, Importing


async def _obligees(entries: Sequence[Obligee]) -> Sequence[Obligee]:
    return await Obligee.filter(name__in=[entry.name for entry in entries])


async def _contractors(entries: Sequence[Contractor]) -> Sequence[Contractor]:
    numbers = [entry.corporate_number for entry in entries if entry.corporate_number]
    return await Contractor.filter(Q(corporate_number__in=numbers) | Q(name__in=[entry.name for entry in entries]))


def _identities(entry: Contractor) -> Sequence[Hashable]:
    named = (entry.name, entry.address)
    return [named] if entry.corporate_number is None else [entry.corporate_number, named]


OBLIGEES = Importing(
    obligee_register.REGISTER,
    identities=lambda entry: [entry.name],
    is_same=lambda one, other: one.name == other.name,
    candidates=_obligees,
)
CONTRACTORS = Importing(
    contractor_register.REGISTER,
    identities=_identities,
    is_same=contractor_register.is_same,
    candidates=_contractors,
)


@refuses(InvalidInput)
async def obligees(*, file: bytes, is_dry_run: bool, viewer: Viewer | None, at: datetime.datetime) -> Imported[Obligee]:
    """Import obligees. Raises InvalidInput with every problem, TooManyRequests, TooBusy."""
    return await import_entries.run(
        OBLIGEES, file, operation="importObligees", is_dry_run=is_dry_run, viewer=viewer, at=at
    )


@refuses(InvalidInput)
async def contractors(
    *, file: bytes, is_dry_run: bool, viewer: Viewer | None, at: datetime.datetime
) -> Imported[Contractor]:
    """Import contractors. Raises InvalidInput with every problem, TooManyRequests, TooBusy."""
    return await import_entries.run(
        CONTRACTORS, file, operation="importContractors", is_dry_run=is_dry_run, viewer=viewer, at=at
    )
