"""A misbehaving mail server: no mail is lost, and none is sent twice unnecessarily."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from itertools import product

import pytest
from tortoise import connections

from jobs import wake_ups
from jobs.mail_queue import CONSUMERS
from mail import smtp_transport
from models.outgoing_mail import PAUSES, OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Clock
from tests.support.database.owner_statements import execute_as_owner, execute_without_triggers
from tests.support.mails import (
    all_in_state,
    all_settled,
    enqueue_mails,
    ids_of,
    quietly,
    running_outbox_worker,
    state_of,
    tried,
    wait_until,
)
from tests.support.servers.server_processes import free_port
from tests.support.servers.smtp_servers import DROP, DROP_ACCEPTED, HANG, MailServer, listening

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def impatient(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Short time limits for the mail server."""
    monkeypatch.setattr(smtp_transport, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(smtp_transport, "MAIL_SECONDS", 0.3)
    return clock


@asynccontextmanager
async def greeting(greet: Callable[[asyncio.StreamWriter], None]) -> AsyncGenerator[int]:
    """A listener that is not a mail server; its port."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        greet(writer)
        try:
            await writer.drain()
            await reader.read()
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


async def test_a_server_that_is_down_costs_no_attempt_and_gets_the_mail_when_it_is_up(
    sample: SampleRegister, database_url: str, clock: Clock
) -> None:
    (mail,) = await enqueue_mails(sample)
    server = MailServer(port=free_port())
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(lambda: OutgoingMail.filter(last_error__isnull=False, claim__isnull=True).exists())
        state, attempts, error = await state_of(mail)
        assert (state, attempts) == ("WAITING", 0)
        assert error is not None
        assert error.startswith("SMTPConnectError: ")
        async with listening(server):
            await wait_until(lambda: all_in_state("SENT"))
    assert ids_of(server) == [mail.message_id]
    assert await state_of(mail) == ("SENT", 1, None)


@pytest.mark.parametrize(
    "greet",
    [
        lambda writer: writer.write(b"554 5.3.2 go away\r\n"),
        lambda writer: writer.transport.abort(),
        lambda _: None,
        lambda writer: writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        lambda writer: writer.write(b"\x00\xff" * 5000),
    ],
    ids=["refuses", "hangs up", "says nothing", "is a web server", "talks nonsense"],
)
async def test_who_is_no_mail_server_to_us_costs_no_attempt(
    sample: SampleRegister, database_url: str, impatient: Clock, greet: Callable[..., None]
) -> None:
    (mail,) = await enqueue_mails(sample)
    async with greeting(greet) as port, running_outbox_worker(database_url, f"smtp://127.0.0.1:{port}", impatient):
        await wait_until(lambda: OutgoingMail.filter(last_error__isnull=False, claim__isnull=True).exists())
    state, attempts, _ = await state_of(mail)
    assert (state, attempts) == ("WAITING", 0)


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
async def test_a_temporary_refusal_is_tried_again_after_the_pause(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer, stage: str
) -> None:
    (mail,) = await enqueue_mails(sample)
    server.next[stage].append("451 4.3.0 try again")
    async with running_outbox_worker(database_url, server.url, clock):
        await tried(mail, 1)
        assert await state_of(mail) == ("WAITING", 1, "451 4.3.0 try again")
        assert (await OutgoingMail.get(id=mail.id)).due_at == NOON + PAUSES[0]
        clock.at = NOON + PAUSES[0]
        await wait_until(lambda: all_in_state("SENT"))
    assert ids_of(server) == [mail.message_id]
    assert await state_of(mail) == ("SENT", 2, None)


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
async def test_a_permanent_refusal_is_final_and_stops_no_other_mail(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer, stage: str
) -> None:
    mails = await enqueue_mails(sample, 3)
    server.next[stage].append("550 5.1.1 no such mailbox")
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(all_settled)
    states = sorted([(await state_of(mail)) for mail in mails])
    assert states == [("DEAD", 1, "550 5.1.1 no such mailbox"), ("SENT", 1, None), ("SENT", 1, None)]
    assert len(server.accepted) == 2


async def test_after_eight_attempts_in_24_hours_it_is_dead(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    (mail,) = await enqueue_mails(sample)
    server.always["RCPT"] = "450 4.2.0 mailbox busy"
    async with running_outbox_worker(database_url, server.url, clock):
        for number, pause in enumerate(PAUSES, start=1):
            await tried(mail, number)
            assert (await state_of(mail))[0] == "WAITING"
            clock.at += pause
        await wait_until(all_settled)
    assert clock.at - NOON == 24 * HOUR
    assert await state_of(mail) == ("DEAD", 8, "450 4.2.0 mailbox busy")
    assert server.stages.count("RCPT") == 8


async def test_an_address_that_no_server_could_take_is_dead_at_once(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    (mail,) = await enqueue_mails(sample)
    bad = "nobody@nowhere@example.jp"
    await execute_without_triggers(f"UPDATE outgoing_mail SET recipient = '{bad}'")
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(all_settled)
    state, attempts, error = await state_of(mail)
    assert (state, attempts) == ("DEAD", 1)
    assert error is not None
    assert error.startswith(bad)
    assert server.stages == []


@pytest.mark.parametrize("misbehaviour", list(product(["MAIL", "RCPT", "DATA"], [DROP, HANG])), ids=" ".join)
async def test_a_server_that_drops_or_hangs_gets_the_mail_later_once(
    sample: SampleRegister, database_url: str, impatient: Clock, server: MailServer, misbehaviour: tuple[str, str]
) -> None:
    stage, how = misbehaviour
    (mail,) = await enqueue_mails(sample)
    server.next[stage].append(how)
    async with running_outbox_worker(database_url, server.url, impatient):
        await tried(mail, 1)
        impatient.at += HOUR
        await wait_until(lambda: all_in_state("SENT"))
    assert ids_of(server) == [mail.message_id]


async def test_a_server_that_drops_after_it_took_the_mail_gets_it_twice_with_one_message_id(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    (mail,) = await enqueue_mails(sample)
    server.next["DATA"].append(DROP_ACCEPTED)
    async with running_outbox_worker(database_url, server.url, clock):
        await tried(mail, 1)
        clock.at += HOUR
        await wait_until(lambda: all_in_state("SENT"))
    assert ids_of(server) == [mail.message_id] * 2


async def test_a_connection_that_the_server_ended_between_two_mails_costs_neither_an_attempt(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 20)
    for _ in range(3):
        server.next["MAIL"].extend(["250 OK", "250 OK", "421 4.7.0 too many mails"])
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(lambda: all_in_state("SENT"))
    assert sorted(ids_of(server)) == sorted(mail.message_id for mail in mails)
    assert {(await state_of(mail))[1] for mail in mails} == {1}


async def test_a_slow_server_gets_every_mail_once(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 12)
    server.seconds = 0.05
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(lambda: all_in_state("SENT"))
    assert sorted(ids_of(server)) == sorted(mail.message_id for mail in mails)


async def test_after_the_database_was_away_commits_still_wake_the_consumers(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake_ups, "POLL_SECONDS", 3600)
    async with running_outbox_worker(database_url, server.url, clock):
        for _ in range(8):
            await wait_until(lambda: quietly(_is_listening()))
            await quietly(_disconnect_all())
        await wait_until(lambda: quietly(_is_listening()))
        for _ in range(2 * CONSUMERS):
            await enqueue_mails(sample)
            await wait_until(lambda: all_in_state("SENT"))


async def _is_listening() -> bool:
    listens = "SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
    return bool(await connections.get("default").execute_query_dict(listens))


async def _disconnect_all() -> bool:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
    await execute_as_owner(cut)
    return True
