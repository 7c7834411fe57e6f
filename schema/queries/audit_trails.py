"""auditTrail."""

from typing import Annotated, Any

import strawberry

from resolvers.audit_trail import read_trail
from schema.context import Info
from schema.reading import ids
from schema.reading.connections import After, Connection, First, moment_page_arguments
from schema.types.after_issue.audit_event import AuditEvent

DEFAULT_EVENTS = 50
DESCRIPTION = """
The timeline of a guarantee, oldest first; for the surety and the operator. It has the events of the guarantee, its
application, contract, certificates, documents, messages, attachments and mails. Empty for a guarantee that the viewer
may not see.
"""


@strawberry.type
class AuditTrailQueries:
    """auditTrail."""

    # Not declared as a root: its rows are of several tables, and nothing of it is read often.
    @strawberry.field(description=DESCRIPTION.strip())
    async def audit_trail(
        self,
        info: Info,
        guarantee_id: Annotated[strawberry.ID, strawberry.argument(description="Of which guarantee.")],
        first: First = DEFAULT_EVENTS,
        after: After = None,
    ) -> Connection[AuditEvent]:
        count, behind = moment_page_arguments(first, after)
        page: Any = await read_trail.page(
            guarantee_id=ids.key_of(guarantee_id, "Guarantee"), reader=info.context.reader, first=count, after=behind
        )
        return page
