"""approveGuarantee."""

import datetime

import strawberry

from resolvers.guarantees import review
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.guarantee import Guarantee


@described_input
class ApproveGuaranteeInput:
    """What is approved, until when."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    expiry_date: datetime.date | None = given(
        "保証期限: from the end of the contract's period (the default) to ten years after it, and not in the past.",
        default=None,
    )


@described
class GuaranteeApproved:
    """It has been approved."""

    guarantee: Guarantee = column("The guarantee as it is now.")


@mutation(
    review.approve,
    "The surety approves a guarantee in review; if fees are paid singly, it then waits for the fee,"
    " and the statement that requests it exists from now on.",
)
async def approve_guarantee(context: Context, input: ApproveGuaranteeInput) -> GuaranteeApproved:
    guarantee = await review.approve(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        expiry_date=input.expiry_date,
        **context.caller,
    )
    return answer(GuaranteeApproved, guarantee=guarantee)
