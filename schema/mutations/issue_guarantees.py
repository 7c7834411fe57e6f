"""issueGuarantees."""

from typing import Any

import strawberry
from strawberry.types.base import StrawberryOptional

from models.errors import DomainError
from models.refusals import refusals_of
from resolvers.guarantees.issue import issue_guarantees as use_case
from schema.context import Context
from schema.errors import to_error_type
from schema.mutations.issue_guarantee import GuaranteeIssued
from schema.mutations.mutation_field import answer, mutation, result_of
from schema.reading import ids
from schema.reading.fields import ListLength, column, described, described_input, given


@described_input
class IssueGuaranteesInput:
    """What is issued."""

    guarantee_ids: list[strawberry.ID] = given(
        "The guarantees, 1 to 500.", most=use_case.MOST_AT_ONCE, code="OUT_OF_RANGE"
    )
    idempotency_key: str | None = given(
        "Up to 120 characters, for the whole call: for 24 hours the same key with the same guarantees returns the first"
        " result of issued guarantees, and retries refused ones.",
        default=None,
    )


@described
class GuaranteeResult:
    """What came of one guarantee."""

    guarantee_id: strawberry.ID = column("The guarantee, as it was given.")
    result: Any = column(
        "As issueGuarantee answers it. Null, and not issued, after an unexpected failure, which is in `errors`.",
        type_=StrawberryOptional(result_of("issue_guarantee", GuaranteeIssued, use_case.issue)),
    )


@described
class GuaranteesTried:
    """Each guarantee has been issued or refused individually."""

    results: list[GuaranteeResult] = column(
        "One for each id, in the order given.",
        length=ListLength(500, use_case.MOST_AT_ONCE, given_by="input.guaranteeIds"),
    )


@mutation(
    use_case.issue_each,
    "The surety issues up to 500 approved guarantees, each as issueGuarantee does; refusals do not"
    " affect the other guarantees.",
)
async def issue_guarantees(context: Context, input: IssueGuaranteesInput) -> GuaranteesTried:
    keys = [ids.key_of(id_, "Guarantee") for id_ in input.guarantee_ids]
    outcomes = await use_case.issue_each(
        guarantee_ids=[None if key == ids.UNKNOWN else key for key in keys],
        idempotency_key=input.idempotency_key,
        viewer=context.viewer,
        keyring=context.services.keyring,
        at=context.at,
    )
    results = [
        answer(GuaranteeResult, guarantee_id=id_, result=_result(outcome))
        for id_, outcome in zip(input.guarantee_ids, outcomes, strict=True)
    ]
    return GuaranteesTried(results=results)


def _result(outcome: use_case.Outcome) -> object:
    """graphql-core raises an exception that issueGuarantee does not declare, for this guarantee only."""
    match outcome:
        case DomainError() if type(outcome) in refusals_of(use_case.issue):
            return to_error_type(outcome)
        case Exception():
            return outcome
        case (guarantee, certificate):
            return answer(GuaranteeIssued, guarantee=guarantee, certificate=certificate)
