"""The outbox worker among others, when it is stopped, and when the database breaks off."""

import asyncio

from tortoise import connections

from jobs.mail_queue import CONSUMERS
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Clock
from tests.support.mails import (
    all_in_state,
    enqueue_mails,
    ids_of,
    running_outbox_worker,
    wait_until,
)
from tests.support.servers.smtp_servers import MailServer


async def test_two_workers_send_each_mail_once(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    async with (
        running_outbox_worker(database_url, server.url, clock),
        running_outbox_worker(database_url, server.url, clock),
    ):
        mails = [mail for _ in range(5) for mail in await enqueue_mails(sample, 40)]
        await wait_until(lambda: all_in_state("SENT"))
    assert sorted(ids_of(server)) == sorted(mail.message_id for mail in mails)


async def test_what_is_in_hand_when_it_is_stopped_is_finished_and_the_rest_is_put_back(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 40)
    server.seconds = 0.05
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(lambda: len(server.accepted) >= 1)
    sent = await OutgoingMail.filter(state="SENT").count()
    assert 1 <= sent == len(server.accepted) < 40
    left = await OutgoingMail.filter(state="WAITING")
    assert {(mail.attempts, mail.claim, mail.due_at) for mail in left} == {(0, None, NOON)}
    assert len(left) == len(mails) - sent


async def test_connections_of_the_database_that_break_lose_nothing(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 100)
    server.seconds = 0.01
    execute = connections.get("default").execute_query
    async with running_outbox_worker(database_url, server.url, clock):
        for share in (10, 40, 70):
            await wait_until(lambda share=share: len(server.accepted) >= share)
            await execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
        await wait_until(lambda: _quietly(all_in_state("SENT")))
    assert sorted(ids_of(server)) == sorted(mail.message_id for mail in mails)


async def test_after_the_database_was_away_a_mail_leaves_as_quickly_as_before(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    execute = connections.get("default").execute_query
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
    async with running_outbox_worker(database_url, server.url, clock):
        for _ in range(8):
            await asyncio.sleep(0.1)
            await execute(cut)
        await asyncio.sleep(1.5)
        for _ in range(2 * CONSUMERS):
            await enqueue_mails(sample)
            await asyncio.wait_for(wait_until(lambda: all_in_state("SENT")), 1)


async def _quietly(question: object) -> bool:
    try:
        return await question  # type: ignore[misc]
    except OSError:
        return False
