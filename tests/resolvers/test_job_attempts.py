"""The outcome of one attempt at one job, in every case."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest
import structlog

from database import leases
from database.leases import DueRows
from models.job import LEASE, MOST_KILLS, ConnectionFailure, PermanentFailure, TemporaryFailure
from models.outgoing_mail import PAUSES, OutgoingMail
from resolvers import job_attempts
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.owner_statements import execute_as_owner
from tests.support.mails import enqueue_mails, mail_of, state_of

SHIFT_JIS = "550 5.1.1 宛先がありません".encode("shift_jis").decode("utf-8", "surrogateescape")
Run = Callable[[OutgoingMail], Awaitable[None]]


def raising(error: BaseException) -> Run:
    async def run(_: OutgoingMail) -> None:
        raise error

    return run


async def succeed(_: OutgoingMail) -> None:
    pass


async def claimed(sample: SampleRegister, count: int = 1, **where: Any) -> list[OutgoingMail]:
    await enqueue_mails(sample, count)
    if where:
        await OutgoingMail.filter(kind="RETURNED").update(**where)
    return await leases.claim(OutgoingMail, at=NOON, until=NOON + LEASE, most=count)


async def attempt(mail: OutgoingMail, run: Run, **more: Any) -> tuple[bool, list[str]]:
    """Whether it is done, and the events in the log."""
    with structlog.testing.capture_logs() as logs:
        done = await job_attempts.attempt(mail, run, clock=lambda: NOON, **more)
    return done, [f"{log['log_level']} {log['event']}" for log in logs]


async def test_what_succeeds_is_done(sample: SampleRegister) -> None:
    (mail,) = await claimed(sample)
    assert await attempt(mail, succeed) == (True, [])
    found = await mail_of("RETURNED")
    assert (found.state, found.attempts, found.sent_at, found.claim, found.last_error) == ("SENT", 1, NOON, None, None)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TemporaryFailure("451 later"), "451 later"),
        (TemporaryFailure(SHIFT_JIS), r"550 5.1.1 \udc88\udcb6"),
        (TemporaryFailure("451 \0 later"), r"451 \x00 later"),
        (TemporaryFailure("x" * 1000), "x" * 300),
        (LookupError("what stands in the mail"), "LookupError at test_job_attempts.py:"),
        (RecursionError(), "RecursionError at test_job_attempts.py:"),
        (MemoryError(), "MemoryError at test_job_attempts.py:"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_what_fails_is_tried_again_and_says_why(sample: SampleRegister, error: Exception, said: str) -> None:
    (mail,) = await claimed(sample)
    done, logs = await attempt(mail, raising(error))
    assert not done
    assert "info mail_postponed" in logs
    state, count, last_error = await state_of(mail)
    assert (state, count) == ("WAITING", 1)
    assert str(last_error).startswith(said)
    assert "what stands in the mail" not in str(last_error)
    found = await mail_of("RETURNED")
    assert (found.due_at, found.claim) == (NOON + PAUSES[0], None)


@pytest.mark.parametrize("error", [TemporaryFailure("451"), LookupError(), ConnectionRefusedError()], ids=repr)
async def test_the_last_attempt_is_the_last_whatever_fails(sample: SampleRegister, error: Exception) -> None:
    (mail,) = await claimed(sample, attempts=len(PAUSES))
    assert mail.attempts == len(PAUSES) + 1
    done, logs = await attempt(mail, raising(error))
    assert (done, logs[-1]) == (False, "warning mail_dead")
    assert (await state_of(mail))[:2] == ("DEAD", 8)


async def test_what_fails_for_ever_is_dead_at_once(sample: SampleRegister) -> None:
    (mail,) = await claimed(sample)
    assert await attempt(mail, raising(PermanentFailure(SHIFT_JIS))) == (False, ["warning mail_dead"])
    state, count, last_error = await state_of(mail)
    assert (state, count) == ("DEAD", 1)
    assert str(last_error).startswith("550 5.1.1 ")
    assert (await mail_of("RETURNED")).dead_at == NOON


async def test_what_could_not_be_tried_is_no_attempt(sample: SampleRegister) -> None:
    (mail,) = await claimed(sample)
    with structlog.testing.capture_logs() as logs, pytest.raises(ConnectionFailure):
        await job_attempts.attempt(mail, raising(ConnectionFailure("nobody there")), clock=lambda: NOON)
    assert [log["event"] for log in logs] == ["mail_server_unreachable"]
    assert await state_of(mail) == ("WAITING", 0, "nobody there")
    assert (await mail_of("RETURNED")).due_at == NOON


async def test_a_database_that_is_away_counts_and_is_due_at_once(sample: SampleRegister) -> None:
    (mail,) = await claimed(sample)
    with pytest.raises(asyncpg.CannotConnectNowError):
        await job_attempts.attempt(mail, raising(asyncpg.CannotConnectNowError("starting")), clock=lambda: NOON)
    assert await state_of(mail) == ("WAITING", 1, None)
    assert (await mail_of("RETURNED")).due_at == NOON


async def test_what_takes_too_long_is_ended(sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_attempts, "SECONDS", 0.01)
    (mail,) = await claimed(sample)

    async def hang(_: OutgoingMail) -> None:
        await asyncio.Event().wait()

    await attempt(mail, hang)
    assert await state_of(mail) == ("WAITING", 1, "not done within 0.01 s")


async def test_what_is_cancelled_is_left_to_the_end_of_its_lease(sample: SampleRegister) -> None:
    (mail,) = await claimed(sample)
    with pytest.raises(asyncio.CancelledError):
        await job_attempts.attempt(mail, raising(asyncio.CancelledError()), clock=lambda: NOON)
    found = await mail_of("RETURNED")
    assert (found.state, found.claim, found.due_at) == ("WAITING", mail.claim, NOON + LEASE)


async def kill(sample: SampleRegister, times: int) -> OutgoingMail:
    """A mail that workers have claimed so often before they died."""
    await enqueue_mails(sample)
    for number in range(times):
        among = DueRows.SOUND if number < leases.SUSPICIOUS_ATTEMPTS else DueRows.SUSPICIOUS
        at = NOON + number * LEASE
        (mail,) = await leases.claim(OutgoingMail, at=at, until=at + LEASE, most=1, among=among)
    return mail  # pyright: ignore[reportPossiblyUnboundVariable]


async def test_what_kills_its_worker_is_tried_eight_times_and_then_dead_untried(sample: SampleRegister) -> None:
    mail = await kill(sample, MOST_KILLS)
    assert (mail.attempts, mail.abandoned is not None) == (MOST_KILLS, True)
    at = NOON + MOST_KILLS * LEASE
    (last,) = await leases.claim(OutgoingMail, at=at, until=at + LEASE, most=9, among=DueRows.SUSPICIOUS)
    assert await attempt(last, raising(AssertionError("tried"))) == (False, ["warning mail_dead"])
    assert await state_of(mail) == ("DEAD", 8, "the worker died at attempt 8")


async def test_the_eighth_attempt_may_succeed(sample: SampleRegister) -> None:
    mail = await kill(sample, MOST_KILLS)
    assert await attempt(mail, succeed) == (True, [])


async def test_many_attempts_that_failed_in_order_are_no_kills(sample: SampleRegister) -> None:
    (mail,) = await claimed(sample, attempts=MOST_KILLS + 1)
    assert mail.abandoned is None
    assert await attempt(mail, succeed) == (True, [])


async def test_who_comes_too_late_changes_nothing_but_what_is_sent_is_sent(sample: SampleRegister) -> None:
    (late,) = await claimed(sample)
    await leases.claim(OutgoingMail, at=NOON + LEASE, until=NOON + 2 * LEASE, most=1)
    held = (await OutgoingMail.filter(kind="RETURNED").values())[0]
    for error in (TemporaryFailure("451"), PermanentFailure("550"), LookupError()):
        done, _ = await attempt(late, raising(error))
        assert not done
        assert (await OutgoingMail.filter(kind="RETURNED").values())[0] == held
    late.state = "WAITING"  # type: ignore[assignment] -- as it was claimed
    assert await attempt(late, succeed) == (True, [])
    assert (await state_of(late))[0] == "SENT"


@pytest.fixture
async def unstorable(sample: SampleRegister) -> Any:
    """Mails whose outcome the database refuses if it is as the argument says, until reset."""

    async def refuse(mail: OutgoingMail, when: str) -> None:
        await execute_as_owner(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;"
            " CREATE TRIGGER refused BEFORE UPDATE ON outgoing_mail FOR EACH ROW"
            f" WHEN (OLD.id = '{mail.id}' AND NEW.claim IS NULL AND {when}) EXECUTE FUNCTION refuse()"
        )

    yield refuse
    await execute_as_owner("DROP TRIGGER IF EXISTS refused ON outgoing_mail; DROP FUNCTION IF EXISTS refuse()")


async def test_an_outcome_that_cannot_be_stored_is_a_failure_of_this_mail_alone(
    sample: SampleRegister, unstorable: Any
) -> None:
    mails = await claimed(sample, 12)
    await unstorable(mails[5], "NEW.state = 'SENT'")
    found = await asyncio.gather(*(attempt(mail, succeed) for mail in mails))
    assert [done for done, _ in found] == [number != 5 for number in range(12)]
    states = [await state_of(mail) for mail in mails]
    assert [state[:2] for state in states] == [("WAITING" if number == 5 else "SENT", 1) for number in range(12)]
    assert str(states[5][2]).startswith("RaiseError at ")


async def test_if_nothing_can_be_stored_its_lease_ends_and_it_is_dead_one_day(
    sample: SampleRegister, unstorable: Any
) -> None:
    (mail,) = await claimed(sample)
    await unstorable(mail, "true")
    done, logs = await attempt(mail, succeed)
    assert (done, logs) == (False, ["error job_not_settled"] * 2)
    found = await mail_of("RETURNED")
    assert (found.state, found.attempts, found.claim, found.due_at) == ("WAITING", 1, mail.claim, NOON + LEASE)


async def test_waits_to_settle_while_the_database_is_away(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_attempts, "SECONDS_BETWEEN", 0.001)
    (mail,) = await claimed(sample)
    settle, tries = leases.settle, 0

    async def settle_later(row: Any) -> bool:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise ConnectionRefusedError
        return await settle(row)

    monkeypatch.setattr(leases, "settle", settle_later)
    with pytest.raises(ConnectionRefusedError):
        await job_attempts.attempt(mail, succeed, clock=lambda: NOON)
    assert await attempt(mail, succeed, is_stopping=lambda: False) == (True, [])
    assert tries == 4
