"""Who has presented number and key of a guarantee, when, from where and how often: from the audit log."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import connections

from models.enums import Role
from models.guarantee import Guarantee
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.access_rules.after_issue_rules import NAMED_PEOPLE, PRESENTATIONS
from resolvers.conditions import matching
from resolvers.loading import Loadable, Reader, walk
from resolvers.relations import Include, ToPresentations

MOST = 100
"""Of one guarantee, those of the latest presentations."""
STATEMENT = f"""
SELECT guarantee_id, latest.role, latest.address, first_at, last_at, times, account.name AS person,
    CASE latest.role WHEN 'OBLIGEE' THEN obligee.name WHEN 'SURETY' THEN surety.name ELSE api_client.name END AS party
FROM (
    SELECT subject_id AS guarantee_id, role, actor_id, address, min(at) AS first_at, max(at) AS last_at,
        count(*) AS times, row_number() OVER (PARTITION BY subject_id ORDER BY max(at) DESC, actor_id, address) AS place
    FROM audit_event WHERE subject_id = ANY($1) AND action = 'certificate.read'
    GROUP BY subject_id, role, actor_id, address
) latest
JOIN guarantee ON guarantee.id = guarantee_id
JOIN obligee ON obligee.id = guarantee.obligee_id JOIN surety ON surety.id = guarantee.surety_id
LEFT JOIN account ON account.id = actor_id LEFT JOIN api_client ON api_client.id = actor_id
WHERE place <= {MOST} ORDER BY guarantee_id, place
"""  # noqa: S608 -- a constant
"""Every successful look-up by number and key is `certificate.read`, whatever follows it."""


@dataclass(frozen=True)
class Presentation:
    """Somebody who has presented number and key, from one address."""

    role: Role
    party: str
    person: str | None
    address: str
    first_at: datetime.datetime
    last_at: datetime.datetime
    times: int


async def attach(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    """Put the presentations into `related` of the guarantees for which they are asked; a step of Reader.after_load."""
    for guarantees, name, step in walk(rows, include):
        if isinstance(step.relation, ToPresentations):
            found = await _found([guarantee.id for guarantee in guarantees], reader.viewer)
            for guarantee in guarantees:
                guarantee.related[name] = found[guarantee.id]


async def _found(ids: Sequence[UUID], viewer: Viewer | None) -> Mapping[UUID, list[Presentation]]:
    """By guarantee, the latest first; none of guarantees whose presentations the viewer may not see."""
    found: defaultdict[UUID, list[Presentation]] = defaultdict(list)
    if viewer is None or viewer.role not in PRESENTATIONS:
        return found
    own = Guarantee.filter(access.own(Guarantee, viewer), matching({"id__in": list(ids)}))
    values = [await own.values_list("id", flat=True)]
    for row in await connections.get("default").execute_query_dict(STATEMENT, values):
        found[row["guarantee_id"]].append(_presentation(row, viewer))
    return found


def _presentation(row: Mapping[str, Any], viewer: Viewer) -> Presentation:
    return Presentation(
        role=Role(row["role"]),
        party=row["party"],
        person=row["person"] if viewer.role in NAMED_PEOPLE else None,
        address=row["address"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        times=row["times"],
    )
