"""signIn."""

import datetime
from typing import Annotated

import strawberry

from resolvers.parties import sessions
from schema.context import Info, loaded
from schema.errors import WrongCredentials
from schema.mutations.inputs import INPUT
from schema.queries.viewers import Viewer
from schema.reading.fields import column, described, described_input, given


@described_input
class SignInInput:
    """Who signs in."""

    email: str = given("The account's address.")
    password: str = given("Its password.")


@described
class SignedIn:
    """A new session."""

    token: str = column("Send it as `Authorization: Bearer …`.")
    expires_at: datetime.datetime = column("When the session ends by itself.")
    viewer: Viewer = column("Who has signed in.")


SignInResult = Annotated[SignedIn | WrongCredentials, strawberry.union("SignInResult", description="What came of it.")]


@strawberry.type
class SignIn:
    """signIn."""

    @strawberry.mutation(description="Begin a session.")
    async def sign_in(self, info: Info, input: Annotated[SignInInput, INPUT]) -> SignInResult:
        context = info.context
        token, expires_at, viewer = await sessions.sign_in(
            email=input.email,
            password=input.password,
            address=context.address,
            throttle=context.services.throttle,
            at=context.at,
        )
        return SignedIn(token=token, expires_at=expires_at, viewer=await loaded(info, viewer, "viewer", on="SignedIn"))
