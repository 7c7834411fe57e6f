"""postMessage."""

import strawberry

from resolvers.applications import post_message as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.application import Application


@described_input
class PostMessageInput:
    """What is written, and about which application."""

    application_id: strawberry.ID = given("The application.")
    body: str = given("Up to 2,000 characters.")


@described
class MessagePosted:
    """The message is stored. The other side gets a mail about new messages, at most one in ten minutes."""

    application: Application = column("The application with its messages.")


@mutation(
    use_case.post,
    "Contractor and surety write to each other about an application.",
)
async def post_message(context: Context, input: PostMessageInput) -> MessagePosted:
    application = await use_case.post(
        application_id=ids.key_of(input.application_id, "Application"),
        body=input.body,
        **context.caller,
    )
    return answer(MessagePosted, application=application)
