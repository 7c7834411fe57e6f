"""Seals committed audit events: each becomes a leaf of one block of its surety's chain.

Whoever writes an event does nothing for it: a worker finds those that no block has, by the absence of their leaf, in
whatever order they were committed.
"""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import connections

from database.transactions import transactional
from models.after_issue.audit_chain import MOST_LEAVES, WITHOUT_SURETY, AuditBlock, AuditChain, AuditLeaf
from resolvers.audit_trail.event_content import SELECTED, hash_of
from security.hash_trees import root_hash

MARGIN = datetime.timedelta(minutes=1)
"""Between clocks of servers, and from the making of an event's id to its transaction's first write."""
LOCK = 0x6B616B755F61
"""Key of the advisory lock by which one process seals at a time; arbitrary."""
FIRST_ID = UUID(int=0)

SURETIES = (
    "SELECT surety_id FROM guarantee WHERE id = e.subject_id",
    "SELECT surety_id FROM application WHERE id = e.subject_id",
    "SELECT surety_id FROM contract WHERE id = e.subject_id",
    "SELECT surety_id FROM certificate WHERE id = e.subject_id",
    "SELECT surety_id FROM fee_statement WHERE id = e.subject_id",
    "SELECT surety_id FROM monthly_bill WHERE id = e.subject_id",
    "SELECT surety_id FROM outgoing_mail WHERE id = e.subject_id",
    "SELECT surety_id FROM account WHERE id = e.subject_id",
    "SELECT surety_id FROM branch WHERE id = e.subject_id",
    "SELECT id FROM surety WHERE id = e.subject_id",
    "SELECT a.surety_id FROM message m JOIN application a ON a.id = m.application_id WHERE m.id = e.subject_id",
    "SELECT a.surety_id FROM attachment f JOIN application a ON a.id = f.application_id WHERE f.id = e.subject_id",
    "SELECT a.surety_id FROM review_note n JOIN application a ON a.id = n.application_id WHERE n.id = e.subject_id",
    """SELECT coalesce(c.surety_id, f.surety_id, b.surety_id, g.surety_id, v.surety_id) FROM document d
       LEFT JOIN certificate c ON c.id = d.certificate_id LEFT JOIN fee_statement f ON f.id = d.fee_statement_id
       LEFT JOIN monthly_bill b ON b.id = d.monthly_bill_id LEFT JOIN auth_key k ON k.id = d.auth_key_id
       LEFT JOIN guarantee g ON g.id = k.guarantee_id LEFT JOIN claim l ON l.id = d.filed_claim_id
       LEFT JOIN certificate v ON v.id = l.certificate_id WHERE d.id = e.subject_id""",
    "SELECT surety_id FROM account WHERE id = e.actor_id",
)
"""Whose event it is: the surety of its subject, otherwise that of its actor.

It is decided once, when the event is sealed, and is part of the header from then on.
"""
STATEMENT = f"""
SELECT {SELECTED}, coalesce({", ".join(f"({each})" for each in SURETIES)}) AS surety_id
FROM audit_event e
WHERE e.id >= $1 AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.id = e.id AND l.id >= $1)
ORDER BY e.id LIMIT {MOST_LEAVES}
"""  # noqa: S608 -- constants
SNAPSHOT = """
SELECT pg_snapshot_xmin(s)::text::bigint AS oldest, pg_snapshot_xmax(s)::text::bigint AS next
FROM pg_current_snapshot() s
"""


class _Moment(NamedTuple):
    at: datetime.datetime
    next_transaction: int
    """Transactions of lower numbers had begun."""


class Sealer:
    """Seals what has been committed since the last time; the first time, and when asked to, whatever is not sealed.

    Events are looked for from the id that was the lowest possible one in the oldest running transaction. So a long
    transaction is waited for, without reading the whole log.
    """

    def __init__(self) -> None:
        self._moments: list[_Moment] = []
        self._since = FIRST_ID

    async def seal(self, *, at: datetime.datetime, whole: bool = False) -> int:
        """Seal events in blocks of their sureties; returns their number."""
        snapshot, *_ = await connections.get("default").execute_query_dict(SNAPSHOT)
        since, sealed = FIRST_ID if whole else self._since, 0
        while (found := await seal_some(since, at=at)) is not None:
            count, last = found
            sealed += count
            if count < MOST_LEAVES:
                self._ended(_Moment(at, snapshot["next"]), snapshot["oldest"])
                break
            since = last
        return sealed

    def _ended(self, moment: _Moment, oldest: int) -> None:
        """Of the moments whose transactions have all ended, the latest one says where to look from."""
        over = [each for each in self._moments if each.next_transaction <= oldest]
        self._moments = [each for each in self._moments if each.next_transaction > oldest] + [moment]
        if over:
            milliseconds = int((over[-1].at - MARGIN).timestamp() * 1000)
            self._since = UUID(int=milliseconds << 80)


@transactional
async def seal_some(since: UUID, *, at: datetime.datetime) -> tuple[int, UUID] | None:
    """Seal the first events that are not sealed, from an id on; their number, and the id of the last one.

    None if another process is sealing.
    """
    connection = connections.get("default")
    lock, *_ = await connection.execute_query_dict("SELECT pg_try_advisory_xact_lock($1) AS is_ours", [LOCK])
    if not lock["is_ours"]:
        return None
    events = await connection.execute_query_dict(STATEMENT, [since])
    by_chain = sorted(events, key=lambda event: event["surety_id"] or WITHOUT_SURETY)
    for chain_id, members in itertools.groupby(by_chain, key=lambda event: event["surety_id"] or WITHOUT_SURETY):
        await _append(chain_id, list(members), at=at)
    return len(events), UUID(events[-1]["id"]) if events else since


async def _append(chain_id: UUID, events: Sequence[Mapping[str, Any]], *, at: datetime.datetime) -> None:
    """Add one block to a chain, and make it the head."""
    hashes = [hash_of(event) for event in events]
    chain = await AuditChain.get_or_none(id=chain_id)
    block = AuditBlock(
        chain_id=chain_id,
        number=chain.last_number + 1 if chain else 1,
        sealed_at=at,
        leaf_count=len(events),
        root=root_hash(hashes),
        previous_hash=chain.last_hash if chain else None,
    )
    block.hash = block.header_hash()
    await block.save(force_create=True)
    await AuditLeaf.bulk_create(
        [
            AuditLeaf(id=UUID(event["id"]), block_id=block.id, position=position, hash=digest)
            for position, (event, digest) in enumerate(zip(events, hashes, strict=True))
        ]
    )
    if chain:
        await AuditChain.filter(id=chain_id).update(last_number=block.number, last_hash=block.hash)
    else:
        await AuditChain.create(id=chain_id, last_number=block.number, last_hash=block.hash)
