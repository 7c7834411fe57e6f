"""The register: sureties, obligees, contractors."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import ContractType, GuaranteeKind
from models.parties.surety import MOST_SURETIES
from resolvers.parties import directory
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments, total_count
from schema.reading.fields import LENGTH, ListLength, condition, described, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include, selects
from schema.types.contractor import Contractor
from schema.types.obligee import Obligee
from schema.types.surety import Surety


@described_input
class ObligeeFilter:
    """Which obligees; everything that is given must hold."""

    prefecture: str | None = condition("In this prefecture.")
    accepts_electronic: bool | None = condition(
        "Whether it accepts electronic guarantees (of `kind`, for `contractType`) on the day `on`."
    )
    kind: GuaranteeKind | None = condition("Accepts electronic guarantees of this kind.")
    contract_type: ContractType | None = condition("Accepts electronic guarantees for this type of contract.")
    on: datetime.date | None = condition(
        "The day that `acceptsElectronic`, `kind` and `contractType` ask about; today if null."
    )
    search: str | None = condition("Its name contains this.")
    is_active: bool | None = condition("Whether new contracts may name it.")


@described
class ContractorConnection(Connection[Contractor]):
    """A page of contractors."""

    total_count: int | None = total_count("contractors")


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
        search: Annotated[
            str | None, strawberry.argument(description="The name contains this, or it is the whole 法人番号.")
        ] = None,
    ) -> ContractorConnection:
        count, behind = page_arguments(first, after)
        page: Any = await directory.contractors(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            search=search,
            is_counted=selects(info, "totalCount"),
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
        page: Any = await directory.obligees(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter, on=info.context.today),
        )
        return page
