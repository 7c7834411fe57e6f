"""createSurety, createBranch, createObligee and createContractor."""

import asyncio
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.parties.register_change import RegisterChange
from models.parties.surety import MOST_BRANCHES, MOST_SURETIES
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.drafts import codes
from tests.support.parties import registers
from tests.support.parties.registers import FEE_ACCOUNT, KINDS, NUMBER, create_input, created, keeper, operation
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND

DEFAULTS: dict[str, dict[str, Any]] = {
    "Surety": {
        "advancePaymentTerms": "前払金保証約款",
        "intermediateTerms": "前払金保証約款及び中間前払金保証特約",
        "performanceTerms": "前払金保証約款及びこれに付帯する契約保証特約",
    },
    "Branch": {"fax": None, "hours": None},
    "Obligee": {"prefecture": None, "noticeSubject": None},
    "Contractor": {"representative": None, "corporateNumber": None},
}
MODELS = {"Surety": models.Surety, "Branch": models.Branch, "Obligee": models.Obligee, "Contractor": models.Contractor}


@pytest.mark.parametrize("kind", KINDS)
async def test_an_entry_is_created_with_its_history(api: Api, sample: SampleRegister, kind: str) -> None:
    entry = await created(api, sample, kind)
    history, settings = entry.pop("changes")["edges"], entry.pop("settings", None)
    given = registers.GIVEN[kind] | DEFAULTS[kind] | {"id": entry["id"], "isActive": True, "version": 1}
    sender = given.pop("mailSender", None)
    assert entry == given
    assert settings == (
        {"mailSender": sender, "mailReplyTo": None, "feeDueDays": 14, "feeAccount": None} if sender else None
    )
    (edge,) = history
    assert (edge["node"]["version"], edge["node"]["role"], edge["node"]["by"]) == (1, "OPERATOR", "運用者")
    told = {each["path"][-1]: (each["before"], each["after"]) for each in edge["node"]["differences"]}
    assert told["name"] == (None, registers.GIVEN[kind]["name"])
    assert told["isActive"] == (None, "有効")
    event = await AuditEvent.get(action="register.entry_created")
    assert event.subject_id == ids.key_of(entry["id"], kind)
    assert event.subject is not None
    assert event.subject.startswith(kind)
    assert entry["name"] in event.subject


async def test_everything_that_an_entry_may_have(api: Api, sample: SampleRegister) -> None:
    surety = await created(
        *(api, sample, "Surety"),
        mailReplyTo="desk@second.example.jp",
        feeDueDays=90,
        feeAccount=FEE_ACCOUNT,
        advancePaymentTerms="第二前払金保証約款",
    )
    account = FEE_ACCOUNT | {"bankName": "みほん銀行", "accountHolder": "ダイニホシヨウ（カ"}
    assert surety["settings"]["feeAccount"] == account
    assert (await models.Surety.get(name=surety["name"])).account_type == "当座"
    assert (surety["advancePaymentTerms"], surety["settings"]["feeDueDays"]) == ("第二前払金保証約款", 90)
    hours = "平日 9:00〜17:00（12:00〜13:00を除く）"
    branch = await created(api, sample, "Branch", code="５２０", fax="06-0000-0001", hours=hours)
    assert (branch["code"], branch["fax"], branch["hours"]) == ("520", "06-0000-0001", hours)
    contractor = await created(api, sample, "Contractor", corporateNumber="７０００-0120-5000-2")
    assert contractor["corporateNumber"] == NUMBER


@pytest.mark.parametrize("kind", KINDS)
async def test_a_repetition_gives_the_first_result(api: Api, sample: SampleRegister, kind: str) -> None:
    first = await created(api, sample, kind, idempotencyKey="k")
    before = await table_contents()
    assert await created(api, sample, kind, idempotencyKey="k") == first
    assert await table_contents() == before
    given = create_input(sample, kind, idempotencyKey="k", name="別の名称")
    answer = await refused(api, operation("create", kind), as_="operator", input=given)
    assert answer["__typename"] == "IdempotencyConflict"


@pytest.mark.parametrize(
    ("kind", "path"), [("Surety", "name"), ("Branch", "code"), ("Obligee", "name"), ("Contractor", "name")]
)
async def test_at_once_it_is_created_once(api: Api, sample: SampleRegister, kind: str, path: str) -> None:
    await api.token("operator")
    query, given = operation("create", kind), create_input(sample, kind)
    answers = await asyncio.gather(*(api.data(query, as_="operator", input=given) for _ in range(4)))
    found = [answer[f"create{kind}"] for answer in answers]
    assert sorted(each["__typename"] for each in found) == sorted([f"{kind}Created", *["InvalidInput"] * 3])
    assert {code for each in found if "problems" in each for code in codes(each)} == {(path, "TAKEN")}
    assert await RegisterChange.all().count() == 1


@pytest.mark.parametrize("text", ["髙﨑𠮷葛\U000e0100", "ガぱヴ", "①㈱"])
async def test_rare_texts_stay_as_they_are(api: Api, sample: SampleRegister, text: str) -> None:
    for kind, name in (("Surety", "representative"), ("Obligee", "title"), ("Contractor", "address")):
        assert (await created(api, sample, kind, **{name: text}))[name] == text
    assert (await created(api, sample, "Branch", name="ｶﾞか\u3099"))["name"] == "ｶﾞが"


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("Surety", {"name": " "}, [("name", "REQUIRED")]),
        ("Surety", {"name": "見本建設業保証株式会社"}, [("name", "TAKEN")]),
        ("Surety", {"representative": "🎆", "address": ""}, [("address", "REQUIRED"), ("representative", "NO_GLYPH")]),
        (
            "Surety",
            {"mailSender": "x", "feeDueDays": 91},
            [("mailSender", "MALFORMED"), ("feeDueDays", "OUT_OF_RANGE")],
        ),
        ("Surety", {"mailSender": "日本@example.jp"}, [("mailSender", "MALFORMED")]),
        ("Surety", {"mailReplyTo": f"{'x' * 250}@example.jp"}, [("mailReplyTo", "TOO_LONG")]),
        ("Surety", {"feeDueDays": 0}, [("feeDueDays", "OUT_OF_RANGE")]),
        ("Surety", {"performanceTerms": ""}, [("performanceTerms", "REQUIRED")]),
        (
            "Surety",
            {"feeAccount": FEE_ACCOUNT | {"accountNumber": "12345", "bankName": "銀" * 31}},
            [("feeAccount.bankName", "TOO_LONG"), ("feeAccount.accountNumber", "MALFORMED")],
        ),
        ("Surety", {"feeAccount": FEE_ACCOUNT | {"bankBranch": " "}}, [("feeAccount.bankBranch", "REQUIRED")]),
        ("Branch", {"code": "31"}, [("code", "MALFORMED")]),
        ("Branch", {"code": "310"}, [("code", "TAKEN")]),
        ("Branch", {"code": "31a", "telephone": "0" * 21}, [("code", "MALFORMED"), ("telephone", "TOO_LONG")]),
        ("Branch", {"hours": "\u202e", "fax": "🎆"}, [("fax", "NO_GLYPH"), ("hours", "FORBIDDEN_CHARACTER")]),
        ("Obligee", {"name": "栃木県"}, [("name", "TAKEN")]),
        (
            "Obligee",
            {"title": "知" * 121, "prefecture": "県" * 11},
            [("title", "TOO_LONG"), ("prefecture", "TOO_LONG")],
        ),
        ("Contractor", {"corporateNumber": "7000012050003"}, [("corporateNumber", "MALFORMED")]),
        ("Contractor", {"corporateNumber": "123"}, [("corporateNumber", "MALFORMED")]),
        ("Contractor", {"name": "", "address": "町" * 201}, [("name", "REQUIRED"), ("address", "TOO_LONG")]),
    ],
)
async def test_every_problem_at_once(
    api: Api, sample: SampleRegister, kind: str, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    given = create_input(sample, kind, **changes)
    assert codes(await refused(api, operation("create", kind), as_="operator", input=given)) == expected


async def test_a_contractor_is_known_by_its_number_or_by_name_and_address(api: Api, sample: SampleRegister) -> None:
    query = operation("create", "Contractor")
    first = await created(api, sample, "Contractor", corporateNumber=NUMBER)
    same = create_input(sample, "Contractor", corporateNumber=NUMBER, name="別の建設", address="別の町")
    assert codes(await refused(api, query, as_="operator", input=same)) == [("corporateNumber", "TAKEN")]
    unnumbered = create_input(sample, "Contractor")
    assert codes(await refused(api, query, as_="operator", input=unnumbered)) == [("name", "TAKEN")]
    other = await created(api, sample, "Contractor", corporateNumber=registers.OTHER_NUMBER)
    assert (other["name"], other["address"]) == (first["name"], first["address"])


async def test_a_suretys_administrator_registers_its_branches(api: Api, sample: SampleRegister) -> None:
    surety = await created(api, sample, "Surety")
    name = await keeper(api, "Surety", surety)
    query, given = operation("create", "Branch"), registers.GIVEN["Branch"]
    branch = (await api.data(query, as_=name, input=given))["createBranch"]["branch"]
    assert (await models.Branch.get(code=branch["code"])).surety_id == ids.key_of(surety["id"], "Surety")
    foreign = create_input(sample, "Branch", code="521")
    assert await refused(api, query, as_=name, input=foreign) == NOT_FOUND
    assert codes(await refused(api, query, as_="operator", input=given | {"code": "521"})) == [("suretyId", "REQUIRED")]
    unknown = given | {"suretyId": ids.to_id("Surety", sample.branch.id)}
    assert await refused(api, query, as_="operator", input=unknown) == NOT_FOUND


async def test_registers_have_maxima(api: Api, sample: SampleRegister) -> None:
    texts = {"address": "東京都", "representative": "社長"}
    await models.Surety.bulk_create([models.Surety(name=f"保証{n}", **texts) for n in range(MOST_SURETIES - 1)])
    answer = await refused(api, operation("create", "Surety"), as_="operator", input=create_input(sample, "Surety"))
    assert codes(answer) == [("name", "TOO_MANY")]
    surety_id = sample.branch.surety_id
    more = [
        models.Branch(surety_id=surety_id, code=f"{n:03}", name="支店", telephone="0")
        for n in range(MOST_BRANCHES)
        if n != 310
    ]
    await models.Branch.bulk_create(more)
    answer = await refused(api, operation("create", "Branch"), as_="operator", input=create_input(sample, "Branch"))
    assert codes(answer) == [("name", "TOO_MANY")]


async def test_an_hours_limit(api: Api, sample: SampleRegister) -> None:
    account = await models.Account.get(email="operator@example.jp")
    event: dict[str, Any] = {
        "action": "register.entry_created",
        "address": "192.0.2.1",
        "actor_id": account.id,
        "at": NOON,
    }
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.REGISTER_ENTRIES.most)])
    given = create_input(sample, "Obligee")
    found = await error_of(api, operation("create", "Obligee"), as_="operator", input=given)
    assert found[:2] == (429, "TOO_MANY_REQUESTS")
