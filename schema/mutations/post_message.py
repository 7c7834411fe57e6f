"""postMessage."""

from typing import Annotated

import strawberry

from resolvers.applications import post_message
from schema.context import Info, loaded
from schema.errors import InvalidInput, NotFound
from schema.mutations.inputs import INPUT
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
    """It has been written, and the other side is told by mail."""

    application: Application = column("The application with its messages.")


PostMessageResult = Annotated[
    MessagePosted | InvalidInput | NotFound,
    strawberry.union("PostMessageResult", description="What came of it."),
]


@strawberry.type
class PostMessage:
    """postMessage."""

    @strawberry.mutation(description="Contractor and surety write to each other about an application.")
    async def post_message(self, info: Info, input: Annotated[PostMessageInput, INPUT]) -> PostMessageResult:
        application = await post_message.post(
            application_id=ids.key_of(input.application_id, "Application"),
            body=input.body,
            viewer=info.context.viewer,
            at=info.context.at,
        )
        return MessagePosted(application=await loaded(info, application, "application", on="MessagePosted"))
