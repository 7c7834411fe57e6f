import asyncio
import datetime
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from tortoise import connections
from uuid_utils.compat import uuid7

from database.leases import DueRows
from jobs import consumers, document_queue, housekeeping, mail_transports, supervisor, wake_ups, worker
from jobs.backoff import Backoff
from jobs.consumers import IN_HAND_SECONDS, Consumer
from jobs.wake_ups import WakeUp
from mail.smtp_transport import MAIL_SECONDS, RESET_SECONDS
from models.after_issue.audit_chain import AuditLeaf
from models.after_issue.audit_checkpoint import AuditCheckpoint
from models.audit_records import AuditEvent
from models.document import Document
from models.guarantee import Guarantee, GuaranteeStatus
from models.job import LEASE
from models.outgoing_mail import OutgoingMail
from models.pending_content import PendingContent
from sample.sample_register import SampleRegister
from storage import pending_bytes
from storage.store import ContentNotFound
from tests.conftest import DOCUMENT_SERVICES, NOON
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.mails import all_in_state, enqueue_mails, wait_until, with_secrets
from tests.support.use_cases import advance, issued

Run = Callable[..., Awaitable[None]]
FOREVER = 3600


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """The worker, which writes mails to files."""

    def begin(
        stop: asyncio.Event, clock: Callable[[], datetime.datetime] = lambda: NOON, *, has_queues: bool = True
    ) -> Awaitable[None]:
        queues = has_queues * [
            document_queue.queue(DOCUMENT_SERVICES, printers=2, clock=clock),
            mail_transports.queue(with_secrets(data_dir=tmp_path), services=DOCUMENT_SERVICES, clock=clock),
        ]
        return worker.run(stop, queues, services=DOCUMENT_SERVICES, database_url=database_url, clock=clock)

    return begin


@asynccontextmanager
async def running(run: Run) -> AsyncGenerator[None]:
    """Wait until the worker runs and listens."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop))
    listens = "SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
    try:
        await wait_until(lambda: _is_there(listens))
        yield
    finally:
        stop.set()
        await task


async def _is_there(query: str) -> bool:
    return bool(await connections.get("default").execute_query_dict(query))


async def _all_made() -> bool:
    return not await Document.filter(made_at__isnull=True).exists()


async def test_does_the_housekeeping_until_it_is_stopped(sample: SampleRegister, run: Run) -> None:
    (guarantee,) = await issued(sample, advance())
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop, lambda: NOON + datetime.timedelta(days=365), has_queues=False))
    await wait_until(lambda: Guarantee.exists(id=guarantee.id, status=GuaranteeStatus.EXPIRED))
    stop.set()
    await task


async def test_seals_audit_events(sample: SampleRegister, run: Run) -> None:
    await issued(sample, advance())
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop, has_queues=False))
    wanted = await AuditEvent.all().count()

    async def are_sealed() -> bool:
        return await AuditLeaf.all().count() >= wanted

    await wait_until(are_sealed)
    await wait_until(lambda: AuditCheckpoint.exists(day=NOON.date()))
    stop.set()
    await task


@pytest.mark.parametrize("failure", [asyncpg.CannotConnectNowError("starting up"), LookupError("a bug")])
async def test_outlives_whatever_goes_wrong_and_goes_on(
    sample: SampleRegister, run: Run, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.001)
    stop, calls = asyncio.Event(), 0

    async def fail_once(**_: object) -> dict[str, int]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise failure
        stop.set()
        return {}

    monkeypatch.setattr(housekeeping, "run", fail_once)
    await asyncio.wait_for(run(stop), 10)
    assert calls == 2


async def test_a_worker_that_is_stopped_before_it_begins_does_nothing(sample: SampleRegister, run: Run) -> None:
    await enqueue_mails(sample)
    stop = asyncio.Event()
    stop.set()
    await run(stop)
    assert await OutgoingMail.filter(state="WAITING").count() == 1


async def test_commits_wake_it_and_no_poll_is_needed(
    sample: SampleRegister, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake_ups, "POLL_SECONDS", FOREVER)
    async with running(run):
        await issued(sample, advance())
        await wait_until(_all_made)
        await wait_until(lambda: all_in_state("SENT"))
    assert await Document.all().count() == 3


async def test_polls_for_what_no_notice_came_of(sample: SampleRegister, run: Run) -> None:
    async with running(run):
        (mail,) = await enqueue_mails(sample)
        await wait_until(lambda: all_in_state("SENT"))
        await execute_without_triggers(
            f"UPDATE outgoing_mail SET state = 'WAITING', sent_at = NULL, due_at = created_at WHERE id = '{mail.id}'"
        )
        await wait_until(lambda: all_in_state("SENT"))


async def test_sends_mails(sample: SampleRegister, run: Run, tmp_path: Path) -> None:
    async with running(run):
        await issued(sample, advance())
        await wait_until(lambda: all_in_state("SENT"))
    mails = {f"{mail.id.hex}.eml" for mail in await OutgoingMail.all()}
    assert {path.name for path in (tmp_path / "mail").iterdir()} == mails != set()


async def test_what_a_slow_consumer_has_not_begun_is_put_back(
    sample: SampleRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enqueue_mails(sample, 3)
    monkeypatch.setattr(consumers, "IN_HAND_SECONDS", 0)
    queue = mail_transports.queue(with_secrets(data_dir=tmp_path), services=DOCUMENT_SERVICES, clock=lambda: NOON)
    consumer = Consumer(queue, DueRows.SOUND, WakeUp(1), Backoff(), clock=lambda: NOON)
    assert await consumer._work_on_some(queue.new_handler(), asyncio.Event(), most=20)
    left = await OutgoingMail.filter(state="WAITING")
    assert {(mail.attempts, mail.claim, mail.due_at) for mail in left} == {(0, None, NOON)}
    assert len(left) == 3


def test_what_a_consumer_begins_last_ends_before_its_lease() -> None:
    assert LEASE.total_seconds() > IN_HAND_SECONDS + MAIL_SECONDS + RESET_SECONDS


async def test_deletes_what_processes_that_died_have_left(sample: SampleRegister, run: Run) -> None:
    key = uuid7()
    await pending_bytes.put(DOCUMENT_SERVICES.store, key, b"left", at=NOON)
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop, lambda: NOON + pending_bytes.MAX_AGE + datetime.timedelta(seconds=1)))
    await wait_until(lambda: _none(PendingContent.exists(id=key)))
    stop.set()
    await task
    with pytest.raises(ContentNotFound):
        await DOCUMENT_SERVICES.store.get(key)


async def _none(question: Awaitable[bool]) -> bool:
    return not await question
