"""Certificate.document, Guarantee.keyNotice, FeeStatement.document: access and cost."""

import hashlib
import time
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.document import Document
from models.enums import Role
from models.job import LEASE
from resolvers import document_services
from sample.sample_register import SampleRegister
from schema.reading import ids
from storage.in_database import DatabaseStore
from storage.store import StoreUnavailable
from tests.conftest import NOON, Api
from tests.support import api_calls, states
from tests.support.database.sql_statements import recorded_statements
from tests.support.document_links import DOCUMENT, LOOK_UP, MINE, documents, look_up
from tests.support.document_rendering import render_all
from tests.support.pdf.readers import by_pdfium

WAIT = "書類を作成しています。しばらくしてからやり直してください。\n"


def stated(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["state"], one["retryAfter"], one["bytes"], one["sha256"]


async def issued(api: Api, sample: SampleRegister, **changes: Any) -> dict[str, Any]:
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(**changes)])
    return payload


async def test_the_first_reader_has_them_made_and_later_ones_get_the_same(api: Api, sample: SampleRegister) -> None:
    payload = await issued(api, sample)
    number = payload["guarantee"]["number"]
    first = await documents(api, "contractor")
    assert {name: one["filename"] for name, one in first.items()} == {
        "certificate": f"保証証書（前払金保証）_{number}.pdf",
        "notice": f"認証キーのお知らせ_{number}.pdf",
        "statement": f"保証料計算書_{number}-1.pdf",
    }
    for one in first.values():
        answer = await api.http.get(one["url"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert (len(answer.content), hashlib.sha256(answer.content).hexdigest()) == (one["bytes"], one["sha256"])
    assert await documents(api, "contractor") == first


async def test_who_gets_which(api: Api, sample: SampleRegister) -> None:
    payload = await issued(api, sample)
    found = await look_up(api, payload, "obligee")
    assert found["document"]["filename"].startswith("保証証書（前払金保証）")
    assert found["guarantee"] == {"keyNotice": None, "feeStatements": []}
    await look_up(api, payload, "system")
    got = {
        account: sorted(name for name, one in (await documents(api, account)).items() if one)
        for account in ("contractor", "surety", "operator", "obligee", "system")
    }
    assert got == {
        "contractor": ["certificate", "notice", "statement"],
        "surety": ["certificate", "statement"],
        "operator": ["certificate", "statement"],
        "obligee": ["certificate"],
        "system": ["certificate"],
    }
    await states.competitor(api)
    assert (await api.data(MINE, as_="competitor"))["guarantees"]["edges"] == []


async def test_who_may_not_read_the_notice_does_not_have_it_made(api: Api, sample: SampleRegister) -> None:
    await issued(api, sample)
    await documents(api, "surety")
    assert await Document.filter(kind="KEY_NOTICE", attempts=0, made_at=None).count() == 1


async def test_paper_has_a_certificate_and_no_notice(api: Api, sample: SampleRegister) -> None:
    await issued(api, sample, medium="PAPER")
    found = await documents(api, "contractor")
    assert found["notice"] is None
    assert found["certificate"]["bytes"] > 10_000


async def test_before_issue_there_is_nothing(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample)
    edges = (await api.data(MINE, as_="contractor"))["guarantees"]["edges"]
    assert [(edge["node"]["certificate"], edge["node"]["keyNotice"]) for edge in edges] == [(None, None)] * 2


async def test_issuing_can_answer_with_the_documents_at_once(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    query = f"""mutation($input: IssueGuaranteeInput!) {{ issueGuarantee(input: $input) {{
      ... on GuaranteeIssued {{ certificate {{ document {DOCUMENT} }} }} }} }}"""
    answer = await api.data(query, as_="surety", input={"guaranteeId": id_})
    url = answer["issueGuarantee"]["certificate"]["document"]["url"]
    assert (await api.http.get(url)).status_code == 200


async def test_each_link_to_a_notice_is_recorded_with_who_got_it(api: Api, sample: SampleRegister) -> None:
    payload = await issued(api, sample)
    await documents(api, "contractor")
    await documents(api, "contractor")
    events = await AuditEvent.filter(action="key_notice.linked")
    actor_id = sample.viewers[Role.CONTRACTOR].actor_id
    guarantee_id = ids.split(payload["guarantee"]["id"])[1]
    assert [(event.actor_id, event.subject_id) for event in events] == [(actor_id, guarantee_id)] * 2


async def test_all_documents_of_a_request_are_waited_for_together(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    await issued(api, sample)
    await Document.all().update(due_at=NOON + LEASE)  # as if another process were rendering them
    await api.token("contractor")
    monkeypatch.setattr(document_services, "WAIT_SECONDS", 1)
    began = time.monotonic()
    found = await documents(api, "contractor")
    assert 1 <= time.monotonic() - began < 3  # three, one after the other
    assert [stated(one) for one in found.values()] == [("MAKING", 5, None, None)] * 3


async def test_a_document_that_cannot_be_made_costs_the_answer_nothing_else(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample)
    (poisoned,) = await Document.filter(kind="CERTIFICATE").order_by("id").limit(1)
    later = NOON.replace(hour=13)
    await Document.filter(id=poisoned.id).update(attempts=9, last_error="TextDoesNotFit", due_at=later)
    found = [edge["node"] for edge in (await api.data(MINE, as_="contractor"))["guarantees"]["edges"]]
    assert [stated(node["certificate"]["document"])[:2] for node in found] == [("READY", None), ("FAILED", 3600)]
    assert all(stated(node["keyNotice"])[0] == "READY" for node in found)
    failed = await api.http.get(found[1]["certificate"]["document"]["url"])
    assert (failed.status_code, failed.headers["retry-after"], failed.text) == (503, "3600", WAIT)
    await Document.filter(id=poisoned.id).update(last_error=None)
    await Document.filter(id=poisoned.id).update(due_at=NOON)
    found = [edge["node"] for edge in (await api.data(MINE, as_="contractor"))["guarantees"]["edges"]]
    assert [stated(node["certificate"]["document"])[0] for node in found] == ["READY"] * 2


async def test_a_link_to_what_is_not_made_yet_makes_it(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = await issued(api, sample)
    await Document.all().update(due_at=NOON + LEASE)
    monkeypatch.setattr(document_services, "WAIT_SECONDS", 0)
    found = await documents(api, "contractor")
    number = payload["guarantee"]["number"]
    assert {name: one["filename"] for name, one in found.items()} == {
        "certificate": f"保証証書（前払金保証）_{number}.pdf",
        "notice": f"認証キーのお知らせ_{number}.pdf",
        "statement": f"保証料計算書_{number}-1.pdf",
    }
    for one in found.values():
        for answer in (await api.http.head(one["url"]), await api.http.get(one["url"])):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    monkeypatch.setattr(document_services, "WAIT_SECONDS", 5)
    await Document.all().update(due_at=NOON)
    for one in found.values():
        head = await api.http.head(one["url"])
        answer = await api.http.get(one["url"])
        assert (head.status_code, answer.status_code, answer.content[:5]) == (200, 200, b"%PDF-")
    after = await documents(api, "contractor")
    assert {name: one["filename"] for name, one in after.items()} == {
        name: one["filename"] for name, one in found.items()
    }


@pytest.mark.parametrize("document", [DOCUMENT, "{ url filename }", "{ bytes sha256 }"])
async def test_what_was_done_is_answered_though_its_documents_cannot_be_made(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    async def broken(*_: Any) -> bytes:
        raise StoreUnavailable("no answer")

    monkeypatch.setattr(DatabaseStore, "put", broken)
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    query = f"""mutation($input: IssueGuaranteeInput!) {{ issueGuarantee(input: $input) {{ ... on GuaranteeIssued {{
      guarantee {{ number authKey feeStatements {{ document {document} }} }} certificate {{ document {document} }}
    }} }} }}"""
    answer = (await api.data(query, as_="surety", input={"guaranteeId": id_}))["issueGuarantee"]
    assert answer["certificate"]["document"].keys() == set(document.strip("{ }").split())
    guarantee = answer["guarantee"]
    given = {"number": guarantee["number"], "key": guarantee["authKey"]}
    found = (await api.data(LOOK_UP, as_="obligee", **given))["certificate"]
    assert stated(found["document"]) == ("FAILED", 5, None, None)
    assert (await documents(api, "contractor"))["notice"]["state"] == "FAILED"


async def test_the_surety_gets_what_it_prints_and_others_a_copy(api: Api, sample: SampleRegister) -> None:
    await issued(api, sample, medium="PAPER")
    found = {name: (await documents(api, name))["certificate"] for name in ("surety", "contractor", "operator")}
    texts = {
        name: by_pdfium((await api.http.get(one["url"])).content).replace("\r\n", "") for name, one in found.items()
    }
    assert {name: "写し" in text for name, text in texts.items()} == {
        "surety": False, "contractor": True, "operator": True
    }  # fmt: skip
    assert {name: "（写し）" in one["filename"] for name, one in found.items()} == {
        "surety": False, "contractor": True, "operator": True
    }  # fmt: skip
    assert not [text for text in texts.values() if "この証書は電子証書です" in text]


async def test_the_statements_do_not_grow_with_the_rows(api: Api, sample: SampleRegister) -> None:
    for _ in range(3):
        await api_calls.issued(api, sample)
    await render_all()
    for first in (1, 6):
        with recorded_statements() as statements:
            await api.data(MINE.replace("guarantees {", f"guarantees(first: {first}) {{", 1), as_="contractor")
        # session; guarantees, certificates, their documents, notices, their audit events, statements, their documents
        assert len(statements) == 8, statements


@pytest.mark.parametrize("field", ["url", "filename", "bytes", "sha256"])
async def test_no_field_opens_the_bytes(api: Api, sample: SampleRegister, field: str) -> None:
    await issued(api, sample)
    await render_all()
    query = f"{{ guarantees {{ edges {{ node {{ certificate {{ document {{ {field} }} }} }} }} }} }}"
    with recorded_statements() as statements:
        await api.data(query, as_="surety")
    assert len(statements) == 4
    assert not any("document_content" in statement for statement in statements)
