"""requestPasswordReset."""

from typing import Annotated

import strawberry

from resolvers.accounts import reset_password
from schema.context import Info
from schema.mutations.mutation_field import INPUT
from schema.reading.fields import described_input, given
from security.password_links import PasswordLinks


@described_input
class RequestPasswordResetInput:
    """Whose password."""

    email: str = given("The address of the account.")


@strawberry.mutation(
    description="Mail a link for a new password, valid for one hour, if an account has this address. Always true, and"
    " after the same time: nobody learns whether there is one. Every request counts as an attempt."
)
async def request_password_reset(info: Info, input: Annotated[RequestPasswordResetInput, INPUT]) -> bool:
    return await reset_password.request_reset(
        email=input.email,
        address=info.context.address,
        links=PasswordLinks.under(info.context.services.keyring.pepper),
        throttle=info.context.services.throttle,
        at=info.context.at,
    )
