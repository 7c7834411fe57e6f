"""A mail server that rejects mails or replies with arbitrary bytes: no mail is lost or delayed."""

import datetime

import pytest

from models.job import PAUSE_OF_REJECTED
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Clock
from tests.support.mails import (
    all_in_state,
    all_settled,
    enqueue_mails,
    ids_of,
    no_lease,
    running_outbox_worker,
    state_of,
    wait_until,
)
from tests.support.servers.smtp_servers import MailServer, listening

DAYS = 10
HOUR = datetime.timedelta(hours=1)
REJECTIONS = {
    "MAIL": "550 5.7.1 sender not allowed",
    "RCPT": "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
    "DATA": "550 5.7.26 unauthenticated mail",
}


@pytest.mark.parametrize("stage", REJECTIONS)
async def test_a_server_that_rejects_us_for_days_kills_no_mail(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer, stage: str
) -> None:
    mails = await enqueue_mails(sample, 3)
    server.always[stage] = REJECTIONS[stage]
    async with running_outbox_worker(database_url, server.url, clock):
        for day in range(1, DAYS + 1):
            await wait_until(lambda day=day: server.stages.count(stage) >= 3 * day)
            await wait_until(no_lease)
            for mail in mails:
                assert await state_of(mail) == ("WAITING", 0, f"{stage}: {REJECTIONS[stage]}")
            if day == DAYS:
                server.always.clear()
            clock.at += 24 * HOUR
        await wait_until(lambda: all_in_state("SENT"))
    assert sorted(ids_of(server)) == sorted(mail.message_id for mail in mails)
    assert {(await state_of(mail))[1:] for mail in mails} == {(1, None)}


async def test_a_sender_that_is_rejected_holds_up_no_other(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    mails = await enqueue_mails(sample, 25)
    server.next["MAIL"].append("550 5.7.1 sender not allowed")
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(lambda: len(server.accepted) == len(mails) - 1)
        await wait_until(no_lease)
        # Any of them: several connections send at once.
        (held,) = await OutgoingMail.filter(state="WAITING")
        assert (held.attempts, held.due_at) == (0, NOON + PAUSE_OF_REJECTED)
        assert await OutgoingMail.filter(state="SENT", id__in=[mail.id for mail in mails]).count() == len(mails) - 1
        clock.at += PAUSE_OF_REJECTED
        await wait_until(lambda: all_in_state("SENT"))


@pytest.mark.parametrize("replies", [{"EHLO": "504 no", "HELO": "504 no"}, {"AUTH": "535 5.7.8 wrong"}], ids=str)
async def test_a_server_that_does_not_let_us_in_costs_no_attempt(
    sample: SampleRegister, database_url: str, clock: Clock, replies: dict[str, str]
) -> None:
    (mail,) = await enqueue_mails(sample)
    async with listening(MailServer(always=replies), password="secret") as server:
        url = server.url.replace("://", "://kakusho:secret@") if "AUTH" in replies else server.url
        async with running_outbox_worker(database_url, url, clock):
            await wait_until(lambda: OutgoingMail.filter(last_error__isnull=False, claim__isnull=True).exists())
            assert (await state_of(mail))[:2] == ("WAITING", 0)
            server.always.clear()
            await wait_until(lambda: all_in_state("SENT"))
    assert ids_of(server) == [mail.message_id]


@pytest.mark.parametrize(
    "reply",
    [
        ("RCPT", "550 宛先不明です".encode("cp932"), "550 宛先不明です"),
        ("DATA", b"550 \x00\x1b[2J\xe2\x80\xae", r"550 \x00\x1b[2J\u202e"),
        ("RCPT", b"550-" + "長い".encode("cp932") * 500 + b"\r\n550 end", f"550 {'長い' * 148}"),
    ],
    ids=["Shift_JIS", "controls", "longer than the column"],
)
async def test_a_reply_in_any_bytes_is_kept_and_stops_no_other_mail(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer, reply: tuple[str, bytes, str]
) -> None:
    stage, raw, said = reply
    mails = await enqueue_mails(sample, 20)
    server.next[stage].append(raw.decode("utf-8", "surrogateescape"))
    async with running_outbox_worker(database_url, server.url, clock):
        await wait_until(all_settled)
    (dead,) = await OutgoingMail.filter(state="DEAD")
    assert await state_of(dead) == ("DEAD", 1, said)
    assert len(server.accepted) == len(mails) - 1
