import datetime
from uuid import UUID

import pytest

from models.after_issue.audit_chain import WITHOUT_SURETY, AuditBlock, AuditLeaf
from models.audit_records import AuditEvent
from models.enums import Role
from models.parties.viewer import Viewer
from resolvers import audit
from resolvers.audit_trail import verify_chains
from resolvers.audit_trail.findings_of_chain import Fault, Finding
from resolvers.audit_trail.seal_events import Sealer
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.owner_statements import execute_without_triggers

HOUR = datetime.timedelta(hours=1)
OTHER = "00000000-0000-0000-0000-000000000001"
CHANGES = {
    "id": f"'{OTHER}'",
    "at": "at + interval '1 microsecond'",
    "role": "'SURETY'",
    "actor_id": f"'{OTHER}'",
    "address": "address || ' '",
    "action": "'session.begum'",
    "subject_id": f"'{OTHER}'",
    "subject": "'髙﨑𠮷'",
}
"""Another value of each column of an audit event."""
SECOND = "chain_id = '00000000-0000-0000-0000-000000000000' AND number = 2"


@pytest.fixture(autouse=True)
async def events(sample: SampleRegister) -> list[UUID]:
    """Three blocks of two events each."""
    for hours in range(3):
        at = NOON + hours * HOUR * 2
        for name in ("一", "二"):
            await audit.record_anonymous("session.refused", address="192.0.2.1", subject=name, at=at)
        await Sealer().seal(at=at)
    return [event.id for event in await AuditEvent.all().order_by("id")]


async def found() -> list[tuple[Fault, int | None, UUID | None]]:
    """What is found, all of it in the chain without surety."""
    findings: list[Finding] = []
    await verify_chains.verify(findings.append)
    assert {finding.chain_id for finding in findings} <= {WITHOUT_SURETY, None}
    return [(finding.fault, finding.number, finding.event_id) for finding in findings]


async def test_an_untouched_log_has_no_faults() -> None:
    assert await found() == []


def test_every_column_is_changed() -> None:
    assert set(CHANGES) == set(AuditEvent._meta.db_fields)


@pytest.mark.parametrize("column", CHANGES)
async def test_a_change_of_any_column_is_found(events: list[UUID], column: str) -> None:
    changed = events[2]
    await execute_without_triggers(f"UPDATE audit_event SET {column} = {CHANGES[column]} WHERE id = '{changed}'")
    fault = Fault.EVENT_MISSING if column == "id" else Fault.EVENT_CHANGED
    assert await found() == [(fault, 2, changed)]


@pytest.mark.parametrize("value", ["'infinity'", "'-infinity'", "at - interval '4000 years'"])
async def test_times_that_no_calendar_has_are_found(events: list[UUID], value: str) -> None:
    await execute_without_triggers(f"UPDATE audit_event SET at = {value} WHERE id = '{events[2]}'")
    assert await found() == [(Fault.EVENT_CHANGED, 2, events[2])]


async def test_null_and_an_empty_text_differ(events: list[UUID]) -> None:
    await execute_without_triggers(f"UPDATE audit_event SET subject = '' WHERE id = '{events[0]}'")
    assert await found() == [(Fault.EVENT_CHANGED, 1, events[0])]


async def test_a_deleted_event_is_found(events: list[UUID]) -> None:
    await execute_without_triggers(f"DELETE FROM audit_event WHERE id = '{events[3]}'")
    assert await found() == [(Fault.EVENT_MISSING, 2, events[3])]


async def test_an_event_that_is_deleted_with_its_leaf_is_found(events: list[UUID]) -> None:
    await execute_without_triggers(
        f"DELETE FROM audit_event WHERE id = '{events[3]}'", f"DELETE FROM audit_leaf WHERE id = '{events[3]}'"
    )
    assert await found() == [(Fault.LEAF_MISSING, 2, None)]


async def test_events_that_changed_places_are_found(events: list[UUID]) -> None:
    await execute_without_triggers(
        f"UPDATE audit_leaf SET position = 9 WHERE id = '{events[2]}'",
        f"UPDATE audit_leaf SET position = 0 WHERE id = '{events[3]}'",
        f"UPDATE audit_leaf SET position = 1 WHERE id = '{events[2]}'",
    )
    assert await found() == [(Fault.LEAVES_CHANGED, 2, None)]


async def test_a_place_that_is_not_the_next_is_found(events: list[UUID]) -> None:
    await execute_without_triggers(f"UPDATE audit_leaf SET position = 9 WHERE id = '{events[3]}'")
    assert await found() == [(Fault.LEAVES_CHANGED, 2, None)]


async def test_an_event_that_is_inserted_afterwards_is_found(events: list[UUID]) -> None:
    viewer = Viewer(role=Role.OPERATOR, actor_id=UUID(OTHER), address="", name="")
    await audit.record("guarantee.issued", viewer=viewer, at=NOON)
    await Sealer().seal(at=NOON + 5 * HOUR)
    inserted = await AuditEvent.get(action="guarantee.issued")
    assert await found() == [(Fault.EVENT_BACKDATED, 4, inserted.id)]


async def test_an_event_that_is_added_to_a_block_is_found(events: list[UUID]) -> None:
    second = await AuditBlock.get(number=2)
    await audit.record_anonymous("session.refused", address="", subject="三", at=NOON + 2 * HOUR)
    added = await AuditEvent.get(subject="三")
    await AuditLeaf.create(id=added.id, block_id=second.id, position=2, hash=b"x" * 32)
    assert await found() == [(Fault.LEAVES_CHANGED, 2, None), (Fault.EVENT_CHANGED, 2, added.id)]


@pytest.mark.parametrize(
    "change",
    [
        "sealed_at = sealed_at + interval '1 microsecond'",
        "root = sha256('')",
        "hash = sha256('')",
        "leaf_count = 3",
        "leaf_count = 1",
        "previous_hash = sha256('')",
        f"id = '{OTHER}'",
        f"chain_id = '{OTHER}', number = 1, previous_hash = NULL",
        "number = 7",
    ],
)
async def test_a_changed_header_is_found(change: str) -> None:
    await execute_without_triggers(f"UPDATE audit_block SET {change} WHERE {SECOND}")
    findings: list[Finding] = []
    await verify_chains.verify(findings.append)
    assert Fault.BLOCK_CHANGED in {finding.fault for finding in findings} or change.startswith("hash")
    assert findings


async def test_a_removed_block_is_found_in_the_middle_and_at_the_end(events: list[UUID]) -> None:
    await execute_without_triggers(f"DELETE FROM audit_block WHERE {SECOND}")
    stray = [(Fault.LEAF_WITHOUT_BLOCK, None, event_id) for event_id in events[2:4]]
    assert await found() == [(Fault.BLOCK_MISSING, 2, None), (Fault.LINK_BROKEN, 3, None), *stray]
    await execute_without_triggers("DELETE FROM audit_block WHERE number = 3")
    stray += [(Fault.LEAF_WITHOUT_BLOCK, None, event_id) for event_id in events[4:]]
    assert await found() == [(Fault.BLOCK_MISSING, 2, None), (Fault.BLOCK_MISSING, 3, None), *stray]


async def test_a_last_block_that_is_removed_with_its_events_stays_missing(events: list[UUID]) -> None:
    await execute_without_triggers(
        "DELETE FROM audit_block WHERE number = 3",
        f"DELETE FROM audit_leaf WHERE id >= '{events[4]}'",
        f"DELETE FROM audit_event WHERE id >= '{events[4]}'",
    )
    assert await found() == [(Fault.BLOCK_MISSING, 3, None)]
    await audit.record_anonymous("session.refused", address="", subject="三", at=NOON + 6 * HOUR)
    await Sealer().seal(at=NOON + 6 * HOUR)
    assert await found() == [(Fault.BLOCK_MISSING, 3, None), (Fault.LINK_BROKEN, 4, None)]


async def test_a_head_that_is_removed_or_changed_is_found() -> None:
    await execute_without_triggers("UPDATE audit_chain SET last_hash = sha256('')")
    assert await found() == [(Fault.HEAD_DIFFERS, 3, None)]
    await execute_without_triggers("UPDATE audit_chain SET last_number = 2")
    assert await found() == [(Fault.HEAD_DIFFERS, 3, None)]
    await execute_without_triggers("DELETE FROM audit_chain")
    assert await found() == [(Fault.HEAD_MISSING, 3, None)]


async def test_a_chain_of_which_only_the_head_is_left_is_found(events: list[UUID]) -> None:
    await execute_without_triggers("DELETE FROM audit_block", "DELETE FROM audit_leaf")
    assert await found() == [(Fault.BLOCK_MISSING, number, None) for number in (1, 2, 3)]
