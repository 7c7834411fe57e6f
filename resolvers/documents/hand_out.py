"""Documents for those who may read them: as part of what they read, by a link of a few minutes, and as bytes."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from tortoise.expressions import Q

from models.auth_key import AuthKeyStatus
from models.certificate import CertificateStatus
from models.document import Document, DocumentKind, DocumentProgress
from models.errors import DocumentNotAvailable
from models.job import PermanentFailure
from models.parties.viewer import Viewer
from resolvers import access, audit
from resolvers.certificates import mark_viewed
from resolvers.conditions import NOTHING, matching
from resolvers.document_services import Archive
from resolvers.documents import compose_data, render_documents
from resolvers.parties import sessions
from security.auth_keys import DecryptionError
from security.signed_urls import InvalidSignedUrl
from storage.store import ContentNotFound

PATH = "/documents/"
PURPOSE = f"{PATH} of a token"
"""What its links are made for: a link of another form is none of these."""
SOON = 5
"""Seconds after which to ask again for what is being made."""
LONGEST = 24 * 60 * 60
"""The same for what could not be made: somebody has to look at it first."""

OWNER = {
    DocumentKind.CERTIFICATE: "certificate_id",
    DocumentKind.CERTIFICATE_COPY: "certificate_id",
    DocumentKind.KEY_NOTICE: "certificate__guarantee_id",
    DocumentKind.FEE_STATEMENT: "fee_statement_id",
}
"""By which column the rows are found that a kind of documents hangs on: certificates, guarantees, fee statements."""
ALTERNATIVES = {DocumentKind.CERTIFICATE: (DocumentKind.CERTIFICATE, DocumentKind.CERTIFICATE_COPY)}
"""Which kinds are answered where one is asked for: of each row a viewer may read one of them."""


class Download(NamedTuple):
    """A document as it is handed out."""

    filename: str
    content: bytes


class LostDocument(Exception):
    """The bytes of a document are gone, or others than those that were made: an accident or an attack."""


class UnmakeableDocument(PermanentFailure):
    """A document that is dead: it will not be there, however long one waits."""


async def load_along(
    rows: Sequence[Any],
    name: str,
    kind: DocumentKind,
    *,
    viewer: Viewer | None,
    archive: Archive,
    at: datetime.datetime,
    until: float,
) -> None:
    """Put the document of each row into its `related`, with a link: one statement, and what is missing is made first.

    None for who may not read it. What is not made `until` then (make_now) says so by its state, and when to ask again;
    its link holds all the same. Handing out a link to a key notice is recorded as the key's reading is.
    """
    found: dict[UUID, Document] = {}
    if viewer is not None and access.document_rule(kind, viewer.role) != NOTHING:
        found = await _found(rows, kind, viewer)
        if missing := [document.id for document in found.values() if document.made_at is None]:
            await render_documents.make_now(missing, archive=archive, at=at, until=until)
            found = await _found(rows, kind, viewer)
        for document in found.values():
            link = archive.signed_urls.make(PURPOSE, [document.id.hex, *sessions.claims_of(viewer)], at=at)
            document.related = {
                "url": f"{archive.address}{PATH}{link}",
                "filename": document.filename or compose_data.filename(document),
                "retry_after": None if document.made_at is not None else _seconds(document, at),
            }
        if kind is DocumentKind.KEY_NOTICE and found:
            await audit.record_each("key_notice.linked", list(found), viewer=viewer, at=at)
    for row in rows:
        row.related[name] = found.get(row.id)


async def describe(link: str, *, address: str, archive: Archive, at: datetime.datetime) -> Document:
    """What a link opens, without its bytes, made first if it is not made.

    Raises InvalidSignedUrl, ExpiredSignedUrl, DocumentNotAvailable.
    """
    document, _ = await _opened(link, address, archive, at)
    return document


async def download(link: str, *, address: str, archive: Archive, at: datetime.datetime) -> Download:
    """What a link opens, recorded before it is answered, under the name of who got the link.

    Raises InvalidSignedUrl, ExpiredSignedUrl, DocumentNotAvailable, LostDocument, StoreUnavailable.
    """
    document, reader = await _opened(link, address, archive, at)
    content = await _content(document, archive)
    await audit.record("document.read", viewer=reader, at=at, subject_id=document.id)
    if document.kind is DocumentKind.CERTIFICATE and document.certificate_id is not None:
        await mark_viewed.note([document.certificate_id], role=reader.role, at=at)
    return Download(str(document.filename), content)


async def _opened(link: str, address: str, archive: Archive, at: datetime.datetime) -> tuple[Document, Viewer]:
    """The document, made first if it is not made, and whom the link was given to, as it is now.

    Raises DocumentNotAvailable, ExpiredSignedUrl, and InvalidSignedUrl, also when its holder may no longer ask
    or no longer read it.
    """
    id_, *holder = archive.signed_urls.read(PURPOSE, link, at=at)
    document = await Document.get_or_none(id=UUID(id_))
    viewer = await sessions.of_claims(*holder, address=address, at=at)
    if document is None or viewer is None:  # a database that was set back does not know what it gave a link to
        raise InvalidSignedUrl
    rule = access.document_rule(document.kind, viewer.role)
    if not await Document.filter(rule.q(viewer), id=document.id).exists():
        raise InvalidSignedUrl
    return await _made(document, archive, at), viewer


async def content(document_id: UUID, *, archive: Archive, at: datetime.datetime) -> Download:
    """A document for a mail, made first if it is not made.

    Raises DocumentNotAvailable, UnmakeableDocument, LostDocument, StoreUnavailable.
    """
    document = await Document.get(id=document_id)
    try:
        await _made(document, archive, at)
    except DocumentNotAvailable:
        if document.state is DocumentProgress.DEAD:
            raise UnmakeableDocument(f"its document {document_id} could not be made: {document.last_error}") from None
        raise
    return Download(str(document.filename), await _content(document, archive))


async def _found(rows: Sequence[Any], kind: DocumentKind, viewer: Viewer) -> dict[UUID, Document]:
    """The documents of the rows that the viewer may read, by the row's id."""
    wanted: dict[str, Any] = {f"{OWNER[kind]}__in": [row.id for row in rows]}
    if kind is DocumentKind.KEY_NOTICE:
        wanted |= {"certificate__status": CertificateStatus.CURRENT, "auth_key__status": AuthKeyStatus.ACTIVE}
    kinds = ALTERNATIVES.get(kind, (kind,))
    rules = [matching({"kind": each}) & access.document_rule(each, viewer.role).q(viewer) for each in kinds]
    found = Document.filter(matching(wanted), Q(*rules, join_type=Q.OR)).select_related("certificate", "fee_statement")
    return {_owner(document): document for document in await found}


def _owner(document: Document) -> Any:
    if document.kind is DocumentKind.KEY_NOTICE and document.certificate is not None:
        return document.certificate.guarantee_id
    return document.certificate_id or document.fee_statement_id


async def _made(document: Document, archive: Archive, at: datetime.datetime) -> Document:
    """The document once it is made. Raises DocumentNotAvailable."""
    if document.made_at is None:
        until = render_documents.end_of_patience()
        await render_documents.make_now([document.id], archive=archive, at=at, until=until)
        await document.refresh_from_db()
    if document.made_at is None:
        raise DocumentNotAvailable(_seconds(document, at))
    return document


def _seconds(document: Document, at: datetime.datetime) -> int:
    """After how many to ask again for what is not made."""
    if document.state is DocumentProgress.DEAD:
        return LONGEST
    seconds = -((at - document.due_at) // datetime.timedelta(seconds=1)) if document.last_error else SOON
    return max(SOON, seconds)


async def _content(document: Document, archive: Archive) -> bytes:
    key = document.storage_key
    assert key is not None  # noqa: S101 -- links are given to what is made
    try:
        content = await archive.store.get(key)
        if document.envelope_version is not None:
            content = archive.keyring.decrypt_bytes(content, document.envelope_version, str(document.id))
    except (ContentNotFound, DecryptionError) as error:
        raise LostDocument(str(document.id)) from error
    if hashlib.sha256(content).digest() != bytes(document.sha256 or b""):
        raise LostDocument(str(document.id))
    return content
