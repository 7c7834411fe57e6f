"""Document links over HTTP: content, access, and the response to an invalid link."""

import dataclasses
import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.routing import Route

from models.audit_records import AuditEvent
from models.document import Document, DocumentContent
from models.enums import Role
from models.parties.account import AccessToken, Account, ApiClientObligee
from sample import sample_register
from sample.sample_register import SampleRegister
from security import tokens
from security.rate_limiter import RateLimiter
from security.signed_urls import LIFETIME
from storage.in_database import DatabaseStore
from storage.store import StoreUnavailable
from tests.conftest import DOCUMENT_SERVICES, NOON, Api, Emptying
from tests.support import api_calls
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.document_links import documents, look_up
from tests.support.refusals import table_contents
from web import document_downloads
from web.document_downloads import DocumentDownloads

BROKEN = "リンクが正しくありません。書類の画面から開き直してください。\n"
EXPIRED = "リンクの有効期限が切れています。書類の画面から開き直してください。\n"
AWAY = "書類を取り出せません。しばらくしてからやり直してください。\n"


@pytest.fixture
async def links(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """The contractor's documents of one guarantee by kind."""
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    return await documents(api, "contractor")


async def test_the_answer_is_a_pdf_that_nobody_else_keeps(api: Api, links: dict[str, Any]) -> None:
    for one in links.values():
        answer = await api.http.get(one["url"])
        headers = answer.headers
        assert (answer.status_code, headers["content-type"]) == (200, "application/pdf")
        assert headers["cache-control"] == "private, no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        plain, _, encoded = headers["content-disposition"].partition("; filename*=UTF-8''")
        assert (plain, unquote(encoded)) == ('inline; filename="document.pdf"', one["filename"])
        assert headers["content-disposition"].isascii()
        assert answer.content.startswith(b"%PDF-")


async def test_head_says_the_same_without_the_bytes(api: Api, links: dict[str, Any]) -> None:
    for one in links.values():
        before = await table_contents()
        head = await api.http.head(one["url"])
        assert await table_contents() == before
        got = await api.http.get(one["url"])
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == got.headers
        assert (await api.http.head(f"{one['url']}0")).status_code == 404


async def test_each_download_is_recorded_with_who_got_the_link(
    api: Api, sample: SampleRegister, links: dict[str, Any]
) -> None:
    await api.http.get(links["notice"]["url"])
    notice = await Document.get(kind="KEY_NOTICE")
    (event,) = await AuditEvent.filter(action="document.read")
    actor_id = sample.viewers[Role.CONTRACTOR].actor_id
    assert (event.subject_id, event.actor_id, event.role) == (notice.id, actor_id, Role.CONTRACTOR)
    assert (event.address, event.at) == ("192.0.2.1", NOON)


async def test_a_link_ends_and_says_so(api: Api, links: dict[str, Any]) -> None:
    url = links["certificate"]["url"]
    api.clock.at = NOON + LIFETIME - datetime.timedelta(seconds=1)
    assert (await api.http.get(url)).status_code == 200
    api.clock.at = NOON + LIFETIME
    before = await table_contents()
    answer = await api.http.get(url)
    assert (answer.status_code, answer.text) == (403, EXPIRED)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-store"
    assert await table_contents() == before


async def test_every_altered_link_is_answered_alike(api: Api, links: dict[str, Any]) -> None:
    url = links["certificate"]["url"]
    head, link = url.rsplit("/", 1)
    document, actor, token, until, signature = link.split(".")
    other = links["notice"]["url"].rsplit("/", 1)[1].split(".")[0]
    altered = [
        f"{other}.{actor}.{token}.{until}.{signature}",
        f"{'0' * 32}.{actor}.{token}.{until}.{signature}",
        f"{document}.{'0' * 32}.{token}.{until}.{signature}",
        f"{document}.{actor}.{'0' * 32}.{until}.{signature}",
        f"{document}.{actor}..{until}.{signature}",
        f"{document}.{actor}.{token}.{int(until) + 1}.{signature}",
        f"{document}.{actor}.{token}.{until}.{signature[:-1]}",
        f"{document}.{actor}.{token}.{until}.",
        f"{document}.{actor}.{token}.{until}.{'0' * 64}",
        "x", "..%2f..%2fetc%2fpasswd", "%00", "%ff%fe", "a" * 5_000, "証書",
    ]  # fmt: skip
    before = await table_contents()
    answers = [await api.http.get(f"{head}/{each}") for each in altered]
    api.clock.at = NOON + LIFETIME * 2
    answers += [await api.http.get(f"{head}/{each}") for each in altered]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, BROKEN)}
    assert await table_contents() == before


async def refused(api: Api, links: dict[str, Any]) -> bool:
    """Whether every link gets the response of an unknown one."""
    answers = [await api.http.request(method, one["url"]) for one in links.values() for method in ("GET", "HEAD")]
    return {(answer.status_code, answer.text) for answer in answers} == {(404, BROKEN), (404, "")}


async def test_a_link_dies_with_the_account_that_got_it(api: Api, links: dict[str, Any]) -> None:
    accounts = Account.filter(email="contractor@example.jp")
    await accounts.update(is_active=False)
    try:
        assert await refused(api, links)
    finally:
        await accounts.update(is_active=True)
    assert (await api.http.get(links["certificate"]["url"])).status_code == 200
    assert await AuditEvent.filter(action="document.read").count() == 1


async def test_a_link_dies_with_the_session_in_which_it_was_got(api: Api, links: dict[str, Any]) -> None:
    await api.data("mutation { signOut }", as_="contractor")
    del api.tokens["contractor"]
    await api.token("contractor")
    assert await refused(api, links), "another session of the same account does not bring it back"


async def test_a_link_dies_when_the_session_ends(api: Api, links: dict[str, Any]) -> None:
    await AccessToken.filter(digest=tokens.digest(api.tokens["contractor"])).update(expires_at=NOON)
    assert await refused(api, links)


async def test_a_link_dies_with_the_token_of_a_system_and_with_what_it_acts_for(
    api: Api, sample: SampleRegister
) -> None:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    certificate = {"certificate": (await look_up(api, payload, "system"))["document"]}
    token = AccessToken.filter(digest=tokens.digest(sample_register.API_TOKEN))
    assert (await api.http.get(certificate["certificate"]["url"])).status_code == 200
    await token.update(revoked_at=NOON)
    try:
        assert await refused(api, certificate)
    finally:
        await token.update(revoked_at=None)
    assert (await api.http.get(certificate["certificate"]["url"])).status_code == 200
    acts_for = await ApiClientObligee.all()
    await ApiClientObligee.all().delete()
    try:
        assert await refused(api, certificate)
    finally:
        await ApiClientObligee.bulk_create(acts_for)


async def test_links_are_read_and_nothing_else(api: Api, links: dict[str, Any]) -> None:
    assert (await api.http.post(links["certificate"]["url"])).status_code == 405
    assert (await api.http.get("/documents/")).status_code == 404


async def test_a_link_from_before_the_database_was_set_back_is_broken(
    api: Api, links: dict[str, Any], emptying: Emptying
) -> None:
    await emptying()
    for one in links.values():
        assert (await api.http.get(one["url"])).text == BROKEN
        assert (await api.http.head(one["url"])).status_code == 404


async def test_bytes_that_are_gone_or_others_are_an_alarm(api: Api, links: dict[str, Any]) -> None:
    certificate = await Document.get(kind="CERTIFICATE")
    notice = await Document.get(kind="KEY_NOTICE")
    await DocumentContent.filter(id=certificate.storage_key).delete()
    await execute_without_triggers(
        f"UPDATE document_content SET content = content || '\\x00' WHERE id = '{notice.storage_key}'"
    )
    for name, document in (("certificate", certificate), ("notice", notice)):
        with structlog.testing.capture_logs() as logs:
            answer = await api.http.get(links[name]["url"])
        assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (503, AWAY, "30")
        assert [(log["event"], log["document_id"]) for log in logs] == [("document_lost", str(document.id))]
    assert await AuditEvent.filter(action="document.read").count() == 0


async def test_a_changed_byte_in_the_store_is_found(api: Api, links: dict[str, Any]) -> None:
    class Altering(DatabaseStore):
        async def get(self, key: UUID) -> bytes:
            return (await super().get(key)).replace(b"%PDF", b"%PDG", 1)

    answer = await ask(links["certificate"]["url"], Altering())
    assert (answer.status_code, answer.text) == (503, AWAY)


async def test_a_store_that_is_away_is_told(api: Api, links: dict[str, Any]) -> None:
    class Away(DatabaseStore):
        async def get(self, key: UUID) -> bytes:  # noqa: ARG002 -- the store's interface
            raise StoreUnavailable("no answer")

    answer = await ask(links["certificate"]["url"], Away())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


async def test_a_database_that_is_away_is_told_and_a_bug_is_none(api: Api, links: dict[str, Any]) -> None:
    class Failing(DatabaseStore):
        def __init__(self, error: Exception) -> None:
            self.error = error

        async def get(self, key: UUID) -> bytes:  # noqa: ARG002 -- the store's interface
            raise self.error

    answer = await ask(links["certificate"]["url"], Failing(ConnectionRefusedError()))
    assert (answer.status_code, answer.text) == (503, AWAY)
    with pytest.raises(LookupError):
        await ask(links["certificate"]["url"], Failing(LookupError()))


async def ask(url: str, store: DatabaseStore) -> httpx.Response:
    """Request a link from an application that has only this store."""
    services = dataclasses.replace(DOCUMENT_SERVICES, store=store)
    downloads = DocumentDownloads(services, rate_limiter=RateLimiter(), clock=lambda: NOON)
    application = Starlette(routes=[Route(document_downloads.PATH, downloads.answer)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application)) as http:
        return await http.get(url)
