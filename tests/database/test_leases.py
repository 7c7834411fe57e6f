"""Claims: no job is leased twice, the longest waiting come first, suspicious jobs alone; an index is used."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from tortoise import Model

from database import leases
from database.leases import DueRows
from models.document import Document
from models.job import LEASE, Job
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import enqueue_mails
from tests.support.use_cases import advance, issued


async def claim(most: int = 20, among: DueRows = DueRows.SOUND, at: object = NOON) -> list[OutgoingMail]:
    return await leases.claim(OutgoingMail, at=at, until=at + LEASE, most=most, among=among)  # type: ignore[operator, arg-type]


async def test_two_claims_never_have_the_same_mail(sample: SampleRegister) -> None:
    await enqueue_mails(sample, 100)
    taken = [mail for mails in await asyncio.gather(*(claim() for _ in range(8))) for mail in mails]
    assert len({mail.id for mail in taken}) == len(taken) == 100
    assert len({mail.claim for mail in taken}) == 100, "each attempt has an id of its own"


async def test_what_is_locked_at_the_moment_is_passed_over(sample: SampleRegister, database_url: str) -> None:
    first, second = await enqueue_mails(sample, 2)
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute("SELECT FROM outgoing_mail WHERE id = $1 FOR UPDATE", first.id)
        assert [mail.id for mail in await claim()] == [second.id]
    await other.close()
    assert [mail.id for mail in await claim()] == [first.id]


async def test_the_longest_waiting_comes_first(sample: SampleRegister) -> None:
    first, second, third = await enqueue_mails(sample, 3)
    await OutgoingMail.filter(id=first.id).update(due_at=NOON - LEASE)
    await OutgoingMail.filter(id=third.id).update(due_at=NOON - 2 * LEASE)
    assert [[mail.id for mail in await claim(1)] for _ in range(4)] == [[third.id], [first.id], [second.id], []]


async def test_what_is_not_due_is_not_claimed_and_the_moment_it_is_due_it_is(sample: SampleRegister) -> None:
    (mail,) = await enqueue_mails(sample)
    await OutgoingMail.filter(id=mail.id).update(due_at=NOON + LEASE)
    assert await claim(at=NOON + LEASE * 0.999) == []
    (claimed,) = await claim(at=NOON + LEASE)
    assert (claimed.id, claimed.attempts, claimed.due_at, claimed.abandoned) == (mail.id, 1, NOON + 2 * LEASE, None)


@pytest.mark.parametrize("state", [{"state": "SENT", "sent_at": NOON}, {"state": "DEAD", "dead_at": NOON}], ids=str)
async def test_what_is_done_or_dead_is_not_claimed(sample: SampleRegister, state: dict[str, Any]) -> None:
    (mail,) = await enqueue_mails(sample)
    await OutgoingMail.filter(id=mail.id).update(**state)
    assert await claim() == []


async def test_what_was_abandoned_three_times_is_claimed_apart(sample: SampleRegister) -> None:
    mails = await enqueue_mails(sample, 3)
    for number in range(3):
        assert await claim(among=DueRows.SUSPICIOUS, at=NOON + number * LEASE) == []
        assert len(await claim(at=NOON + number * LEASE)) == 3
    at = NOON + 3 * LEASE
    assert await claim(at=at) == []
    assert {mail.id for _ in range(3) for mail in await claim(1, DueRows.SUSPICIOUS, at)} == {mail.id for mail in mails}


async def test_what_failed_in_order_is_not_suspicious(sample: SampleRegister) -> None:
    (mail,) = await enqueue_mails(sample)
    await OutgoingMail.filter(id=mail.id).update(attempts=7)
    assert await claim(among=DueRows.SUSPICIOUS) == []
    assert len(await claim()) == 1


async def test_each_row_is_as_a_query_reads_it(sample: SampleRegister) -> None:
    await issued(sample, advance())
    await enqueue_mails(sample)
    for model in (Document, OutgoingMail):
        for row in await leases.claim(model, at=NOON, until=NOON + LEASE, most=9):
            found = await model.get(id=row.id)
            assert {name: getattr(row, name) for name in model._meta.db_fields} == {
                name: getattr(found, name) for name in model._meta.db_fields
            }


MANY = {
    "outgoing_mail": """INSERT INTO outgoing_mail SELECT (jsonb_populate_record(NULL::outgoing_mail, to_jsonb(m) ||
        jsonb_build_object('id', uuidv7(), 'event', n, 'due_at', m.due_at + n * interval '1 second'))).*
        FROM (SELECT * FROM outgoing_mail LIMIT 1) AS m, generate_series(1, 5000) AS n""",
    "document": """INSERT INTO document SELECT (jsonb_populate_record(NULL::document, to_jsonb(d) ||
        jsonb_build_object('id', uuidv7(), 'certificate_id', uuidv7(), 'due_at', d.due_at + n * interval '1 second'))).*
        FROM (SELECT * FROM document WHERE kind = 'CERTIFICATE') AS d, generate_series(1, 5000) AS n""",
}


@pytest.fixture
async def rolled_back(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(owner_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.mark.parametrize("model", [Document, OutgoingMail])
@pytest.mark.parametrize("among", [DueRows.SOUND, DueRows.SUSPICIOUS])
async def test_a_claim_from_a_long_queue_reads_no_more_than_it_takes(
    sample: SampleRegister, rolled_back: asyncpg.Connection, model: type[Job], among: DueRows
) -> None:
    await issued(sample, advance())
    await rolled_back.execute("SET LOCAL session_replication_role = replica")
    await rolled_back.execute(MANY[table(model)])
    await rolled_back.execute(f"ANALYZE {table(model)}")
    later = NOON.replace(year=2030)
    for mode in ("force_custom_plan", "force_generic_plan"):
        await rolled_back.execute(f"SET LOCAL plan_cache_mode = {mode}")
        explained = f"EXPLAIN {leases.claim_statement(model, among)}"
        plan = "\n".join(row[0] for row in await rolled_back.fetch(explained, later, later, 20))
        index = f"{table(model)}_in_hand" if among is DueRows.SUSPICIOUS else f"{table(model)}_to_be_"
        assert index in plan, plan
        assert f"Seq Scan on {table(model)}" not in plan, plan


def table(model: type[Model]) -> str:
    return model._meta.db_table
