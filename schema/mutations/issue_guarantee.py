"""issueGuarantee."""

import strawberry

from resolvers.guarantees.issue import issue_guarantees
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.certificate import Certificate
from schema.types.guarantee import Guarantee


@described_input
class IssueGuaranteeInput:
    """What is issued."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class GuaranteeIssued:
    """It has been issued."""

    guarantee: Guarantee = column("The guarantee, in force.")
    certificate: Certificate = column("Its first certificate.")


@mutation(
    issue_guarantees.issue,
    "The surety issues an approved guarantee: gives number and key and deposits the certificate, all or"
    " nothing, exactly once.",
)
async def issue_guarantee(context: Context, input: IssueGuaranteeInput) -> GuaranteeIssued:
    guarantee, certificate = await issue_guarantees.issue(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        idempotency_key=input.idempotency_key,
        viewer=context.viewer,
        keyring=context.services.keyring,
        at=context.at,
    )
    return answer(
        GuaranteeIssued,
        guarantee=guarantee,
        certificate=certificate,
    )
