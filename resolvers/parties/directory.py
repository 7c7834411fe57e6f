"""Searching the register: sureties, obligees, contractors, and any row by its id."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Subquery

from models.enums import ContractType, GuaranteeKind
from models.parties import corporate_number
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, Obligee
from models.parties.surety import MOST_SURETIES, Surety
from models.row import Row
from resolvers import access, text_checks
from resolvers.column_conditions import in_force_on
from resolvers.conditions import given, matching
from resolvers.lists import sorted_pages, text_search
from resolvers.lists.text_search import Place
from resolvers.loading import Reader, follow, load, page_from
from resolvers.relations import Include, Page
from resolvers.text_conditions import containing

NAME = Place(Contractor, ("name",), walked=("name",))


async def sureties(*, include: Include, reader: Reader) -> Sequence[Surety]:
    """All sureties, up to the maximum; public."""
    found = await Surety.all().order_by("id").limit(MOST_SURETIES)
    await load(found, include, reader=reader)
    return found


async def obligees(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    prefecture: str | None = None,
    accepts_electronic: bool | None = None,
    kind: GuaranteeKind | None = None,
    contract_type: ContractType | None = None,
    on: datetime.date,
    search: str | None = None,
    is_active: bool | None = None,
) -> Page:
    """Obligees in the order of registration; public.

    `accepts_electronic` is for `kind` (any), `contract_type` (any) and the day `on`, by the rules in force on it.

    Raises InvalidInput.
    """
    text_checks.require_searchable(search=search, prefecture=prefecture)
    # Not `prefecture`: Tortoise fails on a text that is longer than the column.
    where = given({"prefecture__iexact": prefecture, "is_active": is_active})
    if {accepts_electronic, kind, contract_type} != {None}:
        what = given({"kind": kind, "contract_type": contract_type})
        accepting = ElectronicAcceptance.filter(in_force_on(on), what, from_date__lte=on)
        among = matching({"id__in": Subquery(accepting.values("obligee_id"))})
        where &= ~among if accepts_electronic is False else among
    found = containing(Obligee.filter(access.visible(Obligee, reader.viewer), where), search, "name")
    return await page_from(found, order="id", first=first, after=after, include=include, reader=reader)


async def contractors(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    search: str | None = None,
    is_counted: bool = False,
) -> Page:
    """Contractors that the viewer may see, in the order of registration. Raises NotSignedIn, InvalidInput.

    A search for a whole corporate number finds the company that has it, by the index of these numbers.
    """
    viewer = access.require("contractors", reader.viewer)
    text_checks.require_searchable(search=search)
    found = Contractor.filter(access.visible(Contractor, viewer))
    number = corporate_number.digits_of(search or "")
    if number is not None:
        found = found.filter(matching({"corporate_number": number}))
    else:
        near = follow(found, order="id", after=after)
        enough = None if is_counted else first + 1
        found = await text_search.search(found, search, NAME, near=near, enough=enough, viewer=viewer)
    page = await page_from(found, order="id", first=first, after=after, include=include, reader=reader)
    return await sorted_pages.counted(page, found, is_counted=is_counted)


async def node(model: type[Row], id_: UUID, *, include: Include, reader: Reader) -> Row | None:
    """One row by its id; None if there is none that the viewer may see."""
    found = await model.get_or_none(access.visible(model, reader.viewer), id=id_)
    if found is not None:
        await load([found], include, reader=reader)
    return found
