"""startReview."""

import strawberry

from resolvers.guarantees import start_review as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.guarantee import Guarantee


@described_input
class GuaranteeActionInput:
    """Which guarantee."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    take_over: bool = given("Whether a review that another person has started becomes one's own.", default=False)


@described
class ReviewStarted:
    """It is under review by the viewer."""

    guarantee: Guarantee = column("The guarantee as it is now: UNDER_REVIEW.")


@mutation(
    use_case.start,
    "A member of the surety's staff reviews a guarantee from now on (審査中). Whoever reviews it, anybody of the surety"
    " may approve, return or decline it.",
)
async def start_review(context: Context, input: GuaranteeActionInput) -> ReviewStarted:
    guarantee = await use_case.start(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"), take_over=input.take_over, **context.caller
    )
    return answer(ReviewStarted, guarantee=guarantee)
