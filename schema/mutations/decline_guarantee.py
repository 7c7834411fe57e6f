"""declineGuarantee."""

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
class GuaranteeDeclined:
    """It has been declined."""

    guarantee: Guarantee = column("The guarantee as it is now.")


DeclineGuaranteeResult = Annotated[
    GuaranteeDeclined | WrongState | NotFound | InvalidInput,
    strawberry.union("DeclineGuaranteeResult", description="What came of it."),
]


@strawberry.type
class DeclineGuarantee:
    """declineGuarantee."""

    @strawberry.mutation(description="The surety declines a guarantee in review for good.")
    async def decline_guarantee(
        self, info: Info, input: Annotated[GuaranteeReasonInput, INPUT]
    ) -> DeclineGuaranteeResult:
        guarantee = await review.decline(
            guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
            reason=input.reason,
            viewer=info.context.viewer,
            at=info.context.at,
        )
        return GuaranteeDeclined(guarantee=await loaded(info, guarantee, "guarantee", on="GuaranteeDeclined"))
