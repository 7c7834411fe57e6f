"""Storing the effects of acts on a hand-over, and the events."""

import datetime
from uuid import UUID

from models.enums import Role
from models.guarantee import Guarantee
from models.handover import HANDOVER, HandoverEvent, Party
from models.key_presentation import KeyPresentation
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer


async def party(viewer: Viewer, guarantee: Guarantee) -> Party:
    """The viewer's name for both sides of the guarantee: people stand for their company or obligee."""
    if viewer.role is Role.CONTRACTOR:
        name = (await Contractor.get(id=guarantee.contractor_id)).name
    elif viewer.role is Role.OBLIGEE:
        name = (await Obligee.get(id=guarantee.obligee_id)).name
    else:
        name = viewer.name
    return Party(viewer.role, name)


async def note_presentation(guarantee_id: UUID, viewer: Viewer, *, at: datetime.datetime) -> None:
    """The viewer has given number and key: a system sees the guarantee from then on."""
    if viewer.role is Role.E_CONTRACT_SYSTEM:
        presentation = KeyPresentation(api_client_id=viewer.actor_id, guarantee_id=guarantee_id, presented_at=at)
        await KeyPresentation.bulk_create([presentation], ignore_conflicts=True)


async def save(guarantee: Guarantee) -> None:
    """Store the guarantee's hand-over columns and the events; the database assigns the hand-over."""
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
