"""Guarantees as a list."""

import datetime
from uuid import UUID

from models.enums import GuaranteeKind, Medium
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import end_of, start_of
from resolvers import access, text_checks
from resolvers.conditions import given
from resolvers.loading import Reader, page_from
from resolvers.relations import Include, Page
from resolvers.text_conditions import containing


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    kind: GuaranteeKind | None = None,
    medium: Medium | None = None,
    status: GuaranteeStatus | None = None,
    number: str | None = None,
    contractor_name: str | None = None,
    project_name: str | None = None,
    obligee_id: UUID | None = None,
    issued_from: datetime.date | None = None,
    issued_to: datetime.date | None = None,
) -> Page:
    """Guarantees that the viewer may see, newest first. Names match partially, days are days in Japan, both included.

    Raises InvalidInput.
    """
    access.require("guarantees", reader.viewer)
    text_checks.require_searchable(contractor_name=contractor_name, project_name=project_name)
    wanted = {
        "kind": kind,
        "medium": medium,
        "status": status,
        "number": number,
        "obligee_id": obligee_id,
        "issued_at__gte": issued_from and start_of(issued_from),
        "issued_at__lte": issued_to and end_of(issued_to),
    }
    found = Guarantee.filter(access.visible(Guarantee, reader.viewer), given(wanted))
    found = containing(found, contractor_name, "contractor__name")
    found = containing(found, project_name, "contract__project_name")
    return await page_from(found, order="-id", first=first, after=after, include=include, reader=reader)
