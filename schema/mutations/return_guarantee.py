"""returnGuarantee."""

from typing import Annotated

import strawberry

from resolvers.guarantees import review
from schema.context import Info, loaded
from schema.errors import InvalidInput, NotFound, WrongState
from schema.mutations.inputs import INPUT, GuaranteeReasonInput
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class GuaranteeReturned:
    """It has been returned to the contractor."""

    guarantee: Guarantee = column("The guarantee as it is now.")


ReturnGuaranteeResult = Annotated[
    GuaranteeReturned | WrongState | NotFound | InvalidInput,
    strawberry.union("ReturnGuaranteeResult", description="What came of it."),
]


@strawberry.type
class ReturnGuarantee:
    """returnGuarantee."""

    @strawberry.mutation(description="The surety returns a guarantee in review to the contractor for mending.")
    async def return_guarantee(
        self, info: Info, input: Annotated[GuaranteeReasonInput, INPUT]
    ) -> ReturnGuaranteeResult:
        guarantee = await review.return_application(
            guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
            reason=input.reason,
            viewer=info.context.viewer,
            at=info.context.at,
        )
        return GuaranteeReturned(guarantee=await loaded(info, guarantee, "guarantee", on="GuaranteeReturned"))
