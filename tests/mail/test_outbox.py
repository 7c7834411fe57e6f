"""One mail for each event, in the transaction of the event."""

import asyncio

import pytest
from tortoise import connections

from database.leases import CHANNEL
from database.notifications import listen
from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.enums import Role
from models.errors import WrongState
from models.outgoing_mail import MailKind
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.owner_statements import execute_as_owner
from tests.support.mails import enqueue_mails, mails_of
from tests.support.use_cases import advance, applied, approved, issued


async def test_what_is_refused_or_rolled_back_enqueues_none(sample: SampleRegister) -> None:
    surety = sample.viewers[Role.SURETY]
    (guarantee,) = await approved(sample, advance())
    with pytest.raises(WrongState):
        await review.decline(guarantee_id=guarantee.id, reason="要件外", viewer=surety, at=NOON)

    @transactional
    async def begun() -> None:
        await outbox.enqueue(MailKind.ISSUED, [Event("x", guarantee.id, NOON)])
        raise LookupError

    with pytest.raises(LookupError):
        await begun()
    assert await mails_of(MailKind.DECLINED) == await mails_of(MailKind.ISSUED) == []


async def test_the_same_event_has_one_mail_however_often_it_is_enqueued(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    event = Event("x", guarantee.id, NOON)
    await asyncio.gather(*(outbox.enqueue(MailKind.RETURNED, [event]) for _ in range(10)))
    assert len(await mails_of(MailKind.RETURNED)) == 1


async def test_an_event_may_have_any_name_and_stays_one_of_its_own(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    for name in ("x" * 1_000, "x" * 1_001, "x" * 1_000):
        await outbox.enqueue(MailKind.OBLIGEE_ACCEPTED, [Event(name, guarantee.id, NOON)])
    assert len(await mails_of(MailKind.OBLIGEE_ACCEPTED)) == 4


async def test_commits_are_heard_of_once_a_transaction_and_rollbacks_are_not(
    sample: SampleRegister, database_url: str
) -> None:
    heard, stop = asyncio.Queue[str](), asyncio.Event()
    task = asyncio.create_task(listen(database_url, CHANNEL, heard=heard.put_nowait, stop=stop))

    @transactional
    async def undone() -> None:
        await enqueue_mails(sample, 3)
        raise LookupError

    async def heard_before_marker() -> list[str]:
        """Notices come in the order of commits: those before the marker are all there are."""
        await connections.get("default").execute_query("SELECT pg_notify($1, 'marker')", [CHANNEL])
        found: list[str] = []
        while (table := await heard.get()) != "marker":
            found.append(table)
        return found

    try:
        async with asyncio.timeout(10):
            assert await heard.get() == "", "a gap has ended"
            await enqueue_mails(sample, 7)
            assert await heard_before_marker() == ["outgoing_mail"]
            with pytest.raises(LookupError):
                await undone()
            assert await heard_before_marker() == []
            await issued(sample, advance())
            assert set(await heard_before_marker()) == {"document", "outgoing_mail"}
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


async def test_listening_goes_on_after_the_connection_is_lost(sample: SampleRegister, database_url: str) -> None:
    heard, stop = asyncio.Queue[None](), asyncio.Event()
    task = asyncio.create_task(listen(database_url, CHANNEL, heard=lambda _: heard.put_nowait(None), stop=stop))
    await asyncio.wait_for(heard.get(), 5)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    await execute_as_owner(cut)
    await asyncio.wait_for(heard.get(), 5)
    await enqueue_mails(sample)
    await asyncio.wait_for(heard.get(), 5)
    stop.set()
    await asyncio.wait_for(task, 5)
