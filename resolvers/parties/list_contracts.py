"""Contracts as a list."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from models.applying.contract import Contract
from models.enums import ContractType
from resolvers import access, text_checks
from resolvers.conditions import given
from resolvers.lists import sorted_pages, text_search
from resolvers.lists.sorted_pages import SortedBy
from resolvers.lists.text_search import Place
from resolvers.loading import Reader
from resolvers.relations import Include, Page, SortedPlace


class ContractOrder(StrEnum):
    """The order of a list of contracts."""

    NEWEST = "NEWEST"
    CONTRACT_DATE = "CONTRACT_DATE"
    PRICE = "PRICE"


SORTED: Mapping[ContractOrder, SortedBy] = {
    ContractOrder.CONTRACT_DATE: SortedBy("contract_date", is_descending=True, is_day=True),
    ContractOrder.PRICE: SortedBy("contract_price", is_descending=True),
}
"""The orders besides the newest first."""
PROJECT_NAME = Place(Contract, ("project_name",), walked=("project_name",))
NAMES = Place(Contract, text_search.INDEXED[Contract], walked=text_search.INDEXED[Contract])


@dataclass(frozen=True)
class ContractFilter:
    """The filter: all given conditions must hold, None is no condition. Texts match partially; days are included."""

    search: str | None = None
    contractor_id: UUID | None = None
    obligee_id: UUID | None = None
    project_name: str | None = None
    contract_type: ContractType | None = None
    contract_date_from: datetime.date | None = None
    contract_date_to: datetime.date | None = None
    order_by: ContractOrder = ContractOrder.NEWEST


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | SortedPlace | None,
    include: Include,
    wanted: ContractFilter,
    is_counted: bool = False,
) -> Page:
    """Contracts that the viewer may see; `after` is a place in this order, `is_counted` asks for their number.

    Raises NotSignedIn, InvalidInput.
    """
    viewer = access.require("contracts", reader.viewer)
    text_checks.require_searchable(search=wanted.search, project_name=wanted.project_name)
    conditions = {
        "contractor_id": wanted.contractor_id,
        "obligee_id": wanted.obligee_id,
        "contract_type": wanted.contract_type,
        "contract_date__gte": wanted.contract_date_from,
        "contract_date__lte": wanted.contract_date_to,
    }
    found = Contract.filter(access.visible(Contract, viewer), given(conditions))
    by = SORTED.get(wanted.order_by)
    enough = None if is_counted or by else first + 1
    found = await text_search.in_pages(
        found, wanted.project_name, PROJECT_NAME, after=after, enough=enough, viewer=viewer
    )
    found = await text_search.in_pages(
        found, wanted.search, NAMES, text_search.CONTRACTOR, after=after, enough=enough, viewer=viewer
    )
    return await sorted_pages.page(
        found, by, first=first, after=after, include=include, reader=reader, is_counted=is_counted
    )
