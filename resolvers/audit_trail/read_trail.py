"""The timeline of a guarantee: the events of the guarantee and of the rows that belong to it, the oldest first."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tortoise import connections

from models.audit_records import AuditEvent
from models.enums import Role
from models.guarantee import Guarantee
from resolvers import access
from resolvers.audit_trail.event_content import SELECTED, hash_of
from resolvers.audit_trail.event_wordings import sentence
from resolvers.loading import Reader
from resolvers.relations import Page

SUBJECTS = """
SELECT id FROM guarantee WHERE id = $1
UNION SELECT application_id FROM guarantee WHERE id = $1
UNION SELECT contract_id FROM guarantee WHERE id = $1
UNION SELECT id FROM certificate WHERE guarantee_id = $1
UNION SELECT id FROM auth_key WHERE guarantee_id = $1
UNION SELECT id FROM fee_statement WHERE guarantee_id = $1
UNION SELECT id FROM outgoing_mail WHERE guarantee_id = $1
UNION SELECT d.id FROM document d JOIN certificate c ON c.id = d.certificate_id WHERE c.guarantee_id = $1
UNION SELECT d.id FROM document d JOIN fee_statement f ON f.id = d.fee_statement_id WHERE f.guarantee_id = $1
UNION SELECT d.id FROM document d JOIN claim l ON l.id = d.filed_claim_id WHERE l.guarantee_id = $1
UNION SELECT m.id FROM message m JOIN guarantee g ON g.application_id = m.application_id WHERE g.id = $1
UNION SELECT f.id FROM attachment f JOIN guarantee g ON g.application_id = f.application_id WHERE g.id = $1
UNION SELECT n.id FROM review_note n JOIN guarantee g ON g.application_id = n.application_id
    WHERE g.id = $1 AND (n.guarantee_id IS NULL OR n.guarantee_id = $1)
"""
"""Whatever an event about a guarantee may have as its subject; UNION counts each once.

Application and contract are those of all their guarantees: so are their events.
"""
STATEMENT = f"""
WITH subjects AS MATERIALIZED ({SUBJECTS})
SELECT {SELECTED}, e.at AS moment, coalesce(account.name, api_client.name) AS by,
    coalesce(e.subject, document.filename) AS named
FROM subjects JOIN audit_event e ON e.subject_id = subjects.id
LEFT JOIN account ON account.id = e.actor_id LEFT JOIN api_client ON api_client.id = e.actor_id
LEFT JOIN document ON document.id = e.subject_id
WHERE $2::timestamptz IS NULL OR (e.at, e.id) > ($2, $3::uuid)
ORDER BY e.at, e.id LIMIT $4
"""  # noqa: S608 -- constants


async def page(*, guarantee_id: UUID, reader: Reader, first: int, after: tuple[datetime.datetime, UUID] | None) -> Page:
    """The events after a place (moment and id); none of a guarantee that the viewer may not see.

    Raises NotSignedIn, NotAllowed.
    """
    viewer = access.require("auditTrail", reader.viewer)
    if not await Guarantee.filter(access.visible(Guarantee, viewer), id=guarantee_id).exists():
        return Page([], has_next=False, has_previous=after is not None, moment="at")
    moment, id_ = after or (None, None)
    rows = await connections.get("default").execute_query_dict(STATEMENT, [guarantee_id, moment, id_, first + 1])
    return Page([_event(row) for row in rows[:first]], len(rows) > first, after is not None, moment="at")


def _event(row: Mapping[str, Any]) -> AuditEvent:
    """The event, with what is derived from it under `related`."""
    event = AuditEvent(
        id=UUID(row["id"]),
        at=row["moment"],
        role=Role(row["role"]) if row["role"] else None,
        address=row["address"],
        action=row["action"],
        subject=row["subject"],
    )
    event.related = {
        "by": row["by"],
        "address": row["address"] or None,
        "text": sentence(row["action"], row["named"]),
        "hash": hash_of(row).hex(),
    }
    return event
