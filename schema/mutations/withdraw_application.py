"""withdrawApplication."""

import strawberry

from resolvers.applications import withdraw
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.application import Application


@described_input
class ApplicationActionInput:
    """Which application."""

    application_id: strawberry.ID = given("The application.")


@described
class ApplicationWithdrawn:
    """The application has been withdrawn."""

    application: Application = column("The application with its guarantees as they are now.")


@mutation(
    withdraw.application,
    "The contractor withdraws every guarantee of the application that is not issued yet.",
)
async def withdraw_application(context: Context, input: ApplicationActionInput) -> ApplicationWithdrawn:
    application = await withdraw.application(
        application_id=ids.key_of(input.application_id, "Application"),
        **context.caller,
    )
    return answer(ApplicationWithdrawn, application=application)
