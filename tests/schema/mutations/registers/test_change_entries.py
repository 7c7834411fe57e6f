"""changeSurety, changeBranch, changeObligee and changeContractor."""

import asyncio
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import AccountRole
from models.parties.register_change import RegisterChange
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.drafts import codes
from tests.support.parties import registers
from tests.support.parties.registers import (
    FEE_ACCOUNT,
    KINDS,
    NUMBER,
    change_input,
    changed,
    created,
    keeper,
    operation,
)
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND

CHANGES: dict[str, dict[str, Any]] = {
    "Surety": {"representative": "取締役社長　後任 次郎", "feeAccount": FEE_ACCOUNT, "mailReplyTo": "new@example.jp"},
    "Branch": {"telephone": "06-1111-1111", "fax": "06-1111-1112", "hours": "平日 9:00〜17:00", "isActive": False},
    "Obligee": {"title": "見本県知事　代理", "prefecture": "大阪府", "noticeSubject": "{工事名}"},
    "Contractor": {"address": "京都府京都市見本町3-3", "representative": "代表取締役　後任"},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_own", [True, False])
async def test_the_operator_and_its_own_administrator_change_an_entry(
    api: Api, sample: SampleRegister, kind: str, *, is_own: bool
) -> None:
    entry = await created(api, sample, kind)
    name = await keeper(api, kind, entry) if is_own else "operator"
    after = await changed(api, kind, entry, as_=name, **CHANGES[kind])
    assert after["version"] == 2
    stored = after | (after.get("settings") or {})
    for field, value in CHANGES[kind].items():
        assert stored[field] == (value if field != "feeAccount" else value | {"accountHolder": "ダイニホシヨウ（カ"})
    last, first = (edge["node"] for edge in after["changes"]["edges"])
    assert (last["version"], last["role"]) == (2, registers.OWNERS[kind][1] if is_own else "OPERATOR")
    assert first["version"] == 1
    field, (before, value) = {
        "Surety": ("representative", ("取締役社長　髙﨑 𠮷子", "取締役社長　後任 次郎")),
        "Branch": ("isActive", ("有効", "無効")),
        "Obligee": ("prefecture", (None, "大阪府")),
        "Contractor": ("address", ("大阪府大阪市見本町2-2", "京都府京都市見本町3-3")),
    }[kind]
    (told,) = (each for each in last["differences"] if each["path"] == [field])
    assert (told["before"], told["after"]) == (before, value)
    event = await AuditEvent.get(action="register.entry_changed")
    assert event.subject_id == ids.key_of(entry["id"], kind)


async def test_optional_values_are_removed(api: Api, sample: SampleRegister) -> None:
    surety = await created(api, sample, "Surety", feeAccount=FEE_ACCOUNT, mailReplyTo="x@example.jp")
    after = await changed(api, "Surety", surety, removeFeeAccount=True, mailReplyTo=" ")
    assert (after["settings"]["feeAccount"], after["settings"]["mailReplyTo"]) == (None, None)
    contractor = await created(api, sample, "Contractor", representative="社長", corporateNumber=NUMBER)
    after = await changed(api, "Contractor", contractor, representative="", corporateNumber="")
    assert (after["representative"], after["corporateNumber"]) == (None, None)


async def test_what_changes_nothing_makes_no_version(api: Api, sample: SampleRegister) -> None:
    entry = await created(api, sample, "Obligee")
    before = await table_contents()
    assert await changed(api, "Obligee", entry, name=f" {entry['name']} ") == entry
    assert await changed(api, "Obligee", entry) == entry
    assert await table_contents() == before


@pytest.mark.parametrize("kind", KINDS)
async def test_only_the_last_version_is_changed(api: Api, sample: SampleRegister, kind: str) -> None:
    entry = await created(api, sample, kind)
    query = operation("change", kind)
    given = [change_input(kind, entry, name=f"名称{number}") for number in range(3)]
    answers = await asyncio.gather(*(api.data(query, as_="operator", input=each) for each in given))
    found = [answer[f"change{kind}"] for answer in answers]
    assert sorted(each["__typename"] for each in found) == sorted([f"{kind}Changed", *["EntryChangedSince"] * 2])
    assert {each["version"] for each in found if "version" in each} == {2}
    answer = await refused(api, query, as_="operator", input=change_input(kind, entry, name="後"))
    assert (answer["__typename"], answer["version"]) == ("EntryChangedSince", 2)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_repetition_gives_the_entry(api: Api, sample: SampleRegister, kind: str) -> None:
    entry = await created(api, sample, kind)
    first = await changed(api, kind, entry, name="新しい名称", idempotencyKey="k")
    before = await table_contents()
    assert await changed(api, kind, entry, name="新しい名称", idempotencyKey="k") == first
    assert await table_contents() == before
    given = change_input(kind, entry, name="別", idempotencyKey="k")
    answer = await refused(api, operation("change", kind), as_="operator", input=given)
    assert answer["__typename"] == "IdempotencyConflict"


@pytest.mark.parametrize("kind", KINDS)
async def test_strangers_staff_and_readers_change_nothing(api: Api, sample: SampleRegister, kind: str) -> None:
    owner = {"suretyId": (await created(api, sample, "Surety"))["id"]} if kind == "Branch" else {}
    entry = await created(api, sample, kind, **owner)
    given, query = change_input(kind, entry, name="他人"), operation("change", kind)
    assert (await error_of(api, query, input=given))[1] == "UNAUTHENTICATED"
    own_role = registers.OWNERS[kind][1].lower()
    for as_ in ("contractor", "surety", "obligee"):
        if as_ == own_role:
            assert await refused(api, query, as_=as_, input=given) == NOT_FOUND
        else:
            assert (await error_of(api, query, as_=as_, input=given))[1] == "FORBIDDEN"
    for role in (AccountRole.STAFF, AccountRole.READER):
        name = await keeper(api, kind, entry, account_role=role)
        assert (await error_of(api, query, as_=name, input=given))[1] == "FORBIDDEN"
    unknown = given | {f"{kind.lower()}Id": f"{kind}_x"}
    assert await refused(api, query, as_="operator", input=unknown) == NOT_FOUND


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("Surety", {"isActive": False}),
        ("Surety", {"mailSender": "x@example.jp"}),
        ("Obligee", {"isActive": False}),
        ("Contractor", {"isActive": False}),
        ("Contractor", {"corporateNumber": NUMBER}),
    ],
)
async def test_some_fields_are_the_operators(
    api: Api, sample: SampleRegister, kind: str, given: dict[str, Any]
) -> None:
    entry = await created(api, sample, kind)
    name = await keeper(api, kind, entry)
    answer = await refused(api, operation("change", kind), as_=name, input=change_input(kind, entry, **given))
    assert codes(answer) == [(next(iter(given)), "OPERATOR_ONLY")]
    assert (await changed(api, kind, entry, **given))["version"] == 2


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("Surety", {"name": "", "feeDueDays": 0}, [("name", "REQUIRED"), ("feeDueDays", "OUT_OF_RANGE")]),
        ("Surety", {"name": "見本建設業保証株式会社"}, [("name", "TAKEN")]),
        ("Branch", {"code": "310"}, [("code", "TAKEN")]),
        ("Branch", {"telephone": " "}, [("telephone", "REQUIRED")]),
        ("Obligee", {"name": "富士市"}, [("name", "TAKEN")]),
        ("Obligee", {"name": "\x00", "title": "🎆"}, [("name", "FORBIDDEN_CHARACTER"), ("title", "NO_GLYPH")]),
        ("Contractor", {"corporateNumber": "0000000000001"}, [("corporateNumber", "MALFORMED")]),
        ("Contractor", {"name": "○○建設 株式会社", "address": "栃木県●●市●●町0-00-0"}, [("name", "TAKEN")]),
    ],
)
async def test_every_problem_at_once(
    api: Api, sample: SampleRegister, kind: str, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    entry = await created(api, sample, kind)
    answer = await refused(api, operation("change", kind), as_="operator", input=change_input(kind, entry, **given))
    assert codes(answer) == expected


async def test_a_code_stays_once_numbers_begin_with_it(api: Api, sample: SampleRegister) -> None:
    branch = await created(api, sample, "Branch")
    branch = await changed(api, "Branch", branch, code="530")
    performance = api_calls.performance_input()
    (guarantee,) = await api_calls.issued(api, sample, submissionBranchId=branch["id"], guarantees=[performance])
    assert guarantee["guarantee"]["number"].startswith("530")
    given = change_input("Branch", branch, code="540")
    answer = await refused(api, operation("change", "Branch"), as_="operator", input=given)
    assert codes(answer) == [("code", "IN_USE")]
    assert (await changed(api, "Branch", branch, code="530", name="新大阪支店"))["name"] == "新大阪支店"


async def test_others_see_neither_settings_nor_history(api: Api, sample: SampleRegister) -> None:
    entries = {kind: await created(api, sample, kind) for kind in ("Surety", "Obligee")}
    fields = {
        kind: f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {registers.FIELDS[kind]} }} }} }}"
        for kind in entries
    }
    for kind, entry in entries.items():
        for as_ in (None, "contractor", "surety", "obligee", "system"):
            found = (await api.data(fields[kind], as_=as_, id=entry["id"]))["node"]
            assert found["changes"]["edges"] == []
            assert found.get("settings") is None
            assert found["name"] == entry["name"]
        own = await keeper(api, kind, entry)
        for as_ in (own, "operator"):
            found = (await api.data(fields[kind], as_=as_, id=entry["id"]))["node"]
            assert found == entry


async def test_an_hours_limit(api: Api, sample: SampleRegister) -> None:
    entry = await created(api, sample, "Obligee")
    account = await models.Account.get(email="operator@example.jp")
    event: dict[str, Any] = {
        "action": "register.entry_changed",
        "address": "192.0.2.1",
        "actor_id": account.id,
        "at": NOON,
    }
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.REGISTER_CHANGES.most)])
    given = change_input("Obligee", entry, name="別")
    found = await error_of(api, operation("change", "Obligee"), as_="operator", input=given)
    assert found[:2] == (429, "TOO_MANY_REQUESTS")
    assert await RegisterChange.all().count() == 1
