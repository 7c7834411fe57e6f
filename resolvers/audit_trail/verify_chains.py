"""Verifies the chains of the audit log: reads every event, block by block, and reports what does not agree.

The memory that it takes does not depend on the number of events.
"""

import datetime
import itertools
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q

from database.transactions import in_snapshot
from models.after_issue.audit_chain import MOST_LEAVES, AuditBlock, AuditChain
from resolvers.audit_trail.check_block import faults_of
from resolvers.audit_trail.event_content import SELECTED
from resolvers.audit_trail.findings_of_chain import Fault, Finding

PAGE = 200
"""Headers that are read at once."""
MOST_NAMED = 100
"""Leaves without a block, and blocks that are missing side by side."""

LEAVES = f"""
SELECT l.block_id, l.position, l.hash AS leaf, l.id AS event_id, {SELECTED}
FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.id WHERE l.block_id = ANY($1) ORDER BY l.block_id, l.position
"""  # noqa: S608 -- constants
STRAY = f"""
SELECT l.id FROM audit_leaf l WHERE NOT EXISTS (SELECT FROM audit_block b WHERE b.id = l.block_id)
ORDER BY l.id LIMIT {MOST_NAMED}
"""  # noqa: S608 -- a constant
UNSEALED = """
SELECT count(*) AS count, min(at) AS since FROM audit_event e
WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.id = e.id)
"""

Report = Callable[[Finding], None]


@dataclass
class Verified:
    """What was verified."""

    blocks: int = 0
    events: int = 0
    heads: dict[UUID, AuditBlock] = field(default_factory=dict[UUID, AuditBlock])
    """The last block of each chain."""
    unsealed: int = 0
    """Events that no block has yet: nothing can be said about them."""
    unsealed_since: datetime.datetime | None = None


@in_snapshot
async def verify(report: Report) -> Verified:
    """Verify all chains as they are at this moment; `report` is called with each finding."""
    verified, connection = Verified(), connections.get("default")
    async for block, leaves in _blocks():
        previous = verified.heads.get(block.chain_id)
        _report_missing(block.chain_id, range(previous.number + 1 if previous else 1, block.number), report)
        for finding in faults_of(block, leaves, previous):
            report(finding)
        verified.heads[block.chain_id] = block
        verified.blocks += 1
        verified.events += len(leaves)
    await _check_heads(verified.heads, report)
    for stray in await connection.execute_query_dict(STRAY):
        report(Finding(Fault.LEAF_WITHOUT_BLOCK, event_id=stray["id"]))
    unsealed, *_ = await connection.execute_query_dict(UNSEALED)
    verified.unsealed, verified.unsealed_since = unsealed["count"], unsealed["since"]
    return verified


async def _check_heads(heads: Mapping[UUID, AuditBlock], report: Report) -> None:
    """The last blocks are those that the chains name."""
    chains = {chain.id: chain for chain in await AuditChain.all()}
    for chain_id in sorted(heads.keys() - chains.keys()):
        report(Finding(Fault.HEAD_MISSING, chain_id, heads[chain_id].number))
    for chain_id, chain in sorted(chains.items()):
        last = heads.get(chain_id)
        _report_missing(chain_id, range(last.number + 1 if last else 1, chain.last_number + 1), report)
        if (
            last
            and last.number >= chain.last_number
            and (last.number, last.hash) != (chain.last_number, chain.last_hash)
        ):
            report(Finding(Fault.HEAD_DIFFERS, chain_id, last.number))


def _report_missing(chain_id: UUID, numbers: range, report: Report) -> None:
    for number in numbers[:MOST_NAMED]:
        report(Finding(Fault.BLOCK_MISSING, chain_id, number))


async def _blocks() -> AsyncIterator[tuple[AuditBlock, Sequence[Mapping[str, Any]]]]:
    """All blocks with their leaves and events, chain by chain."""
    after = Q()
    while page := await AuditBlock.filter(after).order_by("chain_id", "number").limit(PAGE):
        for group in _groups(page):
            rows = await connections.get("default").execute_query_dict(LEAVES, [[block.id for block in group]])
            leaves = {id_: list(each) for id_, each in itertools.groupby(rows, key=lambda row: row["block_id"])}
            for block in group:
                yield block, leaves.get(block.id, [])
        last = page[-1]
        after = Q(chain_id=last.chain_id, number__gt=last.number) | Q(chain_id__gt=last.chain_id)


def _groups(page: Sequence[AuditBlock]) -> list[list[AuditBlock]]:
    """Blocks whose leaves are read by one statement: at most twice as many leaves as one block has."""
    groups, count = [list[AuditBlock]()], 0
    for block in page:
        if groups[-1] and count + block.leaf_count > MOST_LEAVES:
            groups.append([])
            count = 0
        groups[-1].append(block)
        count += block.leaf_count
    return groups
