"""One list shows all stuck jobs, and a dead job is attempted again on request."""

import datetime
from typing import Any

import pytest

from jobs import stuck_jobs
from models.audit_records import AuditEvent
from models.document import Document
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import enqueue_mails
from tests.support.use_cases import advance, issued

LATER = NOON + datetime.timedelta(minutes=1)


@pytest.fixture
async def jobs(sample: SampleRegister) -> dict[str, Any]:
    """A dead mail, a failing and a dead document; two documents and a mail that are waiting."""
    await issued(sample, advance(), notify_on_completion=False)
    dead, _ = await enqueue_mails(sample, 2)
    await OutgoingMail.filter(id=dead.id).update(state="DEAD", dead_at=NOON, attempts=8, last_error="550 no")
    failing = await Document.get(kind="CERTIFICATE")
    await Document.filter(id=failing.id).update(attempts=2, last_error="RenderError: no paper", due_at=LATER)
    lost = await Document.get(kind="KEY_NOTICE")
    await Document.filter(id=lost.id).update(state="DEAD", attempts=33, last_error="DecryptionError")
    return {"mail": dead.id, "failing": failing.id, "lost": lost.id}


async def test_the_dead_and_the_failing_are_listed_and_nobody_who_just_waits(jobs: dict[str, Any]) -> None:
    found = await stuck_jobs.find(at=NOON + stuck_jobs.OVERDUE)
    assert sorted(found[:2]) == [
        ("document", "KEY_NOTICE", jobs["lost"], "DEAD", 33, NOON, "DecryptionError"),
        ("mail", "RETURNED", jobs["mail"], "DEAD", 8, NOON, "550 no"),
    ]
    assert found[2:] == [("document", "CERTIFICATE", jobs["failing"], "WAITING", 2, LATER, "RenderError: no paper")]


async def test_what_nobody_works_on_is_listed_too(jobs: dict[str, Any]) -> None:
    found = await stuck_jobs.find(at=NOON + stuck_jobs.OVERDUE + datetime.timedelta(seconds=1))
    waiting = [(each.due_at, each.job, each.last_error) for each in found if each.state == "WAITING"]
    assert sorted(waiting[:2]) == [(NOON, "document", None), (NOON, "mail", None)]
    assert waiting[2:] == [(LATER, "document", "RenderError: no paper")]


async def test_the_dead_are_released_all_or_those_that_are_named(jobs: dict[str, Any]) -> None:
    assert await stuck_jobs.retry(at=LATER, ids=[jobs["lost"], jobs["failing"]]) == 1
    lost = await Document.get(id=jobs["lost"])
    assert (lost.state, lost.attempts, lost.due_at) == ("WAITING", 0, LATER)
    assert (await Document.get(id=jobs["failing"])).attempts == 2
    assert (await OutgoingMail.get(id=jobs["mail"])).state == "DEAD"
    assert await stuck_jobs.retry(at=LATER) == 1
    released = await OutgoingMail.get(id=jobs["mail"])
    assert (released.state, released.attempts, released.dead_at) == ("WAITING", 0, None)
    assert await stuck_jobs.retry(at=LATER) == 0
    events = [(event.action, event.subject_id) for event in await AuditEvent.filter(action__endswith=".released")]
    assert sorted(events) == sorted([("document.released", jobs["lost"]), ("mail.released", jobs["mail"])])
