"""Purging by the rules of retention: what is purged when, its report, several workers, and a worker that dies."""

import asyncio
import datetime
from typing import Any
from uuid import UUID

import pytest

import models
from models.after_issue.retention import PurgeReport, PurgeSubject, RetentionRule
from models.audit_records import AuditEvent, IdempotencyRecord
from models.enums import Role
from models.outgoing_mail import MailState, OutgoingMail
from models.parties.account import AccessToken
from models.parties.password_link import LinkPurpose, PasswordLink
from resolvers.retention import purge_rows
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import drafts, use_cases
from tests.support.applying import attaching
from tests.support.database.lock_waits import holding_locks, until_waited_for
from tests.support.database.owner_statements import execute_as_owner
from tests.support.hostile.attached_files import PLAIN
from tests.support.refusals import error_of

DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
PURGES = "{ purges { edges { node { subject day days purged lastAt } } } }"


async def purged(at: datetime.datetime) -> dict[PurgeSubject, int]:
    return {subject: rows for subject, rows in (await purge_rows.run(at=at)).items() if rows}


async def ended_sessions(sample: SampleRegister, number: int) -> None:
    account_id = sample.viewers[Role.SURETY].actor_id
    ended: dict[str, Any] = {"account_id": account_id, "created_at": NOON - DAY, "expires_at": NOON - SECOND}
    await AccessToken.bulk_create([AccessToken(digest=bytes([place]) * 32, **ended) for place in range(number)])


async def rule(sample: SampleRegister, subject: PurgeSubject, days: int, *, in_force_from: datetime.date) -> None:
    set_: dict[str, Any] = {"set_by_id": sample.viewers[Role.OPERATOR].actor_id, "set_at": NOON}
    await RetentionRule.create(subject=subject, days=days, in_force_from=in_force_from, **set_)


async def test_a_rule_of_tomorrow_purges_nothing_today(sample: SampleRegister) -> None:
    record: dict[str, Any] = {"operation": "x", "input_digest": bytes(32), "result_id": ids.UNKNOWN}
    await IdempotencyRecord.create(actor_id=ids.UNKNOWN, key="k", created_at=NOON - 4 * DAY, **record)
    await rule(sample, PurgeSubject.IDEMPOTENCY_RECORDS, 10, in_force_from=NOON.date())
    await rule(sample, PurgeSubject.IDEMPOTENCY_RECORDS, 2, in_force_from=NOON.date() + DAY)
    last_moment = NOON.replace(hour=23, minute=59, second=59)
    assert await purged(last_moment) == {}
    assert await purged(last_moment + SECOND) == {PurgeSubject.IDEMPOTENCY_RECORDS: 1}
    report = await PurgeReport.get()
    assert (report.subject, report.day, report.days, report.purged, report.last_at) == (
        PurgeSubject.IDEMPOTENCY_RECORDS, NOON.date() + DAY, 2, 1, last_moment + SECOND)  # fmt: skip


@pytest.mark.parametrize("is_used", [True, False])
async def test_links_are_purged_after_their_use_or_end(sample: SampleRegister, *, is_used: bool) -> None:
    account_id = sample.viewers[Role.SURETY].actor_id
    ends = NOON + datetime.timedelta(hours=1)
    link: dict[str, Any] = {"purpose": LinkPurpose.RESET, "digest": bytes(32), "created_at": NOON, "expires_at": ends}
    await PasswordLink.create(account_id=account_id, used_at=NOON if is_used else None, **link)
    ended = NOON if is_used else ends
    assert await purged(ended + 30 * DAY) == {}
    assert await purged(ended + 30 * DAY + SECOND) == {PurgeSubject.PASSWORD_LINKS: 1}


async def test_the_facts_of_sent_mails_go_and_the_mails_stay(sample: SampleRegister) -> None:
    await use_cases.applied(sample)
    mails = await OutgoingMail.all().order_by("id")
    await OutgoingMail.filter(id=mails[0].id).update(state=MailState.SENT, sent_at=NOON)
    facts = [mail.facts for mail in mails]
    assert PurgeSubject.MAIL_FACTS not in await purged(NOON + 1095 * DAY)
    assert (await purged(NOON + 1095 * DAY + SECOND))[PurgeSubject.MAIL_FACTS] == 1
    after = await OutgoingMail.all().order_by("id")
    assert [mail.facts for mail in after] == [{}, *facts[1:]]
    assert all(facts)
    assert (after[0].recipient, after[0].sent_at, after[0].state) == (mails[0].recipient, NOON, MailState.SENT)
    assert PurgeSubject.MAIL_FACTS not in await purged(NOON + 1096 * DAY)


async def test_a_draft_goes_with_its_files_and_what_was_sent_stays(api: Api, sample: SampleRegister) -> None:
    await use_cases.applied(sample)
    old, touched = [(await drafts.save(api, {"contactName": "髙﨑𠮷"}))["id"] for _ in range(2)]
    for draft in (old, touched):
        await attaching.attach(api, draft, PLAIN)
    _, touched_id = ids.split(touched)
    await models.Attachment.filter(application_id=touched_id).update(uploaded_at=NOON + DAY)
    assert PurgeSubject.DRAFTS not in await purged(NOON + 730 * DAY)
    assert (await purged(NOON + 730 * DAY + SECOND))[PurgeSubject.DRAFTS] == 1
    _, old_id = ids.split(old)
    assert not await models.Application.exists(id=old_id)
    assert await models.Application.filter(submitted_at=None).values_list("id", flat=True) == [touched_id]
    assert await models.Application.filter(submitted_at__isnull=False).count() == 1
    assert await models.Attachment.all().values_list("application_id", flat=True) == [touched_id]
    assert await models.PendingContent.filter(is_abandoned=True).count() == 1
    event = await AuditEvent.get(action="application.draft_purged")
    assert (event.subject_id, event.actor_id) == (old_id, None)


async def test_a_draft_that_somebody_is_saving_is_left_out(api: Api, sample: SampleRegister, database_url: str) -> None:
    draft = ids.split((await drafts.save(api, {}))["id"])[1]
    async with holding_locks(database_url, f"SELECT FROM application WHERE id = '{draft}' FOR UPDATE"):
        assert PurgeSubject.DRAFTS not in await purged(NOON + 731 * DAY)
    assert (await purged(NOON + 731 * DAY))[PurgeSubject.DRAFTS] == 1


async def test_a_draft_that_was_saved_before_it_was_locked_stays(
    api: Api, sample: SampleRegister, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = ids.split((await drafts.save(api, {}))["id"])[1]
    saved = f"UPDATE application_draft SET saved_at = saved_at + interval '9 years' WHERE application_id = '{draft}'"
    find = purge_rows.old_drafts

    async def find_and_save(before: datetime.datetime) -> list[UUID]:
        found = await find(before)
        async with holding_locks(database_url, saved):
            pass
        return found

    monkeypatch.setattr(purge_rows, "old_drafts", find_and_save)
    assert PurgeSubject.DRAFTS not in await purged(NOON + 731 * DAY)
    assert await models.Application.exists(id=draft)


async def test_several_workers_purge_each_row_once(sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    await ended_sessions(sample, 40)
    runs = await asyncio.gather(*(purge_rows.run(at=NOON) for _ in range(4)))
    assert sum(each[PurgeSubject.SESSIONS] for each in runs) == 40
    assert (await PurgeReport.get()).purged == 40


async def test_it_purges_in_batches(sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    small = purge_rows.STATEMENTS[PurgeSubject.SESSIONS].replace("LIMIT 1000", "LIMIT 3")
    monkeypatch.setattr(purge_rows, "BATCH", 3)
    monkeypatch.setattr(purge_rows, "MOST_BATCHES", 2)
    monkeypatch.setattr(purge_rows, "STATEMENTS", {**purge_rows.STATEMENTS, PurgeSubject.SESSIONS: small})
    await ended_sessions(sample, 8)
    assert await purged(NOON) == {PurgeSubject.SESSIONS: 6}
    assert await purged(NOON + SECOND) == {PurgeSubject.SESSIONS: 2}
    report = await PurgeReport.get()
    assert (report.purged, report.last_at) == (8, NOON + SECOND)


async def test_a_worker_that_dies_has_purged_nothing(sample: SampleRegister, database_url: str) -> None:
    await ended_sessions(sample, 5)
    report = (
        "INSERT INTO purge_report (id, subject, day, days, purged, last_at)"
        f" VALUES (uuidv7(), 'SESSIONS', '{NOON.date()}', 0, 1, now())"
    )
    async with holding_locks(database_url, report) as connection:
        dying = asyncio.create_task(purge_rows.run(at=NOON))
        await until_waited_for(connection)
        await execute_as_owner("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted")
        with pytest.raises(Exception, match=r"terminat|closed"):
            await dying
        assert await AccessToken.filter(expires_at__lt=NOON).count() == 5
    assert await purged(NOON) == {PurgeSubject.SESSIONS: 5}
    assert (await PurgeReport.get()).purged == 6


async def test_the_operator_reads_the_report(api: Api, sample: SampleRegister) -> None:
    await ended_sessions(sample, 2)
    await purge_rows.run(at=NOON)
    compiled = (await api.data(PURGES, as_="operator"))["purges"]
    assert compiled == (await api.data(f"{{ __typename {PURGES[1:]}", as_="operator"))["purges"]
    expected = {
        "subject": "SESSIONS",
        "day": "2026-11-20",
        "days": 0,
        "purged": 2,
        "lastAt": "2026-11-20T03:00:00+00:00",
    }
    assert [each["node"] for each in compiled["edges"]] == [expected]
    for viewer in ("contractor", "surety", "obligee", "system"):
        assert (await error_of(api, PURGES, as_=viewer))[1] == "FORBIDDEN"
