"""Guarantees."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import GuaranteeKind, Medium
from models.guarantee import GuaranteeStatus
from resolvers.guarantees import list_guarantees
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading import ids
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import described_input, given, root
from schema.reading.lookahead import EDGES, include
from schema.scalars import GuaranteeNumber
from schema.types.guarantee import Guarantee


@described_input
class GuaranteeFilter:
    """Which guarantees; everything that is given must hold."""

    kind: GuaranteeKind | None = given("Of this kind.", default=None)
    medium: Medium | None = given("On this medium.", default=None)
    status: GuaranteeStatus | None = given("In this state.", default=None)
    number: GuaranteeNumber | None = given("With this number.", default=None)
    contractor_name: str | None = given("The contractor's name contains this.", default=None)
    project_name: str | None = given("工事名 contains this.", default=None)
    obligee_id: strawberry.ID | None = given("In favour of this obligee.", default=None)
    issued_from: datetime.date | None = given("Issued on or after this day in Japan.", default=None)
    issued_to: datetime.date | None = given("Issued on or before this day in Japan.", default=None)


@strawberry.type
class GuaranteeQueries:
    """Guarantees."""

    @root(
        PageOf(models.Guarantee, order="-id"),
        "What the viewer may see, newest first: the contractor's own, the surety's, the obligee's (those"
        " whose key it presented).",
    )
    async def guarantees(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[GuaranteeFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[Guarantee]:
        count, behind = page_arguments(first, after)
        wanted = filter or GuaranteeFilter()
        page: Any = await list_guarantees.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            kind=wanted.kind,
            medium=wanted.medium,
            status=wanted.status,
            number=wanted.number,
            contractor_name=wanted.contractor_name,
            project_name=wanted.project_name,
            obligee_id=ids.wanted(wanted.obligee_id, "Obligee"),
            issued_from=wanted.issued_from,
            issued_to=wanted.issued_to,
        )
        return page
