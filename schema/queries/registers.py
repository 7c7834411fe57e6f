"""The register: sureties, obligees, contractors, contracts."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import GuaranteeKind
from models.parties.surety import MOST_SURETIES
from resolvers.parties import directory
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading import ids
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import LENGTH, ListLength, described_input, given, root
from schema.reading.lookahead import EDGES, include
from schema.types.contract import Contract
from schema.types.contractor import Contractor
from schema.types.obligee import Obligee
from schema.types.surety import Surety


@described_input
class ContractFilter:
    """Which contracts; everything that is given must hold."""

    contractor_id: strawberry.ID | None = given("Of this contractor.", default=None)
    obligee_id: strawberry.ID | None = given("With this obligee.", default=None)
    project_name: str | None = given("工事名 contains this.", default=None)
    contract_date_from: datetime.date | None = given("請負契約日 on or after this day.", default=None)
    contract_date_to: datetime.date | None = given("請負契約日 on or before this day.", default=None)


@described_input
class ObligeeFilter:
    """Which obligees; everything that is given must hold."""

    prefecture: str | None = given("In this prefecture.", default=None)
    accepts_electronic: bool | None = given(
        "Whether it accepts electronic guarantees of `kind` on the day `on`.", default=None
    )
    kind: GuaranteeKind | None = given("Accepts electronic guarantees of this kind.", default=None)
    on: datetime.date | None = given(
        "The day that `acceptsElectronic` and `kind` ask about; today if null.", default=None
    )
    search: str | None = given("Its name contains this.", default=None)


@strawberry.type
class RegisterQueries:
    """What is registered."""

    @strawberry.field(
        description="Public: sureties and their branches, for the form.",
        metadata={LENGTH: ListLength(3, MOST_SURETIES)},
    )
    async def sureties(self, info: Info) -> list[Surety]:
        found: Any = await directory.sureties(include=include(info), reader=info.context.reader)
        return found

    @root(PageOf(models.Contractor, order="id"), "Contractors that the viewer may see, in the order of registration.")
    async def contractors(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        search: Annotated[str | None, strawberry.argument(description="The name contains this.")] = None,
    ) -> Connection[Contractor]:
        count, behind = page_arguments(first, after)
        page: Any = await directory.contractors(
            reader=info.context.reader, first=count, after=behind, include=include(info, *EDGES), search=search
        )
        return page

    @root(PageOf(models.Contract, order="-id"), "Contracts that the viewer may see, newest first.")
    async def contracts(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[ContractFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[Contract]:
        count, behind = page_arguments(first, after)
        wanted = filter or ContractFilter()
        page: Any = await directory.contracts(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            contractor_id=ids.wanted(wanted.contractor_id, "Contractor"),
            obligee_id=ids.wanted(wanted.obligee_id, "Obligee"),
            project_name=wanted.project_name,
            contract_date_from=wanted.contract_date_from,
            contract_date_to=wanted.contract_date_to,
        )
        return page

    @root(
        PageOf(models.Obligee, order="id"),
        "Public: which obligees accept electronic guarantees, from when, for what.",
    )
    async def obligees(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[ObligeeFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[Obligee]:
        count, behind = page_arguments(first, after)
        wanted = filter or ObligeeFilter()
        page: Any = await directory.obligees(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            prefecture=wanted.prefecture,
            accepts_electronic=wanted.accepts_electronic,
            kind=wanted.kind,
            on=wanted.on or info.context.today,
            search=wanted.search,
        )
        return page
