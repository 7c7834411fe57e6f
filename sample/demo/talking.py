"""Messages and attachments of the demonstration."""

import datetime
from uuid import UUID

from models.numbering import today
from resolvers.applications import attach_file, post_message, read_messages
from resolvers.applications.attachments.attached_to import Named
from sample.demo import contract_copy
from sample.demo.applying import CONTRACTED, Project
from sample.demo.desk import Desk


async def written(desk: Desk, application_id: UUID, who: str, body: str, *, at: datetime.datetime) -> None:
    """A message of the contractor or of the surety, which the other side has not read yet."""
    await post_message.post(application_id=application_id, body=body, viewer=desk.people[who], at=at)


async def read(desk: Desk, application_id: UUID, who: str, *, at: datetime.datetime) -> None:
    """This side has read what the other one has written."""
    await read_messages.mark_read(application_id=application_id, viewer=desk.people[who], at=at)


async def contract_attached(desk: Desk, application_id: UUID, project: Project, *, at: datetime.datetime) -> None:
    """The contractor attaches a copy of the contract to the application."""
    obligee = desk.sample.obligees[project.obligee]
    file = contract_copy.of(
        project,
        obligee_title=project.officer or obligee.title,
        contractor=desk.sample.contractor.name,
        day=today(at) - datetime.timedelta(days=CONTRACTED),
    )
    await attached(desk, Named(application_id, None, None, None), "contractor", file, "請負契約書の写し.pdf", at=at)


async def attached(desk: Desk, to: Named, who: str, file: bytes, filename: str, *, at: datetime.datetime) -> None:
    """A file of one side."""
    await attach_file.add(
        named=to,
        file=file,
        part_name=None,
        filename=filename,
        description=None,
        idempotency_key=None,
        reader=desk.reader(desk.people[who], at),
        files=desk.files,
    )
