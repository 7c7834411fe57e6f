"""setFeeRates."""

import datetime

from models.enums import GuaranteeKind
from models.fees.fee_rates import MOST_BANDS, MOST_EXAMPLES, MOST_TABLES, Band, ExampleRequest, NewRates
from resolvers.guarantees import set_fee_rates as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import ListLength, column, described, described_input, given
from schema.scalars import Yen
from schema.types.fees.fee_table import FeeExample, FeeTable


@described_input
class FeeBandInput:
    """A part of the guaranteed sum with its rate. The bands cover every sum from 0, each once."""

    above: Yen = given("What exceeds this sum: 0 for the first band, `upTo` of the band before for the others.")
    up_to: Yen | None = given("Up to and including this sum; null for the last band.", default=None)
    rate_ppm: int = given("Millionths, up to 100,000: 650 is 0.065 %.")


@described_input
class FeeTableInput:
    """The rates for one kind of guarantee."""

    kind: GuaranteeKind = given("For which kind, once each.")
    bands: list[FeeBandInput] = given("1 to 6, ascending; one for a flat rate.", most=MOST_BANDS)
    is_annual: bool = given("Whether the rates are for a year and charged by the day; else for the whole period.")
    minimum_fee: Yen = given("最低保証料, 0 for none.", default=0)
    rounding_unit: Yen = given("The fee is rounded down to a multiple of it: 1 to 1,000,000.", default=1)

    def rates(self) -> NewRates:
        """As the use case takes it."""
        bands = [Band(band.above, band.up_to, band.rate_ppm) for band in self.bands]
        return NewRates(self.kind, bands, self.is_annual, self.minimum_fee, self.rounding_unit)


@described_input
class FeeExampleInput:
    """A guarantee whose fee by the given rates is shown."""

    kind: GuaranteeKind = given("A kind whose table is given.")
    amount: Yen = given("保証金額.")
    period_from: datetime.date = given("The first day that is charged.")
    period_to: datetime.date = given("The last day, included.")


@described_input
class SetFeeRatesInput:
    """Rates from a day on."""

    valid_from: datetime.date = given("The first day on which they are in force: today in Japan or later.")
    tables: list[FeeTableInput] = given("One for each kind that changes.", most=MOST_TABLES)
    examples: list[FeeExampleInput] = given("Up to 20.", most=MOST_EXAMPLES, default_factory=list[FeeExampleInput])
    is_preview: bool = given("Checks everything and answers the examples, and stores nothing.", default=False)


@described
class FeeRatesSet:
    """The rates are set, or checked for a preview."""

    rates: list[FeeTable] = column(
        "The tables, in the given order; none for a preview.", length=ListLength(MOST_TABLES, MOST_TABLES)
    )
    examples: list[FeeExample] = column(
        "The fees of the examples, in order.", length=ListLength(3, MOST_EXAMPLES, given_by="input.examples")
    )


@mutation(
    use_case.set_rates,
    "The surety sets its rates from a day on. Fees that are stated stay as they are; rates that are not in force yet"
    " are replaced by others from the same day. Repeating it changes nothing more.",
)
async def set_fee_rates(context: Context, input: SetFeeRatesInput) -> FeeRatesSet:
    found = await use_case.set_rates(
        valid_from=input.valid_from,
        rates=[each.rates() for each in input.tables],
        examples=[ExampleRequest(each.kind, each.amount, each.period_from, each.period_to) for each in input.examples],
        is_preview=input.is_preview,
        **context.caller,
    )
    return answer(FeeRatesSet, rates=found.tables, examples=found.examples)
