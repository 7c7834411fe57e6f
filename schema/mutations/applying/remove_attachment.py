"""removeAttachment."""

import strawberry

from resolvers.applications import remove_attachment as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given


@described_input
class RemoveAttachmentInput:
    """An attachment of one's own side."""

    attachment_id: strawberry.ID = given("The attachment.")


@described
class AttachmentRemoved:
    """The attachment is gone; its bytes are deleted within hours."""

    attachment_id: strawberry.ID = column("The id that it had.")


@mutation(
    use_case.remove,
    "Takes back an attachment of one's own side, until the other side has opened it or the application has been sent"
    " since.",
)
async def remove_attachment(context: Context, input: RemoveAttachmentInput) -> AttachmentRemoved:
    key = await use_case.remove(attachment_id=ids.key_of(input.attachment_id, "Attachment"), **context.caller)
    return answer(AttachmentRemoved, attachment_id=strawberry.ID(ids.to_id("Attachment", key)))
