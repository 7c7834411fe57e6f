"""setPassword."""

from resolvers.accounts import set_password as passwords_by_link
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given


@described_input
class SetPasswordInput:
    """A new password, with the token of a link."""

    token: str = given("The one-time token: the last part of the link in an invitation or a reset mail.")
    password: str = given("12 to 200 characters, none of the common or breached passwords; no kinds are required.")


@described
class PasswordSet:
    """The account has this password now; all its sessions have ended."""

    email: str = column("The address with which to sign in.")


@mutation(
    passwords_by_link.set_password,
    "Set the password of an account with the one-time token of a mail. A refused password leaves the token valid.",
)
async def set_password(context: Context, input: SetPasswordInput) -> PasswordSet:
    account = await passwords_by_link.set_password(
        token=input.token,
        password=input.password,
        address=context.address,
        throttle=context.services.throttle,
        at=context.at,
    )
    return answer(PasswordSet, email=account.email)
