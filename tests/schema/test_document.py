"""Certificate.document, Guarantee.keyNotice, FeeStatement.document: who gets which, and what it costs."""

import hashlib
import time
from typing import Any

import pytest

from models.document import Document
from models.job import LEASE
from models.kinds import Role
from models.records import AuditEvent
from resolvers import document_making
from resolvers.sample_data import House
from schema import ids
from tests import acts, states
from tests.conftest import NOON, Api
from tests.making import make_all
from tests.statements import counted

DOCUMENT = "{ url filename bytes sha256 }"
MINE = f"""
{{ guarantees {{ edges {{ node {{
  id number certificate {{ document {DOCUMENT} }} keyNotice {DOCUMENT}
  feeStatements {{ document {DOCUMENT} }} }} }} }} }}
"""
LOOK_UP = f"""
query($number: GuaranteeNumber!, $key: AuthKey!) {{ certificate(guaranteeNumber: $number, authKey: $key) {{
  document {DOCUMENT} guarantee {{ keyNotice {DOCUMENT} feeStatements {{ number }} }} }} }}
"""


async def documents(api: Api, as_: str) -> dict[str, Any]:
    """Those of the newest guarantee by kind, as an account sees them."""
    node = (await api.data(MINE, as_=as_))["guarantees"]["edges"][0]["node"]
    statement = node["feeStatements"][0]["document"] if node["feeStatements"] else None
    return {
        "certificate": node["certificate"]["document"],
        "notice": node["keyNotice"],
        "statement": statement,
    }


async def look_up(api: Api, issued: dict[str, Any], as_: str) -> Any:
    given = {"number": issued["guarantee"]["number"], "key": issued["guarantee"]["authKey"]}
    return (await api.data(LOOK_UP, as_=as_, **given))["certificate"]


async def issued(api: Api, house: House, **changes: Any) -> dict[str, Any]:
    (payload,) = await acts.issued(api, house, guarantees=[acts.advance_input(**changes)])
    return payload


async def test_the_first_reader_has_them_made_and_later_ones_get_the_same(api: Api, house: House) -> None:
    payload = await issued(api, house)
    number = payload["guarantee"]["number"]
    first = await documents(api, "contractor")
    assert {name: one["filename"] for name, one in first.items()} == {
        "certificate": f"前払金保証証書_{number}.pdf",
        "notice": f"認証キーのお知らせ_{number}.pdf",
        "statement": f"保証料計算書_{number}-1.pdf",
    }
    for one in first.values():
        answer = await api.http.get(one["url"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert (len(answer.content), hashlib.sha256(answer.content).hexdigest()) == (one["bytes"], one["sha256"])
    assert await documents(api, "contractor") == first


async def test_who_gets_which(api: Api, house: House) -> None:
    payload = await issued(api, house)
    found = await look_up(api, payload, "obligee")
    assert found["document"]["filename"].startswith("前払金保証証書")
    assert found["guarantee"] == {"keyNotice": None, "feeStatements": []}
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


async def test_who_may_not_read_the_notice_does_not_have_it_made(api: Api, house: House) -> None:
    await issued(api, house)
    await documents(api, "surety")
    assert await Document.filter(kind="KEY_NOTICE", attempts=0, made_at=None).count() == 1


async def test_paper_has_a_certificate_and_no_notice(api: Api, house: House) -> None:
    await issued(api, house, medium="PAPER")
    found = await documents(api, "contractor")
    assert found["notice"] is None
    assert found["certificate"]["bytes"] > 10_000


async def test_before_issue_there_is_nothing(api: Api, house: House) -> None:
    await acts.apply(api, house)
    edges = (await api.data(MINE, as_="contractor"))["guarantees"]["edges"]
    assert [(edge["node"]["certificate"], edge["node"]["keyNotice"]) for edge in edges] == [(None, None)] * 2


async def test_issuing_can_answer_with_the_documents_at_once(api: Api, house: House) -> None:
    application = await acts.apply(api, house, guarantees=[acts.advance_input()])
    id_ = application["guarantees"][0]["id"]
    await acts.approve(api, id_)
    query = f"""mutation($input: IssueGuaranteeInput!) {{ issueGuarantee(input: $input) {{
      ... on GuaranteeIssued {{ certificate {{ document {DOCUMENT} }} }} }} }}"""
    answer = await api.data(query, as_="surety", input={"guaranteeId": id_})
    url = answer["issueGuarantee"]["certificate"]["document"]["url"]
    assert (await api.http.get(url)).status_code == 200


async def test_each_link_to_a_notice_is_recorded_with_who_got_it(api: Api, house: House) -> None:
    payload = await issued(api, house)
    await documents(api, "contractor")
    await documents(api, "contractor")
    events = await AuditEvent.filter(action="key_notice.linked")
    actor_id = house.viewers[Role.CONTRACTOR].actor_id
    guarantee_id = ids.split(payload["guarantee"]["id"])[1]
    assert [(event.actor_id, event.subject_id) for event in events] == [(actor_id, guarantee_id)] * 2


async def test_all_documents_of_a_request_are_waited_for_together(
    api: Api, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await issued(api, house)
    await Document.all().update(due_at=NOON + LEASE)  # as if somebody else were making them
    await api.token("contractor")
    monkeypatch.setattr(document_making, "PATIENCE", 1)
    began = time.monotonic()
    errors = (await api.post(MINE, as_="contractor")).json()["errors"]
    assert 1 <= time.monotonic() - began < 2
    assert [error["extensions"]["code"] for error in errors] == ["DOCUMENT_NOT_AVAILABLE"] * 3


async def test_a_document_that_cannot_be_made_costs_the_answer_nothing_else(api: Api, house: House) -> None:
    await acts.issued(api, house)
    (poisoned,) = await Document.filter(kind="CERTIFICATE").order_by("id").limit(1)
    later = NOON.replace(hour=13)
    await Document.filter(id=poisoned.id).update(attempts=9, last_error="TextDoesNotFit", due_at=later)
    response = await api.post(MINE, as_="contractor")
    body = response.json()
    (error,) = body["errors"]
    assert (error["extensions"], error["path"][-2:]) == (
        {"code": "DOCUMENT_NOT_AVAILABLE", "retryAfter": 3600},
        ["certificate", "document"],
    )
    found = [edge["node"] for edge in body["data"]["guarantees"]["edges"]]
    assert [node["certificate"] is None for node in found] == [False, True]
    assert all(node["keyNotice"]["bytes"] for node in found)
    await Document.filter(id=poisoned.id).update(last_error=None)
    await Document.filter(id=poisoned.id).update(due_at=NOON)
    assert all(edge["node"]["certificate"] for edge in (await api.data(MINE, as_="contractor"))["guarantees"]["edges"])


async def test_the_statements_do_not_grow_with_the_rows(api: Api, house: House) -> None:
    for _ in range(3):
        await acts.issued(api, house)
    await make_all()
    for first in (1, 6):
        with counted() as statements:
            await api.data(MINE.replace("guarantees {", f"guarantees(first: {first}) {{", 1), as_="contractor")
        # session; guarantees, certificates, their documents, notices, their audit events, statements, their documents
        assert len(statements) == 8, statements


@pytest.mark.parametrize("field", ["url", "filename", "bytes", "sha256"])
async def test_no_field_opens_the_bytes(api: Api, house: House, field: str) -> None:
    await issued(api, house)
    await make_all()
    query = f"{{ guarantees {{ edges {{ node {{ certificate {{ document {{ {field} }} }} }} }} }} }}"
    with counted() as statements:
        await api.data(query, as_="surety")
    assert len(statements) == 4
    assert not any("document_content" in statement for statement in statements)
