"""Making documents: asked for with the commit, made once, by whoever comes first, and tried again when it fails."""

import asyncio
import datetime
import hashlib
from uuid import UUID

import pytest
import structlog
from tortoise import connections
from uuid_utils.compat import uuid7

from models.auth_key import AuthKey, AuthKeyStatus
from models.certificate import Certificate
from models.document import LEASE, Document, DocumentContent, DocumentKind
from models.kinds import Medium
from models.records import AuditEvent
from pdf.press import NotPrinted, Press, Sheet
from resolvers import document_making
from resolvers.archive import Archive
from resolvers.sample_data import House
from security.auth_keys import Keyring
from storage.in_database import InDatabase
from storage.store import StoreUnavailable
from tests.cases import KEY, advance, issued, performance
from tests.conftest import ARCHIVE, IDENTITY, KEYRING, NOON
from tests.making import KINDS, claim, kinds, make_all, with_
from tests.pdf.readers import by_pdfium

MINUTE = datetime.timedelta(minutes=1)


class Broken(Press):
    """A press that fails as often as it is told to, then prints."""

    def __init__(self, failures: int = 1_000, error: Exception | None = None) -> None:
        super().__init__(IDENTITY, processes=1)
        self.failures, self.error = failures, error or NotPrinted("TextDoesNotFit at layout.py:1")

    async def print_(self, sheet: Sheet) -> bytes:
        if self.failures > 0:
            self.failures -= 1
            raise self.error
        return await ARCHIVE.press.print_(sheet)


class Unreachable(InDatabase):
    """A store that is not there."""

    async def put(self, key: UUID, content: bytes) -> None:  # noqa: ARG002 -- the store's interface
        raise StoreUnavailable("no answer")


async def test_issuing_asks_for_every_document_and_makes_none(house: House) -> None:
    (guarantee,) = await issued(house, advance())
    assert await kinds(made_at=None, attempts=0, due_at=NOON) == KINDS
    assert await DocumentContent.all().count() == 0
    (notice,) = await Document.filter(kind="KEY_NOTICE", auth_key__guarantee_id=guarantee.id)
    assert notice.certificate_id == (await Certificate.get(guarantee_id=guarantee.id)).id


async def test_paper_has_a_copy_and_no_notice(house: House) -> None:
    await issued(house, advance(medium=Medium.PAPER))
    assert await kinds() == ["CERTIFICATE", "CERTIFICATE_COPY", "FEE_STATEMENT"]


@pytest.mark.parametrize("medium", list(Medium))
async def test_only_an_electronic_certificate_says_so(house: House, medium: Medium) -> None:
    await issued(house, advance(medium=medium))
    await make_all()
    document = await Document.get(kind="CERTIFICATE")
    content = (await DocumentContent.get(id=document.storage_key)).content
    assert ("この証書は電子証書です" in by_pdfium(content)) is (medium is Medium.ELECTRONIC)


async def test_the_worker_makes_what_is_due_and_nothing_twice(house: House) -> None:
    await issued(house, advance(), performance())
    assert await document_making.make_due(archive=ARCHIVE, at=NOON - MINUTE) == 0
    assert await make_all() == 6
    assert await make_all(at=NOON + datetime.timedelta(days=9)) == 0
    for document in await Document.all():
        content = (await DocumentContent.get(id=document.storage_key)).content
        assert (document.made_at, document.attempts, document.failure) == (NOON, 1, None)
        if document.kind is DocumentKind.KEY_NOTICE:
            content = KEYRING.open_bytes(content, int(document.envelope_version or 0), str(document.id))
        assert content.startswith(b"%PDF-")
        assert (document.size, document.sha256) == (len(content), hashlib.sha256(content).digest())
    assert await DocumentContent.all().count() == 6


async def test_a_key_stands_in_the_clear_nowhere_and_its_printing_is_recorded(house: House) -> None:
    (guarantee,) = await issued(house, advance())
    await make_all()
    notice = await Document.get(kind="KEY_NOTICE")
    content = (await DocumentContent.get(id=notice.storage_key)).content
    assert not content.startswith(b"%PDF")
    assert KEY.encode() not in content
    (event,) = await AuditEvent.filter(action="auth_key.printed")
    assert (event.subject_id, event.at, event.actor_id) == (guarantee.id, NOON, None)
    with pytest.raises(Exception, match="envelope"):
        KEYRING.open_bytes(content, int(notice.envelope_version or 0), str(uuid7()))


async def test_what_fails_is_an_alarm_and_tried_again_after_longer_and_longer_pauses(house: House) -> None:
    await issued(house, advance())
    broken, at = with_(press=Broken()), NOON
    for attempts, seconds in enumerate([5, 10, 20, 40, 80], start=1):
        with structlog.testing.capture_logs() as logs:
            assert await document_making.make_due(archive=broken, at=at) == 3
        assert [(log["event"], log["log_level"], log["attempts"]) for log in logs] == [
            ("document_not_made", "error", attempts)
        ] * 3
        pause = datetime.timedelta(seconds=seconds)
        assert await document_making.make_due(archive=broken, at=at + pause - datetime.timedelta(seconds=1)) == 0
        at += pause
        assert await kinds(attempts=attempts, failure="NotPrinted: TextDoesNotFit at layout.py:1", due_at=at) == KINDS
    assert await make_all(at=at) == 3
    assert await kinds(made_at=at, failure=None) == KINDS
    assert await DocumentContent.all().count() == 3


@pytest.mark.parametrize("attempts", [12, 100, 32_000])
def test_a_pause_is_an_hour_at_most(attempts: int) -> None:
    assert Document(attempts=attempts).pause == datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        (with_(store=Unreachable()), "StoreUnavailable: no answer"),
        (with_(keyring=Keyring(KEYRING.pepper, {2: b"x" * 32})), "BrokenEnvelope"),
        (with_(press=Broken(error=LookupError(KEY))), "LookupError at test_document_making.py:"),
    ],
)
async def test_whatever_fails_the_others_are_made_and_the_reason_is_kept(
    house: House, archive: Archive, said: str
) -> None:
    await issued(house, advance())
    await document_making.make_due(archive=archive, at=NOON)
    failed = [document for document in await Document.all() if document.made_at is None]
    assert failed
    assert all(str(document.failure).startswith(said) for document in failed)
    assert all(KEY not in str(document.failure) for document in failed)
    assert await make_all(at=NOON + MINUTE) == len(failed)
    assert await kinds(failure=None, made_at__isnull=False) == KINDS


async def test_a_database_that_is_not_there_is_no_fault_of_the_document(house: House) -> None:
    await issued(house, advance())
    archive = with_(press=Broken(1, ConnectionRefusedError()))
    with pytest.raises(ConnectionRefusedError):
        await document_making.make_due(archive=archive, at=NOON)
    await asyncio.sleep(0)
    assert await Document.filter(failure__isnull=False).count() == 0


async def test_no_plan_claims_more_than_is_asked_for(house: House) -> None:
    await issued(house, advance(), performance())
    # Here the planner knows nothing of what is left to do yet, as after many issues at once.
    assert len(await document_making._claim(document_making.CLAIM_ANY, NOON, 2)) == 2
    assert len(await claim([document.id for document in await Document.all()], most=3)) == 3


async def test_a_claim_of_somebody_who_was_killed_is_taken_over_and_its_bytes_go(house: House) -> None:
    await issued(house, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    (abandoned,) = await claim([document.id])
    key = abandoned.document.storage_key
    assert key is not None
    await ARCHIVE.store.put(key, b"half done")
    assert await claim([document.id]) == []
    later = NOON + LEASE
    assert await make_all(at=later) == 3
    assert await kinds(made_at=later) == KINDS
    assert await DocumentContent.filter(id=key).count() == 0
    assert await DocumentContent.all().count() == 3


async def test_who_is_too_slow_stores_nothing(house: House) -> None:
    await issued(house, advance())
    (document,) = await Document.filter(kind="CERTIFICATE")
    (slow,) = await claim([document.id])
    await make_all(at=NOON + LEASE)
    made = await Document.get(id=document.id)
    await document_making._make(slow, ARCHIVE, NOON)
    assert await Document.get(id=document.id) == made
    assert (await Document.get(id=document.id)).sha256 == made.sha256
    assert await DocumentContent.all().count() == 3
    await document_making._make(slow, with_(press=Broken()), NOON)
    assert (await Document.get(id=document.id)).failure is None


async def test_a_new_key_has_a_notice_of_its_own(house: House) -> None:
    (guarantee,) = await issued(house, advance())
    await make_all()
    await AuthKey.filter(guarantee_id=guarantee.id).update(status=AuthKeyStatus.ROTATED)
    envelope, version = KEYRING.seal(str(guarantee.number), "h7RkTq3WbN9e")
    digest = KEYRING.digest(str(guarantee.number), "h7RkTq3WbN9e")
    await AuthKey.create(
        guarantee_id=guarantee.id, digest=digest, envelope=envelope, envelope_version=version, created_at=NOON + MINUTE
    )
    assert await kinds(made_at=None, due_at=NOON + MINUTE) == ["KEY_NOTICE"]
    assert await make_all(at=NOON + MINUTE) == 1


async def test_a_new_version_has_documents_of_its_own(house: House) -> None:
    (guarantee,) = await issued(house, advance())
    await make_all()
    version = await Certificate.get(guarantee_id=guarantee.id)
    await Certificate.filter(id=version.id).update(status="SUPERSEDED")
    later = NOON + MINUTE
    amended = {"id": uuid7(), "reason": "AMENDMENT", "amendment_number": 1, "issued_at": later}
    version.update_from_dict(amended)
    await Certificate.bulk_create([version])
    assert await make_all(at=later) == 2
    names = [document.filename for document in await Document.filter(certificate_id=version.id).order_by("kind")]
    assert names == [f"前払金保証証書_{guarantee.number}_変更1.pdf", f"認証キーのお知らせ_{guarantee.number}_変更1.pdf"]


async def test_finding_what_is_due_reads_an_index_of_what_is_left(house: House) -> None:
    await issued(house, advance())
    await make_all()
    statement = document_making.CLAIM_ANY.replace("$1", "now()").replace("$2", "now()").replace("$3", "16")
    execute = connections.get("default").execute_query_dict
    await execute("SET enable_seqscan = off")
    plan = "\n".join(row["QUERY PLAN"] for row in await execute(f"EXPLAIN {statement}"))
    await execute("SET enable_seqscan = on")
    assert "document_to_be_made" in plan
