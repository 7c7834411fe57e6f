"""retentionRules and purges."""

from typing import Any

import strawberry

from models.after_issue.retention import PurgeSubject
from resolvers.retention import purge_rows, retention_rules
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import LENGTH, ListLength, root
from schema.reading.lookahead import EDGES, include
from schema.types.retention.retention_rule import Purge, RetentionRule

SUBJECTS = len(PurgeSubject)


@strawberry.type
class RetentionQueries:
    """retentionRules and purges."""

    @strawberry.field(
        description="For the operator: how long what is no document of record is kept.",
        metadata={LENGTH: ListLength(SUBJECTS, SUBJECTS)},
    )
    async def retention_rules(self, info: Info) -> list[RetentionRule]:
        found: Any = await retention_rules.listed(viewer=info.context.viewer, at=info.context.at)
        return found

    @root(purge_rows.LIST, "For the operator: what was purged, one entry for each subject and day, newest first.")
    async def purges(self, info: Info, first: First = DEFAULT_PAGE, after: After = None) -> Connection[Purge]:
        count, behind = page_arguments(first, after)
        page: Any = await purge_rows.page(
            reader=info.context.reader, first=count, after=behind, include=include(info, *EDGES)
        )
        return page
