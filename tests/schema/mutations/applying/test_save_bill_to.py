"""saveBillTo, and guarantees that name an entry of the register."""

import asyncio
import unicodedata
from typing import Any
from uuid import uuid4

import pytest

import models
from models.audit_records import AuditEvent
from models.parties.bill_to import MOST_BILL_TOS, fold
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.api_calls import APPLY, CHECK
from tests.support.applying.bill_tos import OFFICE, SAVE, registered, saved
from tests.support.drafts import codes
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, competitor

NODE = "query($id: ID!) { node(id: $id) { ... on BillTo { name department address } } }"
STATEMENTS = """query($id: ID!) { node(id: $id) { ... on Guarantee { billTo feeStatements {
  billTo billToDepartment billToAddress } } } }"""


async def test_an_entry_is_registered_and_changed(api: Api, sample: SampleRegister) -> None:
    first = await saved(api, name=" ○○商事 株式会社 ", address=" ")
    assert first == OFFICE | {"id": first["id"], "address": None}
    second = await saved(api, billToId=first["id"], department=None, name="△△商事")
    assert second == OFFICE | {"id": first["id"], "name": "△△商事", "department": None}
    assert await registered(api) == [second]
    assert (await api.data(NODE, as_="contractor", id=first["id"]))["node"]["name"] == "△△商事"
    events = AuditEvent.filter(action="bill_to.saved").order_by("id")
    assert await events.values_list("subject", flat=True) == ["○○商事 株式会社", "△△商事"]


async def test_the_same_twice_is_refused_in_any_notation(api: Api, sample: SampleRegister) -> None:
    first = await saved(api, name="髙﨑商事 株式会社")
    same = OFFICE | {"name": "高崎商事㈱", "department": "経 理 部", "address": None}
    wrong = [("name", "DUPLICATE")]
    given = same | {"name": "高崎商事　株式会社"}
    assert codes(await refused(api, SAVE, as_="contractor", input=given)) == wrong
    other = await saved(api, name="髙﨑商事 株式会社", department="総務部")
    changed = given | {"billToId": other["id"]}
    assert codes(await refused(api, SAVE, as_="contractor", input=changed)) == wrong
    await saved(api, billToId=first["id"], name="高崎商事 株式会社")
    assert [each["name"] for each in await registered(api)] == ["高崎商事 株式会社", "髙﨑商事 株式会社"]


async def test_at_once_it_is_registered_once(api: Api, sample: SampleRegister) -> None:
    await api.token("contractor")
    answers = await asyncio.gather(*(api.data(SAVE, as_="contractor", input=OFFICE) for _ in range(6)))
    kinds = sorted(answer["saveBillTo"]["__typename"] for answer in answers)
    assert kinds == ["BillToSaved"] + ["InvalidInput"] * 5


async def test_the_same_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    first = await saved(api, idempotencyKey="k")
    before = await table_contents()
    assert await saved(api, idempotencyKey="k") == first
    assert await table_contents() == before
    answer = await refused(api, SAVE, as_="contractor", input=OFFICE | {"idempotencyKey": "k", "name": "別"})
    assert answer["__typename"] == "IdempotencyConflict"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": ""}, [("name", "REQUIRED")]),
        ({"name": "社" * 121}, [("name", "TOO_LONG")]),
        ({"department": "部" * 61}, [("department", "TOO_LONG")]),
        ({"address": "町" * 121}, [("address", "TOO_LONG")]),
        ({"name": "\x00", "address": "a\nb"}, [("name", "FORBIDDEN_CHARACTER"), ("address", "FORBIDDEN_CHARACTER")]),
        ({"department": "🎆"}, [("department", "NO_GLYPH")]),
    ],
)
async def test_bad_texts_are_refused(
    api: Api, sample: SampleRegister, change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    answer = await refused(api, SAVE, as_="contractor", input=OFFICE | change)
    assert codes(answer) == expected


@pytest.mark.parametrize("text", ["髙﨑𠮷葛\U000e0100", "か\u3099ｶﾅ①㈱", "社" * 60])
async def test_rare_texts_stay_as_they_are(api: Api, sample: SampleRegister, text: str) -> None:
    given = {"name": text * 2, "department": text, "address": text * 2}
    if "か\u3099" in text:
        given = dict.fromkeys(given, text)
    entry = await saved(api, **given)
    assert entry.items() >= {name: unicodedata.normalize("NFC", text) for name, text in given.items()}.items()


async def test_a_register_has_a_maximum(api: Api, sample: SampleRegister) -> None:
    names = [f"請求先{number}" for number in range(MOST_BILL_TOS)]
    rows = [models.BillTo(contractor_id=sample.contractor.id, name=name, folded=fold(name, None)) for name in names]
    await models.BillTo.bulk_create(rows)
    assert codes(await refused(api, SAVE, as_="contractor", input=OFFICE)) == [("name", "TOO_MANY")]
    await api_calls.apply(api, sample, guarantees=[api_calls.performance_input(billTo="登録されない")])
    assert len(await registered(api)) == MOST_BILL_TOS
    await models.BillTo.filter(name="請求先7").update(is_removed=True)
    await saved(api)
    assert len(await registered(api)) == MOST_BILL_TOS


async def test_an_hours_limit(api: Api, sample: SampleRegister) -> None:
    account = await models.Account.get(email="contractor@example.jp")
    event: dict[str, Any] = {"action": "bill_to.saved", "address": "192.0.2.1", "actor_id": account.id, "at": NOON}
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.BILL_TOS.most)])
    assert (await error_of(api, SAVE, as_="contractor", input=OFFICE))[:2] == (429, "TOO_MANY_REQUESTS")


async def test_others_neither_see_nor_change_it(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    entry = await saved(api)
    given = OFFICE | {"billToId": entry["id"]}
    assert await refused(api, SAVE, as_="competitor", input=given) == NOT_FOUND
    for name in ("competitor", "surety", "operator", "obligee"):
        assert (await api.data(NODE, as_=name, id=entry["id"]))["node"] is None
    for name in ("surety", "obligee", "operator", "system"):
        assert (await error_of(api, SAVE, as_=name, input=given))[1] == "FORBIDDEN"
    assert (await error_of(api, SAVE, input=given))[1] == "UNAUTHENTICATED"
    assert await registered(api, as_="competitor") == []
    application = api_calls.application_input(
        sample, guarantees=[api_calls.performance_input(billTo=None, billToId=entry["id"])]
    )
    assert codes(await refused(api, APPLY, as_="competitor", input=application)) == [
        ("guarantees.0.billToId", "NOT_FOUND")
    ]


@pytest.mark.parametrize("method", ["SINGLE", "MONTHLY_CONSOLIDATED"])
async def test_a_statement_has_what_the_register_said_on_its_day(api: Api, sample: SampleRegister, method: str) -> None:
    entry = await saved(api)
    asked = api_calls.performance_input(billTo=None, billToId=entry["id"], feePaymentMethod=method)
    id_ = (await api_calls.apply(api, sample, guarantees=[asked]))["guarantees"][0]["id"]
    await saved(api, billToId=entry["id"], name="△△商事 株式会社", department=None)
    await api_calls.approve(api, id_)
    if method == "MONTHLY_CONSOLIDATED":
        await api_calls.issue(api, id_)
    await saved(api, billToId=entry["id"], name="後の名称", address=None)
    node = (await api.data(STATEMENTS, as_="surety", id=id_))["node"]
    assert node == {
        "billTo": "○○商事 株式会社",
        "feeStatements": [{"billTo": "△△商事 株式会社", "billToDepartment": None, "billToAddress": OFFICE["address"]}],
    }


async def test_a_form_names_a_text_or_an_entry(api: Api, sample: SampleRegister) -> None:
    entry = await saved(api)
    for bill_to, expected in (
        ({"billTo": "経理部", "billToId": entry["id"]}, ("guarantees.0.billToId", "EXACTLY_ONE")),
        ({"billTo": None}, ("guarantees.0.billTo", "REQUIRED")),
        ({"billTo": None, "billToId": ids.to_id("BillTo", uuid4())}, ("guarantees.0.billToId", "NOT_FOUND")),
    ):
        given = api_calls.application_input(sample, guarantees=[api_calls.performance_input(**bill_to)])
        assert codes(await refused(api, APPLY, as_="contractor", input=given)) == [expected]
        dry = (await api.data(CHECK, as_="contractor", input=given))["checkApplication"]["problems"]
        assert [(".".join(each["path"]), each["code"]) for each in dry] == [expected]
    form = {"guarantees": [{"kind": "PERFORMANCE", "billToId": entry["id"]}]}
    draft = await drafts.save(api, form)
    (guarantee,) = (await drafts.form_of(api, draft["id"]))["draft"]["guarantees"]
    assert (guarantee["billTo"], guarantee["billToId"]) == (None, entry["id"])
