"""requestAmendment."""

import datetime

import strawberry

from models.commands import AmendmentTerms
from resolvers.amendments import amendment_requests
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.after_issue.amendment_request import AmendmentRequest


@described_input
class RequestAmendmentInput:
    """The guarantee, and what is to change; what is null stays as it is."""

    guarantee_id: strawberry.ID = given("The guarantee, which is in force.")
    amount: Yen | None = given("保証金額 after the amendment.", default=None)
    expiry_date: datetime.date | None = given(
        "保証期限 after the amendment; not before the end of 工期 (履行期間).", default=None
    )
    project_name: str | None = given("工事名 (業務名) after the amendment, up to 120 characters.", default=None)
    period_from: datetime.date | None = given("The first day of 工期 (履行期間) after the amendment.", default=None)
    period_to: datetime.date | None = given("Its last day after the amendment.", default=None)
    contract_price: Yen | None = given(
        "請負金額 after the amendment; a change of it alone needs no amendment.", default=None
    )
    reason: str = given("Shown to the surety, up to 1,000 characters.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class AmendmentRequested:
    """The amendment has been asked for."""

    amendment_request: AmendmentRequest = column("The request: OPEN, with what would change.")


@mutation(
    amendment_requests.request,
    "The contractor asks for an amendment (変更) of a guarantee in force. What equals the present is left out; the rest"
    " is held to the rules of the amendment itself at once. A guarantee has one open request. The branch gets a mail.",
)
async def request_amendment(context: Context, input: RequestAmendmentInput) -> AmendmentRequested:
    request = await amendment_requests.request(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        terms=AmendmentTerms(**{name: getattr(input, name) for name in vars(AmendmentTerms())}),
        reason=input.reason,
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(AmendmentRequested, amendment_request=request)
