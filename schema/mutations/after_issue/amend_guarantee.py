"""amendGuarantee."""

import datetime

import strawberry

from models.commands import AmendmentTerms
from resolvers.amendments import amend_guarantee as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.certificate import Certificate
from schema.types.guarantee import Guarantee


@described_input
class AmendGuaranteeInput:
    """What changes: what is left out stays."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    amount: Yen | None = given("保証金額.", default=None)
    expiry_date: datetime.date | None = given("保証期限, at least the end of the period.", default=None)
    contract_price: Yen | None = given("請負金額, of the contract.", default=None)
    project_name: str | None = given("工事名, of the contract; up to 120 characters.", default=None)
    period_from: datetime.date | None = given("工期の始期, of the contract.", default=None)
    period_to: datetime.date | None = given("工期の終期, of the contract.", default=None)
    amendment_request_id: strawberry.ID | None = given(
        "The contractor's request that this answers, which is DONE then; the terms may differ from what it asks.",
        default=None,
    )
    reason: str = given("Shown to the contractor, up to 1,000 characters.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )

    def terms(self) -> AmendmentTerms:
        """As the use case takes them."""
        return AmendmentTerms(**{name: getattr(self, name) for name in vars(AmendmentTerms())})


@described
class GuaranteeAmended:
    """It has been amended."""

    guarantee: Guarantee = column("The guarantee with its new terms, under the same number and key.")
    certificate: Certificate = column("The new version, 変更－n; the former one is SUPERSEDED.")


@mutation(
    use_case.amend,
    "The surety amends (変更) a guarantee in force, and with it the contract's price, name and period. The limits of"
    " the contract hold. A difference in fee is stated. The new certificate has to be handed over and accepted anew.",
)
async def amend_guarantee(context: Context, input: AmendGuaranteeInput) -> GuaranteeAmended:
    guarantee, certificate = await use_case.amend(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        terms=input.terms(),
        reason=input.reason,
        request_id=ids.wanted(input.amendment_request_id, "AmendmentRequest"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(GuaranteeAmended, guarantee=guarantee, certificate=certificate)
