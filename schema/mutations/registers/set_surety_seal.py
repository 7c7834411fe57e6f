"""setSuretySeal."""

import strawberry

from resolvers.parties.registers import set_surety_seal as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Upload
from schema.types.surety import Surety


@described_input
class SetSuretySealInput:
    """The seal of a surety."""

    surety_id: strawberry.ID = given("The surety.")
    version: int = given("Surety.version as it was read; if it has changed since, nothing is set.")
    file: Upload | None = given(
        "A PNG or JPEG of the seal alone, up to 10 MB and 10 million pixels. Without one the image is removed: then"
        " a seal with the surety's name is drawn.",
        default=None,
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class SuretySealSet:
    """Certificates that are issued from now on print this seal."""

    surety: Surety = column("The surety as it is now, with the next version.")


@mutation(
    use_case.set_seal,
    "The operator, or an administrator of the surety, sets the seal that certificates print. The image is drawn anew,"
    " small and without anything but pixels. Certificates of before keep theirs.",
)
async def set_surety_seal(context: Context, input: SetSuretySealInput) -> SuretySealSet:
    surety = await use_case.set_seal(
        surety_id=ids.key_of(input.surety_id, "Surety"),
        version=input.version,
        file=None if input.file is None else input.file.content,
        idempotency_key=input.idempotency_key,
        files=context.services.attachments,
        **context.caller,
    )
    return answer(SuretySealSet, surety=surety)
