"""Several outbox workers, a stop, and a lost database connection."""

from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Clock
from tests.support.database.owner_statements import execute_as_owner
from tests.support.mails import (
    all_in_state,
    enqueue_mails,
    ids_of,
    quietly,
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
    sent = await OutgoingMail.filter(id__in=[mail.id for mail in mails], state="SENT").count()
    assert 1 <= sent == len(server.accepted) < 40
    left = await OutgoingMail.filter(state="WAITING")
    assert {(mail.attempts, mail.claim, mail.due_at) for mail in left} == {(0, None, NOON)}
    assert len(left) == len(mails) - sent


async def test_connections_of_the_database_that_break_lose_nothing(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 100)
    server.seconds = 0.01
    async with running_outbox_worker(database_url, server.url, clock):
        for share in (10, 40, 70):
            await wait_until(lambda share=share: len(server.accepted) >= share)
            await execute_as_owner("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
        await wait_until(lambda: quietly(all_in_state("SENT")))
    assert sorted(ids_of(server)) == sorted(mail.message_id for mail in mails)
