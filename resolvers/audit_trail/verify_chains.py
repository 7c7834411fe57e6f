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
from resolvers.audit_trail.checkpoint_content import Checkpoint, Head
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
async def verify(report: Report, *, kept: Checkpoint | None = None, since: Checkpoint | None = None) -> Verified:
    """Verify all chains as they are at this moment; `report` is called with each finding.

    The chains have the heads of `kept`, a checkpoint. With `since` only what follows another one is read: what precedes
    it was verified before.
    """
    verified, connection = Verified(), connections.get("default")
    if since is not None:
        verified.heads = {id_: _last_before(id_, head, since) for id_, head in since.heads.items()}
    async for block, leaves in _blocks(_following(since)):
        previous = verified.heads.get(block.chain_id)
        _report_missing(block.chain_id, range(previous.number + 1 if previous else 1, block.number), report)
        for finding in faults_of(block, leaves, previous):
            report(finding)
        verified.heads[block.chain_id] = block
        verified.blocks += 1
        verified.events += len(leaves)
    await _check_heads(verified.heads, report)
    for checkpoint in filter(None, (kept, since)):
        await _check_checkpoint(checkpoint, report)
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


async def _check_checkpoint(checkpoint: Checkpoint, report: Report) -> None:
    """The chains have the blocks that the checkpoint names."""
    for chain_id, head in sorted(checkpoint.heads.items()):
        if not await AuditBlock.exists(chain_id=chain_id, number=head.number, hash=head.hash):
            report(Finding(Fault.CHECKPOINT_DIFFERS, chain_id, head.number))


def _last_before(chain_id: UUID, head: Head, checkpoint: Checkpoint) -> AuditBlock:
    """What the checkpoint says of the block that precedes those that are read."""
    return AuditBlock(chain_id=chain_id, number=head.number, hash=head.hash, sealed_at=checkpoint.made_at)


def _following(since: Checkpoint | None) -> Q:
    """The blocks behind those of a checkpoint, and those of new chains."""
    if since is None or not since.heads:
        return Q()
    known = [Q(chain_id=id_, number__gt=head.number) for id_, head in since.heads.items()]
    return Q(Q(chain_id__not_in=list(since.heads)), *known, join_type="OR")


def _report_missing(chain_id: UUID, numbers: range, report: Report) -> None:
    for number in numbers[:MOST_NAMED]:
        report(Finding(Fault.BLOCK_MISSING, chain_id, number))


async def _blocks(which: Q) -> AsyncIterator[tuple[AuditBlock, Sequence[Mapping[str, Any]]]]:
    """These blocks with their leaves and events, chain by chain."""
    after = Q()
    while page := await AuditBlock.filter(which, after).order_by("chain_id", "number").limit(PAGE):
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
