"""withdrawApplication."""

from typing import Annotated

import strawberry

from resolvers.applications import withdraw
from schema.context import Info, loaded
from schema.errors import NotFound, WrongState
from schema.mutations.inputs import INPUT
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


WithdrawApplicationResult = Annotated[
    ApplicationWithdrawn | WrongState | NotFound,
    strawberry.union("WithdrawApplicationResult", description="What came of it."),
]


@strawberry.type
class WithdrawApplication:
    """withdrawApplication."""

    @strawberry.mutation(
        description="The contractor takes back every guarantee of the application that is not issued yet."
    )
    async def withdraw_application(
        self, info: Info, input: Annotated[ApplicationActionInput, INPUT]
    ) -> WithdrawApplicationResult:
        application = await withdraw.application(
            application_id=ids.key_of(input.application_id, "Application"),
            viewer=info.context.viewer,
            at=info.context.at,
        )
        return ApplicationWithdrawn(
            application=await loaded(info, application, "application", on="ApplicationWithdrawn")
        )
