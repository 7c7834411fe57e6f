"""Storing the terms of a guarantee and its contract after an amendment, or after one is taken back."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from models.applying.application import Application
from models.applying.contract import Contract
from models.guarantee import Guarantee
from models.handover import HANDOVER
from models.parties.viewer import Viewer
from resolvers.applications.contracts import change_contract, contract_differences
from resolvers.guarantees import lock_rows

CHANGED = ("status", "amount", "base_amount", "expiry_date", "deposit_bank")


class Locked(NamedTuple):
    """A guarantee with what is locked before it; `before` has the contract's terms as they were then."""

    application: Application
    contract: Contract
    guarantee: Guarantee
    before: Mapping[str, Any]
    version: int


async def locked(guarantee_id: UUID, viewer: Viewer) -> Locked:
    """Locked until the end of the transaction, in the order of all acts. Raises NotFound."""
    application = await lock_rows.application_of(guarantee_id, viewer)
    contract = await lock_rows.contract_of(application)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    return Locked(application, contract, guarantee, contract_differences.values_of(contract), contract.version)


async def store(rows: Locked, action: str, *, reason: str, viewer: Viewer, at: datetime.datetime) -> None:
    """The contract, with a row of its history if it has changed, and the guarantee, to be handed over anew."""
    contract, guarantee = rows.contract, rows.guarantee
    if contract.version != rows.version:
        after = contract_differences.values_of(contract)
        changes = await contract_differences.between(rows.before, after, contract.contract_type)
        await contract.save()
        await change_contract.record(action, contract, changes, reason=reason, viewer=viewer, at=at)
    guarantee.begin_anew(at=at)
    await guarantee.save(update_fields=[*CHANGED, *sorted(HANDOVER)])
    # The database ends the hand-over with the row.
    await guarantee.refresh_from_db(fields=["handover_id"])
