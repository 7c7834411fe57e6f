"""The registered companies that are members of a contract's joint venture: their accounts read it."""

from uuid import UUID

from models.applying.contract import Contract
from models.parties.contractor import Contractor
from models.row import Row, reference


class ContractParty(Row):
    """A registered member of a joint venture, other than its lead. The database derives it from the contract."""

    contract: Contract = reference("models.Contract")
    contract_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID

    class Meta:
        table = "contract_party"
        unique_together = (("contractor_id", "contract_id"),)
