"""Certificates as a list, on pages and as a file."""

import datetime
from typing import Annotated, Any

import strawberry

from models.enums import GuaranteeKind
from resolvers.certificates import export_csv, search
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.certificate import Certificate
from schema.types.document import FileLink

LISTED = """
Current versions that the viewer may see (whether each counts today, its `validity` says): the contractor's own, the
surety's, the obligee's (those whose key was presented for it, through any channel). One a guarantee, in the order of
application, newest first; an amended certificate keeps its place.
"""
AS_FILE = """
The same list as a CSV file for spreadsheets, whole: UTF-8 with BOM, sums in yen, days as 2026-04-01. One file at a time
for each viewer; a second one meanwhile is answered with status 429.
"""


@described_input
class CertificateFilter:
    """Which certificates; everything that is given must hold. Days are days in Japan."""

    search: str | None = condition(
        "Number, 工事名 (業務名), 保証契約者 or 共同企業体 contains this (up to 150 characters), whatever the width,"
        " case, spaces, kind of dashes and form of kanji."
    )
    kind: GuaranteeKind | None = condition("Of this kind.")
    obligee_id: strawberry.ID | None = condition("In favour of this obligee.", of="Obligee")
    expires_from: datetime.date | None = condition("保証期限 on or after this day.")
    expires_to: datetime.date | None = condition("保証期限 on or before this day.")
    expires_within_days: int | None = condition(
        "保証期限 from today to so many days later (0 is today alone), up to 3,650."
    )
    received_from: datetime.date | None = condition(
        "Number and key first presented by the obligee's side on or after this day."
    )
    received_to: datetime.date | None = condition("The same, on or before this day.")
    issued_from: datetime.date | None = condition("Issued on or after this day.")
    issued_to: datetime.date | None = condition("Issued on or before this day.")
    is_valid: bool | None = condition("Whether it counts now, as its `validity` has it.")
    is_decided: bool | None = condition("Whether the obligee has accepted or returned it in its current hand-over.")


Wanted = Annotated[CertificateFilter | None, strawberry.argument(description="Which ones.")]


@strawberry.type
class CertificateListQueries:
    """Certificates as a list."""

    @root(search.LIST, LISTED.strip())
    async def certificates(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None, filter: Wanted = None
    ) -> Connection[Certificate]:
        count, behind = page_arguments(first, after)
        page: Any = await search.certificates(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            wanted=_wanted(filter),
        )
        return page

    @strawberry.field(description=AS_FILE.strip())
    async def certificates_csv(self, info: Info, filter: Wanted = None) -> FileLink:
        context = info.context
        services = context.services.documents
        link: Any = export_csv.FILE.link(_wanted(filter), viewer=context.viewer, services=services, at=context.at)
        return link


def _wanted(filter_: CertificateFilter | None) -> search.CertificateFilter:
    return search.CertificateFilter(**filter_arguments(filter_))
