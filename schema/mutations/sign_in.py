"""signIn."""

import datetime

from resolvers.parties import sessions
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
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
    expires_at: datetime.datetime = column("When the session expires.")
    viewer: Viewer = column("Who has signed in.")


@mutation(
    sessions.sign_in,
    "Begin a session.",
)
async def sign_in(context: Context, input: SignInInput) -> SignedIn:
    token, expires_at, viewer = await sessions.sign_in(
        email=input.email,
        password=input.password,
        address=context.address,
        throttle=context.services.throttle,
        at=context.at,
    )
    return answer(SignedIn, token=token, expires_at=expires_at, viewer=viewer)
