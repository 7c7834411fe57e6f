"""addAttachment."""

import strawberry

from resolvers.applications import attach_file
from resolvers.applications.attachments.attached_to import Named
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Upload
from schema.types.attachment import Attachment


@described_input
class AddAttachmentInput:
    """A file, and what it belongs to."""

    application_id: strawberry.ID | None = given(
        "The application, which may be a draft; required unless the file belongs to a claim.", default=None
    )
    message_id: strawberry.ID | None = given(
        "A message of one's own side about this application, if the file belongs to it.", default=None
    )
    amendment_request_id: strawberry.ID | None = given(
        "The contractor's open request for an amendment of a guarantee of this application, if the file belongs to it.",
        default=None,
    )
    claim_id: strawberry.ID | None = given(
        "The undecided claim that the file belongs to, by itself: without applicationId.", default=None
    )
    file: Upload = given("A PDF without scripts, actions, files in it and encryption, a PNG or a JPEG, up to 10 MB.")
    filename: str | None = given(
        "Its name, up to 120 characters; if null, that of the part in the multipart request.", default=None
    )
    description: str | None = given("What it is, such as 請負契約書の写し; up to 60 characters.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class AttachmentAdded:
    """The file is attached."""

    attachment: Attachment = column("The attachment.")


@mutation(
    attach_file.add,
    "Contractor and surety attach files to an application until each of its guarantees is issued, declined or"
    " withdrawn, 10 at most. The contractor attaches 10 more to each request for an amendment, as long as it is open."
    " The obligee's side and the surety attach 10 to each claim until it is decided, which the contractor does not see."
    " The other side sees them at once, those of a draft when it is sent.",
)
async def add_attachment(context: Context, input: AddAttachmentInput) -> AttachmentAdded:
    attachment = await attach_file.add(
        named=Named(
            application_id=ids.wanted(input.application_id, "Application"),
            message_id=ids.wanted(input.message_id, "Message"),
            amendment_request_id=ids.wanted(input.amendment_request_id, "AmendmentRequest"),
            claim_id=ids.wanted(input.claim_id, "Claim"),
        ),
        file=input.file.content,
        part_name=input.file.name,
        filename=input.filename,
        description=input.description,
        idempotency_key=input.idempotency_key,
        reader=context.reader,
        files=context.services.attachments,
    )
    return answer(AttachmentAdded, attachment=attachment)
