"""Storing what acts do to a hand-over, and what happens with them."""

from uuid import UUID

from models.enums import Role
from models.guarantee import Guarantee
from models.handover import HANDOVER, HandoverEvent, Party
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer


async def locked(guarantee_id: UUID) -> Guarantee:
    """A guarantee of which number and key are known, locked until the end of the transaction."""
    return await Guarantee.filter(id=guarantee_id).select_for_update().get()


async def party(viewer: Viewer, guarantee: Guarantee) -> Party:
    """The viewer as both sides of the guarantee know it: people stand for their company or obligee."""
    if viewer.role is Role.CONTRACTOR:
        name = (await Contractor.get(id=guarantee.contractor_id)).name
    elif viewer.role is Role.OBLIGEE:
        name = (await Obligee.get(id=guarantee.obligee_id)).name
    else:
        name = viewer.name
    return Party(viewer.role, name)


async def save(guarantee: Guarantee) -> None:
    """Store what stands on it about the hand-over, and what has happened; the database says which hand-over it is."""
    await guarantee.save(update_fields=HANDOVER)
    await guarantee.refresh_from_db(fields=["handover_id"])
    await HandoverEvent.bulk_create(
        HandoverEvent(
            handover_id=guarantee.handover_id,
            at=event.at,
            kind=event.kind,
            channel=event.channel,
            role=event.by.role,
            party_name=event.by.name,
            mail_id=event.mail_id,
        )
        for event in guarantee.happened
    )
