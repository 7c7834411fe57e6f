"""retryMail."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.api_calls import RETRY
from tests.support.mails import enqueue_mails, mail_of
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND, rival_branch

LATER = NOON + timedelta(hours=7)
DEAD: dict[str, Any] = {"state": "DEAD", "dead_at": NOON}


async def stored(sample: SampleRegister, **changes: object) -> dict[str, Any]:
    """The variables for retrying a mail in this state."""
    (mail,) = await enqueue_mails(sample)
    await OutgoingMail.filter(id=mail.id).update(**changes)
    return {"input": {"mailId": ids.to_id("OutgoingMail", mail.id)}}


@pytest.mark.parametrize("state", [DEAD, {"state": "WAITING"}], ids=["dead", "waiting"])
async def test_a_mail_that_is_dead_or_waits_is_due_at_once_with_all_its_attempts(
    api: Api, sample: SampleRegister, state: dict[str, Any]
) -> None:
    given = await stored(sample, **state, attempts=8, last_error="550 full", due_at=LATER + timedelta(hours=9))
    api.clock.at = LATER
    answer = (await api.data(RETRY, as_="surety", **given))["retryMail"]
    assert answer["__typename"] == "MailReleased"
    mail = answer["mail"]
    assert (mail["state"], mail["attempts"], mail["lastError"]) == ("WAITING", 0, "550 full")
    assert datetime.fromisoformat(mail["nextAttemptAt"]) == LATER
    found = await mail_of("RETURNED")
    assert (found.state, found.attempts, found.due_at, found.dead_at) == ("WAITING", 0, LATER, None)
    assert await AuditEvent.filter(action="mail.released", subject_id=found.id).count() == 1


async def test_a_mail_in_hand_is_left_to_whoever_has_it(api: Api, sample: SampleRegister) -> None:
    given = await stored(sample, claim=uuid4(), attempts=1, due_at=LATER)
    answer = (await api.data(RETRY, as_="surety", **given))["retryMail"]
    assert answer["__typename"] == "MailReleased"
    found = await mail_of("RETURNED")
    assert (found.state, found.attempts, found.due_at) == ("WAITING", 1, LATER)


async def test_what_was_sent_is_not_sent_again(api: Api, sample: SampleRegister) -> None:
    given = await stored(sample, state="SENT", sent_at=NOON, attempts=1)
    answer = await refused(api, RETRY, as_="surety", **given)
    assert answer == {"__typename": "MailAlreadySent", "message": "このメールは送信済みです。"}


async def test_foreign_and_unknown_mails_are_not_found(api: Api, sample: SampleRegister) -> None:
    given = await stored(sample, **DEAD)
    await rival_branch(api)
    assert await refused(api, RETRY, as_="rival", **given) == NOT_FOUND
    for id_ in ("", "x", f"OutgoingMail_{'0' * 32}", f"Guarantee_{'1' * 32}"):
        assert await refused(api, RETRY, as_="surety", input={"mailId": id_}) == NOT_FOUND
