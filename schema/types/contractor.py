"""Contractors."""

import strawberry

import models
from models.parties.bill_to import MOST_BILL_TOS
from resolvers.relations import ToMany, ToPage
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import ListLength, Node, column, pure, relation, row_type
from schema.reading.lookahead import page_key
from schema.types.bill_to import BillTo
from schema.types.lazy_types import ContractConnection
from schema.types.registers.register_change import CHANGES, HISTORY, RegisterChange, changes_of


def _contracts(
    contractor: strawberry.Parent[models.Contractor], first: First = DEFAULT_PAGE, after: After = None
) -> ContractConnection:
    return contractor.related[page_key("contracts", *page_arguments(first, after))]


@row_type(models.Contractor)
class Contractor(Node):
    """A contractor (請負者), the principal of guarantees."""

    name: str = column("Company name.")
    address: str = column("Address as printed on certificates.")
    representative: str | None = column("Title and name of the representative.")
    corporate_number: str | None = column("法人番号, 13 digits.")
    is_active: bool = column("Whether it may apply.")
    version: int = column("1 as it was registered; changeContractor makes the next one, and takes the one it knew.")
    changes: Connection[RegisterChange] = pure(changes_of, HISTORY, needs=CHANGES)
    bill_tos: list[BillTo] = relation(
        ToMany(models.BillTo, "contractor_id"),
        "Its register of bill-to parties, oldest first; empty for others.",
        length=ListLength(10, MOST_BILL_TOS),
    )
    contracts: ContractConnection = pure(
        _contracts,
        "Its contracts that the viewer may see, newest first.",
        needs=ToPage(models.Contract, "contractor_id", order="-id"),
    )
