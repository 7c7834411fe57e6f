"""The worker process: background tasks, until it is stopped."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from database.leases import DueRows
from jobs import housekeeping
from jobs.backoff import Backoff
from jobs.consumers import Clock, Consumer, Queue
from jobs.supervisor import Supervisor, Task, stopped_within
from jobs.wake_ups import WakeUp, listening, polling
from resolvers.audit_trail import make_checkpoint
from resolvers.audit_trail.seal_events import Sealer
from resolvers.document_services import DocumentServices
from storage import pending_bytes
from storage.store import Store

SECONDS_BETWEEN = 60
"""Of housekeeping."""
SECONDS_BETWEEN_SEALS = 5
"""Of audit events."""

log = structlog.get_logger(__name__)


def tasks(
    queues: Sequence[Queue], *, services: DocumentServices, database_url: str, clock: Clock
) -> Mapping[str, Task]:
    """All tasks of a worker, by name."""
    running: dict[str, Task] = {}
    wake_ups: dict[str, list[WakeUp]] = {}
    for queue in queues:
        name, sound, suspicious = queue.model.NAME, WakeUp(queue.consumers), WakeUp(1)
        wake_ups[queue.model._meta.db_table] = [sound, suspicious]  # noqa: SLF001 -- Tortoise has no public name for it
        backoff = Backoff()
        for number in range(1, queue.consumers + 1):
            running[f"{name} {number}"] = Consumer(queue, DueRows.SOUND, sound, backoff, clock=clock).run
        running[f"{name} alone"] = Consumer(queue, DueRows.SUSPICIOUS, suspicious, backoff, clock=clock).run
    return running | {
        "notices": listening(database_url, wake_ups),
        "poll": polling(wake_ups),
        "housekeeping": _housekeeping(services.store, clock),
        "audit seal": _sealing(clock),
        "audit checkpoint": _checkpoints(services, clock),
    }


async def run(
    stop: asyncio.Event, queues: Sequence[Queue], *, services: DocumentServices, database_url: str, clock: Clock
) -> None:
    """Work until `stop` is set; finishes jobs in progress then."""
    await Supervisor().run(tasks(queues, services=services, database_url=database_url, clock=clock), stop)


def _housekeeping(store: Store, clock: Clock) -> Task:
    async def run(stop: asyncio.Event) -> None:
        while not stop.is_set():
            done = await housekeeping.run(at=clock())
            done["orphans_deleted"] = await pending_bytes.sweep(store, at=clock())
            if any(done.values()):
                log.info("housekeeping", **done)
            await stopped_within(stop, SECONDS_BETWEEN)

    return run


def _sealing(clock: Clock) -> Task:
    async def run(stop: asyncio.Event) -> None:
        sealer = Sealer()
        while not stop.is_set():
            await sealer.seal(at=clock())
            await stopped_within(stop, SECONDS_BETWEEN_SEALS)

    return run


def _checkpoints(services: DocumentServices, clock: Clock) -> Task:
    async def run(stop: asyncio.Event) -> None:
        while not stop.is_set():
            made = await make_checkpoint.make(services=services, at=clock())
            if made is not None:
                log.info("audit_checkpoint", day=made.day.isoformat(), sha256=made.sha256.hex())
            await stopped_within(stop, SECONDS_BETWEEN)

    return run
