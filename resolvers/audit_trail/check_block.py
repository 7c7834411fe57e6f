"""Whether a block of the audit log, its leaves and its events agree."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.after_issue.audit_chain import AuditBlock
from resolvers.audit_trail.event_content import hash_of
from resolvers.audit_trail.findings_of_chain import Fault, Finding
from security.hash_trees import root_hash

LATENESS = datetime.timedelta(hours=1)
"""From an event to the end of the longest transaction that may store it, with differences between clocks."""


def faults_of(block: AuditBlock, leaves: Sequence[Mapping[str, Any]], previous: AuditBlock | None) -> Iterator[Finding]:
    """What is wrong with one block; `leaves` in their order, each with its event (without `id` if there is none)."""
    faults = [*_faults_of_header(block, previous), *_faults_of_leaves(block, leaves)]
    yield from (Finding(fault, block.chain_id, block.number) for fault in faults)
    earliest = (previous.sealed_at - LATENESS).timestamp() if previous else None
    for leaf in leaves:
        fault = _fault_of_event(leaf, earliest)
        if fault:
            yield Finding(fault, block.chain_id, block.number, leaf["event_id"])


def _faults_of_header(block: AuditBlock, previous: AuditBlock | None) -> Iterator[Fault]:
    if block.previous_hash != (previous and previous.hash):
        yield Fault.LINK_BROKEN
    if block.hash != block.header_hash():
        yield Fault.BLOCK_CHANGED


def _faults_of_leaves(block: AuditBlock, leaves: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    if len(leaves) < block.leaf_count:
        yield Fault.LEAF_MISSING
        return
    are_in_place = all(leaf["position"] == place for place, leaf in enumerate(leaves))
    if not are_in_place or root_hash([leaf["leaf"] for leaf in leaves]) != block.root:
        yield Fault.LEAVES_CHANGED


def _fault_of_event(leaf: Mapping[str, Any], earliest: float | None) -> Fault | None:
    if leaf["id"] is None:
        return Fault.EVENT_MISSING
    if hash_of(leaf) != leaf["leaf"]:
        return Fault.EVENT_CHANGED
    return Fault.EVENT_BACKDATED if earliest is not None and float(leaf["at"]) < earliest else None
