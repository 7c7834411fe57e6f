"""removeContract."""

import strawberry

from resolvers.applications.contracts import remove_contract as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given


@described_input
class RemoveContractInput:
    """Which contract, and why."""

    contract_id: strawberry.ID = given("The contract.")
    reason: str | None = given("Why, up to 1,000 characters; the surety has to give a reason.", default=None)


@described
class ContractRemoved:
    """The contract is registered no more."""

    contract_id: strawberry.ID = column("The id that it had.")


@mutation(
    use_case.remove,
    "Removes a contract for which nothing was applied for. Drafts that name it stay, without a contract.",
)
async def remove_contract(context: Context, input: RemoveContractInput) -> ContractRemoved:
    key = await use_case.remove(
        contract_id=ids.key_of(input.contract_id, "Contract"), reason=input.reason, **context.caller
    )
    return answer(ContractRemoved, contract_id=strawberry.ID(ids.to_id("Contract", key)))
