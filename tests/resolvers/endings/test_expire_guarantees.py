"""Expiry by the worker: the time of the end, batches, several workers, a worker that is killed."""

import asyncio
import datetime

import asyncpg
import pytest

from models.audit_records import AuditEvent
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import JAPAN
from resolvers.endings import expire_guarantees
from sample.sample_register import SampleRegister
from tests.support.mails import wait_until
from tests.support.transitions.status_steps import put
from tests.support.use_cases import advance, issue, many_approved

MIDNIGHT = datetime.datetime(2027, 9, 1, tzinfo=JAPAN)
"""The end of the sample contract's period, and of its guarantees."""
WEEKS_LATER = MIDNIGHT + datetime.timedelta(days=20, hours=3)


@pytest.fixture
async def guarantees(sample: SampleRegister) -> list[Guarantee]:
    """Seven in force, until the last day of August."""
    ids = await many_approved(sample, 7, advance())
    return [
        await issue(sample, await Guarantee.get(id=id_), key=f"Z28YUE4J3Bu{place + 2}") for place, id_ in enumerate(ids)
    ]


async def states() -> dict[str, int]:
    found = await Guarantee.filter(number__isnull=False).values_list("status", flat=True)
    return {str(status): found.count(status) for status in set(found)}


async def test_after_missed_nights_the_end_is_that_of_the_last_day(guarantees: list[Guarantee]) -> None:
    assert await expire_guarantees.expire(at=MIDNIGHT - datetime.timedelta(seconds=1)) == 0
    assert await expire_guarantees.expire(at=WEEKS_LATER, batch=3) == 7
    assert {each.ended_at for each in await Guarantee.filter(status="EXPIRED")} == {MIDNIGHT}
    events = await AuditEvent.filter(action="guarantee.expired")
    assert {event.subject_id for event in events} == {each.id for each in guarantees}
    assert {(event.at, event.role, event.actor_id) for event in events} == {(WEEKS_LATER, None, None)}
    assert len(events) == 7


async def test_it_is_done_once(guarantees: list[Guarantee]) -> None:
    assert await expire_guarantees.expire(at=MIDNIGHT) == 7
    assert await expire_guarantees.expire(at=WEEKS_LATER) == 0
    assert await AuditEvent.filter(action="guarantee.expired").count() == 7


@pytest.mark.parametrize("status", ["CLAIMED", "RELEASED", "CANCELLED", "PAID"])
async def test_what_is_claimed_or_ended_stays(guarantees: list[Guarantee], status: str) -> None:
    await put(status, {"id": guarantees[0].id})
    before = await Guarantee.get(id=guarantees[0].id)
    assert await expire_guarantees.expire(at=MIDNIGHT) == 6
    after = await Guarantee.get(id=before.id)
    assert (after.status, after.ended_at) == (before.status, before.ended_at)


async def test_workers_at_once_share_the_work(guarantees: list[Guarantee]) -> None:
    counts = await asyncio.gather(*(expire_guarantees.expire(at=MIDNIGHT, batch=2) for _ in range(4)))
    assert sum(counts) == 7
    assert await AuditEvent.filter(action="guarantee.expired").count() == 7


async def test_what_an_act_has_locked_waits_for_the_next_run(guarantees: list[Guarantee], database_url: str) -> None:
    other = await asyncpg.connect(database_url)
    try:
        async with other.transaction():
            await other.execute("UPDATE guarantee SET status = 'CLAIMED' WHERE id = $1", guarantees[0].id)
            await other.execute("SELECT 1 FROM guarantee WHERE id = $1 FOR UPDATE", guarantees[1].id)
            assert await expire_guarantees.expire(at=MIDNIGHT) == 5
    finally:
        await other.close()
    assert await expire_guarantees.expire(at=MIDNIGHT) == 1
    assert await states() == {GuaranteeStatus.EXPIRED: 6, GuaranteeStatus.CLAIMED: 1}


async def test_a_worker_that_is_killed_leaves_whole_batches(guarantees: list[Guarantee], database_url: str) -> None:
    killed = await asyncpg.connect(database_url)
    transaction = killed.transaction()
    await transaction.start()
    await killed.fetch(expire_guarantees.MARK, ["IN_FORCE"], MIDNIGHT.date(), 3)
    killed.terminate()  # as the kernel closes the connections of a killed process

    async def all_marked() -> bool:
        await expire_guarantees.expire(at=MIDNIGHT)
        return await states() == {GuaranteeStatus.EXPIRED: 7}

    await wait_until(all_marked)
    assert await AuditEvent.filter(action="guarantee.expired").count() == 7
