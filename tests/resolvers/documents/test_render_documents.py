"""Rendering: requested with the commit, done once by the first process to claim it, and retried after a failure."""

import asyncio
import datetime
import hashlib
from uuid import UUID

import pytest
import structlog
from tortoise import connections
from uuid_utils.compat import uuid7

from database import leases
from database.leases import DueRows
from models.audit_records import AuditEvent
from models.auth_key import AuthKey, AuthKeyStatus
from models.certificate import Certificate
from models.document import PAUSES, Document, DocumentContent, DocumentKind
from models.enums import Medium
from models.job import ConnectionFailure
from resolvers.document_services import DocumentServices
from resolvers.documents import read_content, render_documents
from resolvers.documents.read_content import UnmakeableDocument
from sample.sample_register import SampleRegister
from security.auth_keys import Keyring
from storage.in_database import DatabaseStore
from storage.store import StoreUnavailable
from tests.conftest import DOCUMENT_SERVICES, KEYRING, NOON
from tests.support.document_rendering import (
    DAY,
    KINDS,
    MINUTE,
    Broken,
    claim,
    document_kinds,
    render_all,
    render_once,
    render_one,
    services_with,
)
from tests.support.pdf.readers import by_pdfium
from tests.support.readers import soon
from tests.support.use_cases import KEY, advance, issued, performance


class UnreachableStore(DatabaseStore):
    """An unavailable store."""

    async def put(self, key: UUID, content: bytes) -> None:  # noqa: ARG002 -- the store's interface
        raise StoreUnavailable("no answer")


async def test_issuing_asks_for_every_document_and_makes_none(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    assert await document_kinds(made_at=None, attempts=0, due_at=NOON) == KINDS
    assert await DocumentContent.all().count() == 0
    (notice,) = await Document.filter(kind="KEY_NOTICE", auth_key__guarantee_id=guarantee.id)
    assert notice.certificate_id == (await Certificate.get(guarantee_id=guarantee.id)).id


async def test_paper_has_a_copy_and_no_notice(sample: SampleRegister) -> None:
    await issued(sample, advance(medium=Medium.PAPER))
    assert await document_kinds() == ["CERTIFICATE", "CERTIFICATE_COPY", "FEE_STATEMENT"]


@pytest.mark.parametrize("medium", list(Medium))
async def test_only_an_electronic_certificate_says_so(sample: SampleRegister, medium: Medium) -> None:
    await issued(sample, advance(medium=medium))
    await render_all()
    document = await Document.get(kind="CERTIFICATE")
    content = (await DocumentContent.get(id=document.storage_key)).content
    assert ("この証書は電子証書です" in by_pdfium(content)) is (medium is Medium.ELECTRONIC)


async def test_the_worker_makes_what_is_due_and_nothing_twice(sample: SampleRegister) -> None:
    await issued(sample, advance(), performance())
    assert await render_once(at=NOON - MINUTE) == 0
    assert await render_all() == 6
    assert await render_all(at=NOON + datetime.timedelta(days=9)) == 0
    for document in await Document.all():
        content = (await DocumentContent.get(id=document.storage_key)).content
        assert (document.made_at, document.attempts, document.last_error) == (NOON, 1, None)
        if document.kind is DocumentKind.KEY_NOTICE:
            content = KEYRING.decrypt_bytes(content, int(document.envelope_version or 0), str(document.id))
        assert content.startswith(b"%PDF-")
        assert (document.size, document.sha256) == (len(content), hashlib.sha256(content).digest())
    assert await DocumentContent.all().count() == 6


async def test_a_key_stands_in_the_clear_nowhere_and_its_printing_is_recorded(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await render_all()
    notice = await Document.get(kind="KEY_NOTICE")
    content = (await DocumentContent.get(id=notice.storage_key)).content
    assert not content.startswith(b"%PDF")
    assert KEY.encode() not in content
    (event,) = await AuditEvent.filter(action="auth_key.printed")
    assert (event.subject_id, event.at, event.actor_id) == (guarantee.id, NOON, None)
    with pytest.raises(Exception, match="envelope"):
        KEYRING.decrypt_bytes(content, int(notice.envelope_version or 0), str(uuid7()))


async def test_what_fails_is_an_alarm_and_tried_again_after_longer_and_longer_pauses(sample: SampleRegister) -> None:
    await issued(sample, advance())
    broken, at = services_with(renderer=Broken()), NOON
    for attempts, seconds in enumerate([5, 10, 20, 40, 80], start=1):
        with structlog.testing.capture_logs() as logs:
            assert await render_once(broken, at) == 3
        assert [(log["event"], log["log_level"], log["attempts"]) for log in logs] == [
            ("document_not_made", "error", attempts)
        ] * 3
        pause = datetime.timedelta(seconds=seconds)
        assert await render_once(broken, at + pause - datetime.timedelta(seconds=1)) == 0
        at += pause
        said = "RenderError: TextDoesNotFit at layout.py:1"
        assert await document_kinds(attempts=attempts, last_error=said, due_at=at) == KINDS
    assert await render_all(at=at) == 3
    assert await document_kinds(made_at=at, last_error=None) == KINDS
    assert await DocumentContent.all().count() == 3


def test_a_document_is_tried_for_a_day_an_hour_apart_at_most() -> None:
    assert (len(PAUSES), max(PAUSES)) == (32, datetime.timedelta(hours=1))
    assert datetime.timedelta(hours=23) < sum(PAUSES, datetime.timedelta()) < datetime.timedelta(hours=25)


async def test_what_can_never_be_made_is_dead_an_alarm_and_no_longer_waited_for(sample: SampleRegister) -> None:
    await issued(sample, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    await Document.exclude(id=document.id).update(due_at=NOON + 9 * DAY)
    broken = services_with(renderer=Broken())
    at = NOON
    for pause in PAUSES:
        assert await render_once(broken, at) == 1
        at += pause
    with structlog.testing.capture_logs() as logs:
        assert await render_once(broken, at) == 1
    (alarm,) = logs
    assert (alarm["event"], alarm["log_level"], alarm["attempts"]) == ("document_dead", "error", 33)
    dead = await Document.get(id=document.id)
    assert (dead.state, dead.claim, dead.made_at) == ("DEAD", None, None)
    assert dead.last_error == "RenderError: TextDoesNotFit at layout.py:1"
    assert await render_once(at=at + 9 * DAY) == 2
    with pytest.raises(UnmakeableDocument, match="TextDoesNotFit"):
        await read_content.of_mail(document.id, services=DOCUMENT_SERVICES, at=at, wait_until=soon())


@pytest.mark.parametrize(
    ("services", "said"),
    [
        (services_with(keyring=Keyring(KEYRING.pepper, {2: b"x" * 32})), "DecryptionError"),
        (services_with(renderer=Broken(error=LookupError(KEY))), "LookupError at document_rendering.py:"),
    ],
)
async def test_whatever_fails_the_others_are_made_and_the_reason_is_kept(
    sample: SampleRegister, services: DocumentServices, said: str
) -> None:
    await issued(sample, advance())
    await render_once(services)
    failed = [document for document in await Document.all() if document.made_at is None]
    assert failed
    assert all(str(document.last_error).startswith(said) for document in failed)
    assert all(KEY not in str(document.last_error) for document in failed)
    assert await render_all(at=NOON + MINUTE) == len(failed)
    assert await document_kinds(last_error=None, made_at__isnull=False) == KINDS


async def test_a_store_that_is_not_there_is_no_attempt_and_an_alarm(sample: SampleRegister) -> None:
    await issued(sample, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    (claimed,) = await claim([document.id])
    with structlog.testing.capture_logs() as logs, pytest.raises(ConnectionFailure):
        await render_one(claimed, services_with(store=UnreachableStore()))
    assert [(log["event"], log["log_level"]) for log in logs] == [("document_store_unreachable", "error")]
    found = await Document.get(id=document.id)
    assert (found.state, found.attempts, found.due_at, found.claim) == ("WAITING", 0, NOON, None)
    assert found.last_error == "StoreUnavailable: no answer"
    assert await render_all() == 3
    assert await document_kinds(made_at=NOON, last_error=None) == KINDS


async def test_a_reader_does_not_wait_for_a_store_that_is_not_there(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    until = soon()
    await render_documents.render_now(
        ids, source="reader", services=services_with(store=UnreachableStore()), at=NOON, wait_until=until
    )
    assert asyncio.get_running_loop().time() < until
    assert await document_kinds(state="WAITING", attempts=0, claim=None) == KINDS


async def test_a_database_that_is_not_there_is_no_fault_of_the_document(sample: SampleRegister) -> None:
    await issued(sample, advance())
    ids = [document.id for document in await Document.all()]
    services = services_with(renderer=Broken(1, ConnectionRefusedError()))
    with pytest.raises(ConnectionRefusedError):
        await render_documents.render_due(services=services, at=NOON, ids=ids)
    assert await document_kinds(last_error=None) == KINDS
    assert await render_all() == 1, "it is due at once"


async def test_a_new_key_has_a_notice_of_its_own(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await render_all()
    await AuthKey.filter(guarantee_id=guarantee.id).update(status=AuthKeyStatus.ROTATED)
    envelope, version = KEYRING.encrypt(str(guarantee.number), "h7RkTq3WbN9e")
    digest = KEYRING.digest(str(guarantee.number), "h7RkTq3WbN9e")
    await AuthKey.create(
        guarantee_id=guarantee.id, digest=digest, envelope=envelope, envelope_version=version, created_at=NOON + MINUTE
    )
    assert await document_kinds(made_at=None, due_at=NOON + MINUTE) == ["KEY_NOTICE"]
    assert await render_all(at=NOON + MINUTE) == 1


async def test_a_new_version_has_documents_of_its_own(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await render_all()
    version = await Certificate.get(guarantee_id=guarantee.id)
    await Certificate.filter(id=version.id).update(status="SUPERSEDED")
    later = NOON + MINUTE
    amended = {"id": uuid7(), "reason": "AMENDMENT", "amendment_number": 1, "issued_at": later}
    version.update_from_dict(amended)
    await Certificate.bulk_create([version])
    assert await render_all(at=later) == 2
    names = [document.filename for document in await Document.filter(certificate_id=version.id).order_by("kind")]
    assert names == [
        f"保証証書（前払金保証）_{guarantee.number}_変更1.pdf",
        f"認証キーのお知らせ_{guarantee.number}_変更1.pdf",
    ]


async def test_finding_what_is_due_reads_an_index_of_what_is_left(sample: SampleRegister) -> None:
    await issued(sample, advance())
    await render_all()
    statement = leases.claim_statement(Document, DueRows.SOUND)
    for place, value in (("$1", "now()"), ("$2", "now()"), ("$3", "16")):
        statement = statement.replace(place, value)
    execute = connections.get("default").execute_query_dict
    await execute("SET enable_seqscan = off")
    plan = "\n".join(row["QUERY PLAN"] for row in await execute(f"EXPLAIN {statement}"))
    await execute("SET enable_seqscan = on")
    assert "document_to_be_made" in plan
