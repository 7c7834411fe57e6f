"""feeEstimate."""

import datetime
from typing import Annotated, Any

import strawberry

from models.enums import GuaranteeKind
from resolvers.guarantees import estimate_fee
from schema.context import Info
from schema.reading import ids
from schema.reading.fields import described_input, given
from schema.reading.lookahead import include
from schema.scalars import Yen
from schema.types.fee import FeeEstimate

DESCRIPTION = """
What a guarantee would cost by the rates in force today. All problems of the input are reported at once, in a top-level
error BAD_USER_INPUT with extensions.problems (path, code, message): also that no rates are in force (NO_RATES), or that
there are several sureties to choose from (suretyId is REQUIRED).
"""


@described_input
class FeeEstimateInput:
    """The guarantee whose fee is asked for."""

    kind: GuaranteeKind = given("What is to be guaranteed.")
    amount: Yen = given("保証金額, at most the contract price.")
    contract_price: Yen = given("請負金額.")
    period_from: datetime.date = given("工期の始期.")
    period_to: datetime.date = given("工期の終期, or the expiry date if it is another.")
    surety_id: strawberry.ID | None = given(
        "Whose rates. If null: the surety of the viewer's staff; of all the contractor's contracts; the only one.",
        default=None,
    )


@strawberry.type
class FeeEstimateQueries:
    """feeEstimate."""

    @strawberry.field(description=DESCRIPTION.strip())
    async def fee_estimate(
        self, info: Info, input: Annotated[FeeEstimateInput, strawberry.argument(description="What is asked for.")]
    ) -> FeeEstimate | None:
        found: Any = await estimate_fee.estimate(
            surety_id=ids.wanted(input.surety_id, "Surety"),
            kind=input.kind,
            amount=input.amount,
            contract_price=input.contract_price,
            period_from=input.period_from,
            period_to=input.period_to,
            include=include(info),
            reader=info.context.reader,
        )
        return found
