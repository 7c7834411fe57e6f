"""issueGuarantees."""

from typing import Annotated, Any

import strawberry

from resolvers.guarantees.issue import issue_guarantees
from schema.context import Info, loaded_each
from schema.errors import IdempotencyConflict, InvalidInput
from schema.mutations.inputs import INPUT
from schema.mutations.issue_guarantee import GuaranteeIssued, IssueGuaranteeResult
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given


@described_input
class IssueGuaranteesInput:
    """What is issued."""

    guarantee_ids: list[strawberry.ID] = given("The guarantees, 1 to 500.")
    idempotency_key: str | None = given(
        "Up to 120 characters, for the whole call: for 24 hours the same key with the same guarantees gives the first"
        " result of what has been issued, and tries again what has been refused.",
        default=None,
    )


@described
class GuaranteeResult:
    """What came of one guarantee."""

    outcome: strawberry.Private[Any]
    """An Outcome; its rows are answered as types over rows."""
    guarantee_id: strawberry.ID = column("The guarantee, as it was given.")

    @strawberry.field(
        description="As issueGuarantee answers it. Null, and not issued, where something failed: `errors` tells of it."
    )
    def result(self) -> IssueGuaranteeResult | None:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        guarantee, certificate = self.outcome
        return GuaranteeIssued(guarantee=guarantee, certificate=certificate)


@described
class GuaranteesTried:
    """Each guarantee has been issued or refused, by itself."""

    results: list[GuaranteeResult] = column("One for each id, in the order given.")


IssueGuaranteesResult = Annotated[
    GuaranteesTried | IdempotencyConflict | InvalidInput,
    strawberry.union("IssueGuaranteesResult", description="What came of it."),
]


@strawberry.type
class IssueGuarantees:
    """issueGuarantees."""

    @strawberry.mutation(
        description="The surety issues up to 500 approved guarantees, each all or nothing as by issueGuarantee: what is"
        " refused does not keep the others from being issued."
    )
    async def issue_guarantees(
        self, info: Info, input: Annotated[IssueGuaranteesInput, INPUT]
    ) -> IssueGuaranteesResult:
        keys = [ids.key_of(id_, "Guarantee") for id_ in input.guarantee_ids]
        outcomes = await issue_guarantees.issue_each(
            guarantee_ids=[None if key == ids.UNKNOWN else key for key in keys],
            idempotency_key=input.idempotency_key,
            viewer=info.context.viewer,
            keyring=info.context.services.keyring,
            at=info.context.at,
        )
        issued = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
        path, item = ("results", "GuaranteeResult.result"), "GuaranteeIssued"
        await loaded_each(info, [row for row, _ in issued], *path, f"{item}.guarantee", on="GuaranteesTried")
        await loaded_each(info, [row for _, row in issued], *path, f"{item}.certificate", on="GuaranteesTried")
        return GuaranteesTried(
            results=[
                GuaranteeResult(guarantee_id=id_, outcome=outcome)
                for id_, outcome in zip(input.guarantee_ids, outcomes, strict=True)
            ]
        )
