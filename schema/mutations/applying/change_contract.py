"""changeContract."""

import datetime
from typing import Any

import strawberry

from models.applying.contract import MOST_MEMBERS
from models.commands import ContractChangeRequest, ContractRequest
from models.enums import ContractType, RemovableContractField
from resolvers.applications.contracts import change_contract as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types import joint_venture
from schema.types.contract import Contract
from schema.types.joint_venture import JointVentureMemberInput


@described_input
class ChangeContractInput:
    """What to change: what is left out stays, an empty text or list removes what is optional."""

    contract_id: strawberry.ID = given("The contract.")
    version: int = given("Contract.version as it was read; if it has changed since, the change is refused.")
    obligee_id: strawberry.ID | None = given(
        "The obligee; without a contracting officer the former one is dropped.", default=None
    )
    contracting_officer_id: strawberry.ID | None = given("被保証者, one of the obligee's.", default=None)
    project_name: str | None = given("工事名, up to 120 characters.", default=None)
    contract_type: ContractType | None = given("Works or services.", default=None)
    contract_price: Yen | None = given("請負金額.", default=None)
    current_fiscal_year_base: Yen | None = given("今年度対象額.", default=None)
    contract_date: datetime.date | None = given("請負契約日.", default=None)
    tender_notice_date: datetime.date | None = given("入札公告日.", default=None)
    bid_date: datetime.date | None = given("入札日.", default=None)
    period_from: datetime.date | None = given("工期の始期.", default=None)
    period_to: datetime.date | None = given("工期の終期.", default=None)
    advance_payment_planned: bool | None = given("Whether the contract provides for an advance payment.", default=None)
    low_price_or_labour_only: bool | None = given(
        "Whether the raised minimum applies to the performance guarantee.", default=None
    )
    joint_venture_name: str | None = given("共同企業体の名称.", default=None)
    joint_venture_members: list[str] | None = given(
        "Its members, the lead member first, 2 to 20: nothing else is known of them then.",
        most=MOST_MEMBERS,
        default=None,
    )
    joint_venture_parties: list[JointVentureMemberInput] | None = given(
        joint_venture.LIST, most=MOST_MEMBERS, default=None
    )
    remove: list[RemovableContractField] | None = given(
        "Fields to be removed.", most=len(RemovableContractField), default=None
    )
    is_another: bool = given(
        "Says that it is another contract than the registered one that looks the same then.", default=False
    )
    reason: str | None = given("Why, up to 1,000 characters; the surety has to give a reason.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )

    def request(self) -> ContractChangeRequest:
        """As the use case takes it."""
        own = {"contract_id", "version", "remove", "reason", "idempotency_key"}
        members, parties = self.joint_venture_members, self.joint_venture_parties
        given: dict[str, Any] = {name: value for name, value in vars(self).items() if name not in own} | {
            "contractor_id": None,
            "obligee_id": ids.wanted(self.obligee_id, "Obligee"),
            "contracting_officer_id": ids.wanted(self.contracting_officer_id, "ContractingOfficer"),
            "joint_venture_members": None if members is None else tuple(members),
            "joint_venture_parties": None if parties is None else joint_venture.requests(parties),
        }
        return ContractChangeRequest(self.version, ContractRequest(**given), frozenset(self.remove or ()), self.reason)


@described
class ContractChanged:
    """The contract has been changed."""

    contract: Contract = column("The contract as it is now, with the next version.")


@mutation(
    use_case.change,
    "Mends a contract before anything is issued on it: by the contractor while nothing for it is in review (all is"
    " returned, declined or withdrawn), by the surety also then, with a reason. It has to meet the rules of an"
    " application, also for the guarantees in review: paths `guarantees.N` are in the order of Contract.guarantees."
    " Approvals are revoked first. Nothing is approved anew by it.",
)
async def change_contract(context: Context, input: ChangeContractInput) -> ContractChanged:
    contract = await use_case.change(
        contract_id=ids.key_of(input.contract_id, "Contract"),
        request=input.request(),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ContractChanged, contract=contract)
