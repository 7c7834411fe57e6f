"""Links to attachments over HTTP: content, headers, access, and the response to an invalid link."""

import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
import structlog

import models
from models.audit_records import AuditEvent
from models.document import DocumentContent
from models.parties.account import AccessToken, Account
from resolvers.documents import attachment_links
from sample.sample_register import SampleRegister
from security import tokens
from security.signed_urls import LIFETIME
from storage.in_database import DatabaseStore
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.applying.attaching import attach, attached, remove
from tests.support.hostile.attached_files import PLAIN
from tests.support.hostile.images import photograph, png
from tests.support.refusals import table_contents
from tests.support.states import competitor, rival_branch

BROKEN = "リンクが正しくありません。書類の画面から開き直してください。\n"


@pytest.fixture
async def application(api: Api, sample: SampleRegister) -> str:
    """The id of a submitted application."""
    return (await api_calls.apply(api, sample))["id"]


@pytest.fixture
async def link(api: Api, application: str) -> str:
    """The contractor's link to a PDF."""
    return (await attach(api, application, PLAIN, name="契約書　写し.pdf"))["url"]


async def refused(api: Api, url: str) -> bool:
    """Whether the link gets the response of an unknown one."""
    answers = [await api.http.request(method, url) for method in ("GET", "HEAD")]
    return [(answer.status_code, answer.text) for answer in answers] == [(404, BROKEN), (404, "")]


@pytest.mark.parametrize(
    ("file", "name", "type_"),
    [
        (PLAIN, "契約書.pdf", "application/pdf"),
        (png(), "図 ①.png", "image/png"),
        (photograph(), "現場.jpeg", "image/jpeg"),
        (PLAIN, "page.html", "application/pdf"),
    ],
)
async def test_no_browser_takes_it_for_a_page(api: Api, application: str, file: bytes, name: str, type_: str) -> None:
    found = await attach(api, application, file, name=name)
    answer = await api.http.get(found["url"])
    headers = answer.headers
    assert (answer.status_code, headers["content-type"]) == (200, type_)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-frame-options"] == "DENY"
    plain, _, encoded = headers["content-disposition"].partition("; filename*=UTF-8''")
    extension = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[type_]
    how = "attachment" if extension == "pdf" else "inline"
    assert plain == f'{how}; filename="attachment.{extension}"'
    assert unquote(encoded) == found["filename"]
    assert headers["content-disposition"].isascii()
    head = await api.http.head(found["url"])
    assert (head.status_code, head.content, head.headers) == (200, b"", headers)


async def test_each_download_is_recorded_with_who_got_the_link(api: Api, application: str, link: str) -> None:
    (seen,) = await attached(api, application, as_="surety")
    for url in (link, seen["url"]):
        assert (await api.http.get(url)).content == PLAIN
    events = await AuditEvent.filter(action="attachment.read").order_by("id")
    attachment = await models.Attachment.get()
    assert [(event.subject_id, event.role, event.subject) for event in events] == [
        (attachment.id, role, "契約書　写し.pdf") for role in ("CONTRACTOR", "SURETY")
    ]
    assert attachment.opened_at == NOON


async def test_it_is_opened_once(api: Api, application: str, link: str) -> None:
    (seen,) = await attached(api, application, as_="surety")
    await api.http.get(seen["url"])
    api.clock.at = NOON + datetime.timedelta(minutes=1)
    await api.http.get(seen["url"])
    assert (await models.Attachment.get()).opened_at == NOON


async def test_a_link_ends_and_says_so(api: Api, link: str) -> None:
    api.clock.at = NOON + LIFETIME
    before = await table_contents()
    assert (await api.http.get(link)).status_code == 403
    assert await table_contents() == before


async def test_altered_links_and_those_of_documents_open_nothing(api: Api, sample: SampleRegister, link: str) -> None:
    head, token = link.rsplit("/", 1)
    subject, rest = token.split(".", 1)
    document = link.replace("/attachments/", "/documents/")
    for url in (f"{head}/{'0' * 32}.{rest}", f"{head}/{subject}.f{rest[1:]}", f"{link}0", f"{head}/x", document):
        assert await refused(api, url)
    assert (await api.http.post(link)).status_code == 405


async def test_a_link_dies_with_account_and_session(api: Api, link: str) -> None:
    accounts = Account.filter(email="contractor@example.jp")
    await accounts.update(is_active=False)
    try:
        assert await refused(api, link)
    finally:
        await accounts.update(is_active=True)
    assert (await api.http.get(link)).status_code == 200
    await AccessToken.filter(digest=tokens.digest(api.tokens["contractor"])).update(expires_at=NOON)
    assert await refused(api, link)


async def test_who_belongs_to_another_company_now_gets_nothing(
    api: Api, sample: SampleRegister, application: str, link: str
) -> None:
    (seen,) = await attached(api, application, as_="surety")
    other = await competitor(api)
    branch = await rival_branch(api)
    contractors, sureties = (Account.filter(email=f"{name}@example.jp") for name in ("contractor", "surety"))
    await contractors.update(contractor_id=other.id)
    await sureties.update(surety_id=branch.surety_id)
    try:
        assert await refused(api, link)
        assert await refused(api, seen["url"])
    finally:
        await contractors.update(contractor_id=sample.contractor.id)
        await sureties.update(surety_id=sample.branch.surety_id)


async def test_a_link_dies_with_the_attachment(
    api: Api, application: str, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, (seen,) = attachment_links.record_opening, await attached(api, application)

    async def remove_first(*arguments: Any, **more: Any) -> None:
        assert (await remove(api, seen["id"]))["__typename"] == "AttachmentRemoved"
        await opened(*arguments, **more)

    monkeypatch.setattr(attachment_links, "record_opening", remove_first)
    assert (await api.http.get(link)).text == BROKEN
    monkeypatch.undo()
    assert await refused(api, link)


async def test_bytes_that_are_gone_or_others_are_an_alarm(api: Api, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    get = DatabaseStore.get

    async def altered(store: DatabaseStore, key: UUID) -> bytes:
        return (await get(store, key))[:-1] + b"\0"

    monkeypatch.setattr(DatabaseStore, "get", altered)
    attachment = await models.Attachment.get()
    for _ in range(2):
        with structlog.testing.capture_logs() as logs:
            answer = await api.http.get(link)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert [(log["event"], log["document_id"]) for log in logs] == [("document_lost", str(attachment.id))]
        monkeypatch.undo()
        await DocumentContent.all().delete()


async def test_no_list_shows_those_of_others(api: Api, sample: SampleRegister, application: str, link: str) -> None:
    await competitor(api)
    await rival_branch(api)
    attachment_id = f"Attachment_{(await models.Attachment.get()).id.hex}"
    node = "query($id: ID!) { node(id: $id) { ... on Attachment { filename by contentType url } } }"
    seen = {
        name: (await api.data(node, as_=name, id=attachment_id))["node"]
        for name in ("contractor", "surety", "operator", "competitor", "rival", "obligee", "system", None)
    }
    assert {name for name, found in seen.items() if found} == {"contractor", "surety", "operator"}
    draft = (await drafts.save(api, {}))["id"]
    hidden = (await attach(api, draft, PLAIN))["id"]
    for name in ("surety", "operator"):
        assert (await api.data(node, as_=name, id=hidden))["node"] is None
