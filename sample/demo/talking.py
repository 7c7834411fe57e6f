"""Messages and attachments of the demonstration."""

import datetime
from uuid import UUID

from models.applying.contract import Contract
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers.applications import attach_file, post_message, read_messages
from resolvers.applications.attachments.attached_to import Named
from sample.demo import contract_copy
from sample.demo.desk import Desk

FILENAME = "請負契約書の写し.pdf"


async def written(desk: Desk, application_id: UUID, who: str, body: str, *, at: datetime.datetime) -> None:
    """A message of the contractor or of the surety, which the other side has not read yet."""
    await post_message.post(application_id=application_id, body=body, viewer=desk.people[who], at=at)


async def read(desk: Desk, application_id: UUID, who: str, *, at: datetime.datetime) -> None:
    """This side has read what the other one has written."""
    await read_messages.mark_read(application_id=application_id, viewer=desk.people[who], at=at)


async def contract_attached(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """The contractor attaches a copy of the contract to the application."""
    to = Named(guarantee.application_id, None, None, None)
    await attached(desk, to, desk.people["contractor"], guarantee, at=at)


async def attached(desk: Desk, to: Named, viewer: Viewer, guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """A copy of the guarantee's contract, from one side."""
    contract = await Contract.get(id=guarantee.contract_id).select_related("obligee", "contracting_officer")
    officer = contract.contracting_officer
    title = officer.title if officer else contract.obligee.title
    await attach_file.add(
        named=to,
        file=contract_copy.of(contract, obligee_title=title, contractor=desk.sample.contractor.name),
        part_name=None,
        filename=FILENAME,
        description=None,
        idempotency_key=None,
        reader=desk.reader(viewer, at),
        files=desk.files,
    )
