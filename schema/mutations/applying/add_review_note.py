"""addReviewNote."""

import strawberry

from resolvers.applications import add_review_note as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.application import Application


@described_input
class AddReviewNoteInput:
    """A note, and what it is about: an application, or one of its guarantees."""

    application_id: strawberry.ID | None = given("The application; or a guarantee.", default=None)
    guarantee_id: strawberry.ID | None = given("The guarantee; or an application.", default=None)
    body: str = given("Up to 2,000 characters.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ReviewNoteAdded:
    """The note has been written down."""

    application: Application = column("The application with its notes.")


@mutation(
    use_case.add,
    "The surety's staff writes down a note about a review (審査メモ). Contractor and obligee never see it.",
)
async def add_review_note(context: Context, input: AddReviewNoteInput) -> ReviewNoteAdded:
    application = await use_case.add(
        application_id=ids.wanted(input.application_id, "Application"),
        guarantee_id=ids.wanted(input.guarantee_id, "Guarantee"),
        body=input.body,
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ReviewNoteAdded, application=application)
