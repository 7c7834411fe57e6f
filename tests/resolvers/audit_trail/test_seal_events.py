import asyncio
import datetime
from uuid import UUID

import asyncpg
import pytest
from tortoise import connections

from models.after_issue.audit_chain import MOST_LEAVES, WITHOUT_SURETY, AuditBlock, AuditChain, AuditLeaf
from models.audit_records import AuditEvent
from resolvers import audit
from resolvers.audit_trail import seal_events, verify_chains
from resolvers.audit_trail.event_content import COLUMNS
from resolvers.audit_trail.seal_events import Sealer
from resolvers.audit_trail.verify_chains import Verified
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, issued

INSERT = "INSERT INTO audit_event (id, at, address, action) VALUES ($1, $2, '', 'late')"
LATER = NOON + datetime.timedelta(seconds=5)


async def verified() -> Verified:
    """What was verified without any finding."""
    findings: list[object] = []
    result = await verify_chains.verify(findings.append)
    assert findings == []
    return result


async def record(count: int = 1, *, at: datetime.datetime = NOON) -> None:
    await audit.record_system("mail.released", [WITHOUT_SURETY] * count, at=at)


def test_every_column_of_an_event_is_content() -> None:
    assert set(COLUMNS) == set(AuditEvent._meta.db_fields)


async def test_each_event_is_sealed_once_in_the_chain_of_its_surety(sample: SampleRegister) -> None:
    await issued(sample, advance())
    await record()
    sealer = Sealer()
    count = await AuditEvent.all().count()
    assert await sealer.seal(at=NOON) == count
    assert await sealer.seal(at=LATER) == 0
    result = await verified()
    assert set(result.heads) == {sample.branch.surety_id, WITHOUT_SURETY}
    assert (result.events, result.blocks, result.unsealed, result.unsealed_since) == (count, 2, 0, None)
    of_none = await AuditBlock.get(chain_id=WITHOUT_SURETY)
    assert of_none.leaf_count == await AuditEvent.filter(action="mail.released").count() == 1


async def test_a_block_names_the_one_before(sample: SampleRegister) -> None:
    sealer = Sealer()
    for number in range(4):
        await record(2)
        assert await sealer.seal(at=NOON + datetime.timedelta(minutes=number)) == 2
    blocks = await AuditBlock.all().order_by("number")
    assert [block.number for block in blocks] == [1, 2, 3, 4]
    assert [block.previous_hash for block in blocks] == [None, *(block.hash for block in blocks[:-1])]
    assert (await AuditChain.get()).last_hash == blocks[-1].hash
    await verified()


async def test_more_than_a_block_holds_becomes_several(sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    await record(2 * MOST_LEAVES + 1)
    monkeypatch.setattr(verify_chains, "PAGE", 2)
    assert await Sealer().seal(at=NOON) == 2 * MOST_LEAVES + 1
    assert [block.leaf_count for block in await AuditBlock.all().order_by("number")] == [MOST_LEAVES, MOST_LEAVES, 1]
    assert (await verified()).events == 2 * MOST_LEAVES + 1


async def test_what_is_committed_late_is_sealed_although_later_ids_are(
    sample: SampleRegister, database_url: str
) -> None:
    now = datetime.datetime.now(datetime.UTC)
    early = UUID(int=(int(now.timestamp() * 1000) << 80) + 1)
    sealer = Sealer()
    raw = await asyncpg.connect(database_url)
    transaction = raw.transaction()
    await transaction.start()
    await raw.execute(INSERT, early, now)
    for minutes in range(0, 10, 2):
        await record(at=now)
        assert await sealer.seal(at=now + datetime.timedelta(minutes=minutes)) == 1
    await transaction.commit()
    await raw.close()
    assert await sealer.seal(at=now + datetime.timedelta(minutes=10)) == 1
    assert await AuditLeaf.exists(id=early)
    assert sealer._since > early
    assert (await verified()).unsealed == 0


async def test_what_a_clock_that_is_wrong_has_made_is_sealed_by_the_whole_search(sample: SampleRegister) -> None:
    sealer = Sealer()
    for minutes in range(3):
        await record()
        await sealer.seal(at=NOON + datetime.timedelta(minutes=minutes))
    assert sealer._since > seal_events.FIRST_ID
    await connections.get("default").execute_query(INSERT, [UUID(int=5), NOON])
    assert await sealer.seal(at=LATER) == 0
    result = await verified()
    assert (result.unsealed, result.unsealed_since) == (1, NOON)
    assert await sealer.seal(at=LATER, whole=True) == 1


async def test_of_two_workers_one_seals(sample: SampleRegister, database_url: str) -> None:
    await record(3)
    raw = await asyncpg.connect(database_url)
    async with raw.transaction():
        await raw.execute("SELECT pg_advisory_xact_lock($1)", seal_events.LOCK)
        assert await Sealer().seal(at=NOON) == 0
    await raw.close()
    assert sum(await asyncio.gather(*(Sealer().seal(at=NOON) for _ in range(4)))) == 3
    await verified()
