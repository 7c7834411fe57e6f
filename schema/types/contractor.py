"""Contractors."""

import strawberry

import models
from resolvers.relations import ToPage
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import Node, column, pure, row_type
from schema.reading.lookahead import page_key
from schema.types.lazy_types import Contract


def _contracts(
    contractor: strawberry.Parent[models.Contractor], first: First = DEFAULT_PAGE, after: After = None
) -> Connection[Contract]:
    return contractor.related[page_key("contracts", *page_arguments(first, after))]


@row_type(models.Contractor)
class Contractor(Node):
    """A contractor (請負者), the principal of guarantees."""

    name: str = column("Company name.")
    address: str = column("Address as printed on certificates.")
    representative: str | None = column("Title and name of the representative.")
    corporate_number: str | None = column("法人番号, 13 digits.")
    contracts: Connection[Contract] = pure(
        _contracts,
        "Its contracts that the viewer may see, newest first.",
        needs=ToPage(models.Contract, "contractor_id", order="-id"),
    )
