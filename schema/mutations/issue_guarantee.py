"""issueGuarantee."""

from typing import Annotated

import strawberry

from resolvers.guarantees.issue import issue_guarantees
from schema.context import Info, loaded
from schema.errors import (
    FeeAboveAmount,
    FeeNotReceived,
    FeeRatesMissing,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    SerialsUsedUp,
    WrongState,
)
from schema.mutations.inputs import INPUT
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


IssueGuaranteeResult = Annotated[
    GuaranteeIssued
    | WrongState
    | FeeNotReceived
    | IdempotencyConflict
    | NotFound
    | SerialsUsedUp
    | InvalidInput
    | FeeRatesMissing
    | FeeAboveAmount,
    strawberry.union("IssueGuaranteeResult", description="What came of it."),
]


@strawberry.type
class IssueGuarantee:
    """issueGuarantee."""

    @strawberry.mutation(
        description="The surety issues an approved guarantee: gives number and key and deposits the certificate, all or"
        " nothing, exactly once."
    )
    async def issue_guarantee(self, info: Info, input: Annotated[IssueGuaranteeInput, INPUT]) -> IssueGuaranteeResult:
        guarantee, certificate = await issue_guarantees.issue(
            guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
            idempotency_key=input.idempotency_key,
            viewer=info.context.viewer,
            keyring=info.context.services.keyring,
            at=info.context.at,
        )
        return GuaranteeIssued(
            guarantee=await loaded(info, guarantee, "guarantee", on="GuaranteeIssued"),
            certificate=await loaded(info, certificate, "certificate", on="GuaranteeIssued"),
        )
