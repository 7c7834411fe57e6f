"""markMessagesRead."""

from resolvers.applications import read_messages
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.withdraw_application import ApplicationActionInput
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.application import Application


@described
class MessagesMarkedRead:
    """The messages that the other side had written until then are read."""

    application: Application = column("The application with its messages; one that came meanwhile is unread.")


@mutation(
    read_messages.mark_read,
    "Marks the messages of the other side as read, for everybody of the viewer's side. Select the messages in the"
    " answer: what came since they were shown is marked too.",
)
async def mark_messages_read(context: Context, input: ApplicationActionInput) -> MessagesMarkedRead:
    application = await read_messages.mark_read(
        application_id=ids.key_of(input.application_id, "Application"), **context.caller
    )
    return answer(MessagesMarkedRead, application=application)
