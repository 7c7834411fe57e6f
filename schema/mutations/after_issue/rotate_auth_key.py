"""rotateAuthKey."""

from resolvers.handover import rotate_key
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class AuthKeyRotated:
    """It has another key."""

    guarantee: Guarantee = column("The guarantee, with its new `authKey` and `keyNotice`.")


@mutation(
    rotate_key.rotate,
    "The surety replaces the auth key of an electronic guarantee that is in force or claimed. From now on the old key"
    " is a wrong one, and links to its notice are over. Number, certificate and hand-over stay, and whoever has"
    " presented the old key goes on seeing the guarantee. The contractor gets a mail.",
)
async def rotate_auth_key(context: Context, input: GuaranteeReasonInput) -> AuthKeyRotated:
    guarantee = await rotate_key.rotate(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        reason=input.reason,
        keyring=context.services.keyring,
        **context.caller,
    )
    return answer(AuthKeyRotated, guarantee=guarantee)
