"""importObligees and importContractors."""

import asyncio
import base64
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.parties.register_change import RegisterChange
from resolvers import quotas
from resolvers.parties.registers import import_entries, register_files
from sample.sample_register import SampleRegister
from schema.http import multipart_requests, view
from tests.conftest import NOON, Api
from tests.support import multipart
from tests.support.drafts import codes
from tests.support.parties.registers import NUMBER, OTHER_NUMBER
from tests.support.refusals import error_of, refused, table_contents

REPORT = "report { lines created existingCount existingLines problemCount problems { line column code } }"


def query(kind: str) -> str:
    return f"""mutation($input: Import{kind}Input!) {{ import{kind}(input: $input) {{ __typename
      ... on {kind}Imported {{ {REPORT} }} ... on UserError {{ message }}
      ... on InvalidInput {{ problems {{ path code message }} }} }} }}"""


OBLIGEES, CONTRACTORS = query("Obligees"), query("Contractors")
TOWNS = "名称,被保証者の表示,都道府県\r\n見本市,見本市長,栃木県\r\n見本村,見本村長,\r\n\r\n"
COMPANIES = (
    f"法人番号,名称,住所,代表者\r\n{NUMBER},株式会社髙﨑組,群馬県高崎市1,社長　𠮷田\r\n,見本土木,群馬県前橋市2,\r\n"
)


def input_(text: str, *, encoding: str = "utf-8", **more: Any) -> dict[str, Any]:
    return {"file": base64.b64encode(text.encode(encoding)).decode()} | more


async def imported(api: Api, query: str, text: str, **more: Any) -> Any:
    (answer,) = (await api.data(query, as_="operator", input=input_(text, **more))).values()
    assert answer["__typename"].endswith("Imported"), answer
    return answer["report"]


async def sent(api: Api, file: bytes, **more: Any) -> Any:
    """The answer to a file of obligees as a part of a multipart request."""
    operations = multipart.operation({"input": {"file": None} | more}, OBLIGEES)
    body = multipart.multipart_body(operations, {"0": ["variables.input.file"]}, file=file)
    answer = await multipart.post(api, body, authorization=f"Bearer {await api.token('operator')}")
    return answer.json()["data"]["importObligees"]


def problems(report: Any) -> list[tuple[int | None, str | None, str]]:
    assert report["problemCount"] == len(report["problems"])
    return [(each["line"], each["column"], each["code"]) for each in report["problems"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
async def test_a_file_is_imported_whole_and_only_once(api: Api, sample: SampleRegister, encoding: str) -> None:
    count = await models.Obligee.all().count()
    dry = await imported(api, OBLIGEES, TOWNS, encoding=encoding, isDryRun=True)
    assert (dry["lines"], dry["created"], problems(dry)) == (2, 2, [])
    assert await models.Obligee.all().count() == count
    report = await imported(api, OBLIGEES, TOWNS, encoding=encoding)
    assert report == dry
    village = await models.Obligee.get(name="見本村")
    assert (village.title, village.prefecture, village.is_active, village.version) == ("見本村長", None, True, 1)
    change = await RegisterChange.get(entry_id=village.id)
    assert change.obligee_id == village.id
    assert [each["after"] for each in change.changes] == ["見本村", "見本村長", "有効"]
    event = await AuditEvent.get(action="register.imported")
    assert event.subject is not None
    assert event.subject.startswith("Obligee 2/2 SHA-256 ")
    again = await imported(api, OBLIGEES, TOWNS, encoding=encoding)
    assert (again["created"], again["existingCount"], again["existingLines"]) == (0, 2, [2, 3])


async def test_contractors_by_number_or_by_name_and_address(api: Api, sample: SampleRegister) -> None:
    report = await imported(api, CONTRACTORS, COMPANIES)
    assert (report["lines"], report["created"]) == (2, 2)
    assert (await models.Contractor.get(corporate_number=NUMBER)).name == "株式会社髙﨑組"
    again = await imported(api, CONTRACTORS, COMPANIES, isDryRun=True)
    assert (again["created"], again["existingLines"]) == (0, [2, 3])
    lines = [
        f"{NUMBER},株式会社髙﨑組,群馬県高崎市9,",
        ",見本土木,群馬県前橋市2,社長",
        f"{OTHER_NUMBER},見本土木,群馬県前橋市2,",
        f"{OTHER_NUMBER},別の土木,群馬県前橋市3,",
        ",別の土木,群馬県前橋市3,",
        ",別の土木,群馬県前橋市4,",
        "7000012050003,見本組,群馬県,",
    ]
    text = "法人番号,名称,住所,代表者\n" + "\n".join(lines)
    expected = [
        (2, None, "TAKEN"), (3, None, "TAKEN"), (4, None, "DUPLICATE"), (6, None, "DUPLICATE"),
        (8, "corporateNumber", "MALFORMED"),
    ]  # fmt: skip
    report = await imported(api, CONTRACTORS, text, isDryRun=True)
    assert problems(report) == expected
    assert report["created"] == 2
    answer = await refused(api, CONTRACTORS, as_="operator", input=input_(text))
    assert sorted(codes(answer)) == sorted(
        (".".join(["file", str(line), *([column] if column else [])]), code) for line, column, code in expected
    )


async def test_ten_thousand_lines_of_which_three_are_wrong(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It takes four seconds, more while coverage is measured.
    monkeypatch.setattr(view, "MAX_SECONDS", 60)
    monkeypatch.setattr(multipart_requests, "UPLOAD_TIMEOUT", 60)
    lines = [f"第{number}見本市,第{number}見本市長" for number in range(register_files.MOST_LINES)]
    wrong = list(lines)
    wrong[10], wrong[5_000], wrong[9_999] = ",長", "第1見本市,長", "=1+1,🎆"
    text = "名称,被保証者の表示\n" + "\n".join(wrong)
    expected = [(12, "name", "REQUIRED"), (5_002, None, "DUPLICATE")]
    expected += [(10_001, "name", "FORMULA"), (10_001, "title", "NO_GLYPH")]
    dry = await sent(api, text.encode(), isDryRun=True)
    assert problems(dry["report"]) == expected
    before = await table_contents()
    assert len((await sent(api, text.encode()))["problems"]) == len(expected)
    assert await table_contents() == before
    right = ("名称,被保証者の表示\n" + "\n".join(lines)).encode()
    assert (await sent(api, right))["report"]["created"] == register_files.MOST_LINES
    assert codes(await sent(api, right + "\nもう一つ,長".encode()))[0] == ("file", "TOO_MANY")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "EMPTY"),
        (b"\x81", "MALFORMED"),
        ("氏名,住所\n甲,乙".encode(), "MALFORMED"),
        ("名称\n甲".encode(), "MALFORMED"),
        ("名称,名称,被保証者の表示\n甲,乙,丙".encode(), "MALFORMED"),
        ("名称,被保証者の表示\n甲,乙,丙".encode(), "MALFORMED"),
        ('名称,被保証者の表示\n"甲,乙'.encode(), "MALFORMED"),
    ],
)
async def test_a_file_that_is_none(api: Api, sample: SampleRegister, file: bytes, code: str) -> None:
    given = {"file": base64.b64encode(file).decode()}
    assert codes(await refused(api, OBLIGEES, as_="operator", input=given)) == [("file", code)]
    (answer,) = (await api.data(OBLIGEES, as_="operator", input=given | {"isDryRun": True})).values()
    assert problems(answer["report"]) == [(None, None, code)]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM", "＝1", " =1"])
async def test_a_formula_is_refused(api: Api, sample: SampleRegister, cell: str) -> None:
    report = await imported(api, OBLIGEES, f"名称,被保証者の表示,\n甲市,{cell},\n", isDryRun=True)
    assert problems(report) == [(2, "title", "FORMULA")]


async def test_at_once_each_entry_is_created_once(api: Api, sample: SampleRegister) -> None:
    await api.token("operator")
    found = await asyncio.gather(*(imported(api, OBLIGEES, TOWNS) for _ in range(3)))
    assert sorted(report["created"] for report in found) == [0, 0, 2]


async def test_for_the_operator_only(api: Api, sample: SampleRegister) -> None:
    for as_ in ("contractor", "surety", "obligee", "system"):
        assert (await error_of(api, OBLIGEES, as_=as_, input=input_(TOWNS)))[1] == "FORBIDDEN"


async def test_an_hours_limit_and_a_full_queue(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await models.Account.get(email="operator@example.jp")
    place = await import_entries._turns.enter(account.id.hex)
    await api.token("operator")
    monkeypatch.setattr(import_entries._turns, "_waiting_per_source", 0)
    assert (await error_of(api, OBLIGEES, as_="operator", input=input_(TOWNS)))[1] == "SERVICE_UNAVAILABLE"
    place.leave()
    event: dict[str, Any] = {"action": "register.imported", "address": "192.0.2.1", "actor_id": account.id, "at": NOON}
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.REGISTER_IMPORTS.most)])
    assert (await error_of(api, OBLIGEES, as_="operator", input=input_(TOWNS)))[1] == "TOO_MANY_REQUESTS"
