"""approveContractForElectronic."""

import strawberry

from models.parties.rules_request import ApprovalRequest
from resolvers.parties import contract_approvals as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.obligee import ContractApproval


@described_input
class ApproveContractInput:
    """A contract, registered or not: `contractId`, or the project's name."""

    obligee_id: strawberry.ID = given("The obligee; an official's own.")
    contract_id: strawberry.ID | None = given("A registered contract that the viewer may see.", default=None)
    project_name: str | None = given(
        "工事名, as the contractor will write it; width, spaces and forms of kanji do not matter.", default=None
    )
    corporate_number: str | None = given(
        "法人番号 of the contractor, 13 digits; null for whoever contracts for the project.", default=None
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ContractApproved:
    """The contract is approved, or was already."""

    approval: ContractApproval = column("What is approved.")


@mutation(
    use_case.approve,
    "The obligee approves a contract for electronic guarantees, where it accepts them for approved contracts only"
    " (`ElectronicAcceptance.approvedContractsOnly`); before or after the contract is registered. Repeating it changes"
    " nothing.",
)
async def approve_contract_for_electronic(context: Context, input: ApproveContractInput) -> ContractApproved:
    approval = await use_case.approve(
        obligee_id=ids.key_of(input.obligee_id, "Obligee"),
        request=ApprovalRequest(ids.wanted(input.contract_id, "Contract"), input.project_name, input.corporate_number),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ContractApproved, approval=approval)
