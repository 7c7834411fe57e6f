"""changePassword."""

from resolvers.accounts import change_password as own_password
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.queries.viewers import Viewer
from schema.reading.fields import column, described, described_input, given


@described_input
class ChangePasswordInput:
    """The current password and the new one."""

    current_password: str = given("The current password.")
    new_password: str = given("12 to 200 characters, none of the common or breached passwords.")


@described
class PasswordChanged:
    """The new password is valid; the other sessions have ended."""

    viewer: Viewer = column("Whose password.")


@mutation(
    own_password.change,
    "Change the own password. Wrong current passwords are limited as sign-ins are; the other sessions end.",
)
async def change_password(context: Context, input: ChangePasswordInput) -> PasswordChanged:
    viewer = await own_password.change(
        current_password=input.current_password,
        new_password=input.new_password,
        throttle=context.services.throttle,
        **context.caller,
    )
    return answer(PasswordChanged, viewer=viewer)
