"""A mail that cannot be sent, composed or stored does not block others, and ends as DEAD."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from models.outgoing_mail import PAUSES, OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import Clock
from tests.support.database.owner_statements import execute_as_owner, execute_without_triggers
from tests.support.mails import all_settled, enqueue_mails, running_outbox_worker, state_of, tried, wait_until
from tests.support.servers.smtp_servers import MailServer

REFUSED = "refused@example.jp"
REPLIES = [
    "550 5.1.1 宛先のメールボックスが見つかりません\r\n".encode("shift_jis"),
    "550 5.1.1 宛先がありません\r\n".encode("euc_jp"),
    b"550 \x00\xff\xfe\x80 no such mailbox\r\n",
    b"550 " + b"x" * 400 + b"\r\n",
    b"550-5.1.1 \x83\x81\r\n550 5.1.1 \x83\x7b\r\n",
]


@asynccontextmanager
async def refusing(reply: bytes, accepted: list[str]) -> AsyncGenerator[str]:
    """A mail server that replies with these bytes to one recipient, and accepts all other mails; its URL."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        recipient = ""
        while line := await reader.readline():
            command = line.upper()
            if command.startswith(b"RCPT") and REFUSED.upper().encode() in command:
                writer.write(reply)
                continue
            if command.startswith(b"RCPT"):
                recipient = line.decode()
            if command.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                accepted.append(recipient)
            writer.write(b"250 OK\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize("reply", REPLIES, ids=["Shift_JIS", "EUC-JP", "NUL", "long", "two lines"])
async def test_a_reply_in_any_encoding_is_final_for_its_mail_and_stops_no_other(
    sample: SampleRegister, database_url: str, clock: Clock, reply: bytes
) -> None:
    refused, accepted = await enqueue_mails(sample, 10, email=REFUSED), list[str]()
    healthy = await enqueue_mails(sample, 20)
    async with refusing(reply, accepted) as url, running_outbox_worker(database_url, url, clock):
        await wait_until(all_settled)
    assert len(accepted) == 20
    assert {(await state_of(mail))[:2] for mail in healthy} == {("SENT", 1)}
    found = [await state_of(mail) for mail in refused]
    assert {state[:2] for state in found} == {("DEAD", 1)}
    assert all(str(state[2]).startswith("550") for state in found)


@pytest.mark.parametrize("facts", ["{}", "[]"])
async def test_a_mail_that_cannot_be_worded_stops_no_other_and_is_dead_after_its_attempts(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer, facts: str
) -> None:
    (bad,) = await enqueue_mails(sample)
    await _set_facts(bad, facts)
    healthy = await enqueue_mails(sample, 25)
    async with running_outbox_worker(database_url, server.url, clock):
        for number, pause in enumerate(PAUSES, start=1):
            await tried(bad, number)
            await wait_until(lambda: _others_are_sent(bad))
            clock.at += pause
        await wait_until(all_settled)
    assert {(await state_of(mail))[:2] for mail in healthy} == {("SENT", 1)}
    assert (await state_of(bad))[0] == "DEAD"
    assert len(server.accepted) == 25


async def _set_facts(mail: OutgoingMail, facts: str) -> None:
    """In spite of the rules that make a mail immutable."""
    await execute_without_triggers(f"UPDATE outgoing_mail SET facts = '{facts}' WHERE id = '{mail.id}'")


async def test_an_outcome_that_cannot_be_stored_stops_no_other(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 30)
    await execute_as_owner(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;"
        " CREATE TRIGGER refused BEFORE UPDATE ON outgoing_mail FOR EACH ROW"
        f" WHEN (OLD.id = '{mails[3].id}' AND NEW.state = 'SENT') EXECUTE FUNCTION refuse()"
    )
    try:
        async with running_outbox_worker(database_url, server.url, clock):
            for number, pause in enumerate(PAUSES, start=1):
                await tried(mails[3], number)
                await wait_until(lambda: _others_are_sent(mails[3]))
                clock.at += pause
            await wait_until(all_settled)
    finally:
        await execute_as_owner("DROP TRIGGER refused ON outgoing_mail; DROP FUNCTION refuse()")
    assert (await state_of(mails[3]))[:2] == ("DEAD", 8)


async def _others_are_sent(mail: OutgoingMail) -> bool:
    return not await OutgoingMail.exclude(id=mail.id).exclude(state="SENT").exists()
