"""CSV links over HTTP: content, access, and the response to an invalid link."""

import datetime
from typing import Any
from urllib.parse import unquote

import asyncpg
import httpx
import pytest

from models.audit_records import AuditEvent
from models.enums import Role
from models.guarantee import Guarantee
from models.parties.account import AccessToken, Account, ApiClient
from resolvers.certificates.export_csv import FILE
from resolvers.parties import link_holders, list_files
from sample import sample_register
from sample.sample_register import SampleRegister
from security import tokens
from security.signed_urls import LIFETIME, MAX_LENGTH
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.csv_links import events, link, table
from tests.support.document_links import documents
from tests.support.received_certificates import amend, received
from tests.support.use_cases import UNREAD

BROKEN = "リンクが正しくありません。一覧の画面からやり直してください。\n"
EXPIRED = "リンクの有効期限が切れています。一覧の画面からやり直してください。\n"
AWAY = "一覧を取り出せません。しばらくしてからやり直してください。\n"


async def test_the_file_is_for_spreadsheets(api: Api, sample: SampleRegister) -> None:
    (number,) = await received(api, sample, '道路, "い"号')
    answer = await api.http.get(await link(api))
    lines = answer.content.decode().split("\r\n")
    assert lines[0] == "\ufeff" + ",".join(FILE.headings)
    day = "2026-11-20 12:00:00"
    line = (
        f"{number},前払金保証,0,栃木県知事,○○建設 株式会社,栃木県●●市●●町0-00-0,,"
        f'"道路, ""い""号",20000000,2027-08-31,50000000,2026-11-01,2026-11-10,2027-08-31,○○銀行　××支店,{day},{day},'
        "見本建設業保証株式会社,栃木支店,028-000-0000,工事,有効,"
    )
    assert lines[1].startswith(line)  # later columns are appended
    assert lines[2:] == [""]


async def test_it_says_what_counts_no_more_and_what_are_services(api: Api, sample: SampleRegister) -> None:
    numbers = await received(api, sample, "甲", "乙", "丙")
    await Guarantee.filter(number=numbers[1]).update(status="RELEASED", ended_at=NOON)
    await amend(numbers[2], expiry_date=datetime.date(2026, 11, 19), contract_type="SERVICES")
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(medium="PAPER")])
    names = ("工事・業務委託の別", "状態", "無効となった日時（日本時間）")
    assert [tuple(row[name] for name in names) for row in await table(api, as_="surety")] == [
        ("工事", "証書（紙）", "2026-11-20 12:00:00"),
        ("業務委託", "期限経過", "2026-11-20 00:00:00"),
        ("工事", "解除", "2026-11-20 12:00:00"),
        ("工事", "有効", ""),
    ]


async def test_nobody_else_keeps_it_and_it_has_a_japanese_name(api: Api, sample: SampleRegister) -> None:
    answer = await api.http.get(await link(api))
    headers = answer.headers
    assert (answer.status_code, headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    plain, _, encoded = headers["content-disposition"].partition("; filename*=UTF-8''")
    assert (plain, unquote(encoded)) == ('attachment; filename="certificates.csv"', "電子証書一覧_2026-11-20.csv")
    assert headers["content-disposition"].isascii()
    assert answer.content.decode() == "\ufeff" + ",".join(FILE.headings) + "\r\n"


async def test_formulas_are_texts_and_keys_are_not_in_it(api: Api, sample: SampleRegister) -> None:
    hostile = ["=1+1", '＝HYPERLINK("http://a.test")', "+81", "-2", "@SUM(A1)", "－工事"]
    await received(api, sample, *hostile)
    assert [row["工事名・業務名"] for row in await table(api)] == [f"'{text}" for text in reversed(hostile)]
    keys = await api.data("{ guarantees { edges { node { authKey } } } }", as_="surety")
    text = (await api.http.get(await link(api))).text
    assert not [edge for edge in keys["guarantees"]["edges"] if edge["node"]["authKey"] in text]


@pytest.mark.parametrize("batch", [1, 2, 3, 4, 100])
async def test_it_has_every_row_once_in_the_lists_order(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(list_files, "BATCH", batch)
    numbers = await received(api, sample, "甲", "乙", "丙", "丁")
    await amend(numbers[1])
    rows = await table(api)
    assert [row["保証契約番号"] for row in rows] == numbers[::-1]
    assert [row["変更回数"] for row in rows] == ["0", "0", "1", "0"]
    assert [row["工事名・業務名"] for row in await table(api, search="丙")] == ["丙"]


async def test_who_sees_what_is_as_in_the_list(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲")
    await received(api, sample, "乙", obligee="富士市", as_="city")
    found = {
        name: [row["工事名・業務名"] for row in await table(api, as_=name)] for name in ("obligee", "city", "system")
    }
    assert found == {"obligee": ["甲"], "city": ["乙"], "system": []}
    await Guarantee.filter(obligee_id=sample.obligees["富士市"].id).update(**UNREAD)
    assert [row["受領日時（日本時間）"] for row in await table(api, as_="surety")] == ["", "2026-11-20 12:00:00"]


@pytest.mark.parametrize("search", ["髙" * 75 + "𠮷" * 75, "\u1100\u1161\u11a8" * 150])
async def test_every_part_of_a_filter_comes_through_the_link(api: Api, sample: SampleRegister, search: str) -> None:
    """The second text has the maximum length of a search: a hundred characters in three parts of three bytes."""
    whole: dict[str, Any] = {
        "search": search,
        "kind": "PERFORMANCE",
        "obligeeId": f"Obligee_{sample.obligees['栃木県'].id.hex}",
        "expiresWithinDays": 3650,
        "isValid": False,
    } | {f"{what}{end}": "2026-11-20" for what in ("expires", "received", "issued") for end in ("From", "To")}
    url = await link(api, **whole)
    assert len(url) < MAX_LENGTH
    assert (await api.http.get(url)).status_code == 200
    opened = await FILE.open(url.rpartition("/")[2], address="", services=services(api), at=NOON)
    assert (opened.wanted.search, opened.wanted.kind) == (whole["search"], "PERFORMANCE")
    assert (opened.wanted.issued_to, opened.wanted.is_valid) == (NOON.date(), False)


def services(api: Api) -> Any:
    assert api.application is not None
    return api.application.state.services.documents


async def test_beginning_and_end_are_recorded_with_the_number_of_rows(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲", "乙")
    url = await link(api)
    assert await events() == []
    await api.http.get(url)
    assert await events() == [("certificates.export_begun", None), ("certificates.exported", "2 rows")]
    event = await AuditEvent.get(action="certificates.exported")
    assert (event.actor_id, event.role, event.address) == (
        sample.viewers[Role.OBLIGEE].actor_id,
        Role.OBLIGEE,
        "192.0.2.1",
    )


async def test_what_is_no_address_is_none_in_the_records(api: Api, sample: SampleRegister) -> None:
    assert api.application is not None
    url = await link(api)
    for claimed, recorded in (("::ffff:192.0.2.7", "192.0.2.7"), ("unknown", ""), ("x" * 5_000, "")):
        transport = httpx.ASGITransport(api.application, client=(claimed, 1))
        async with httpx.AsyncClient(transport=transport) as http:
            assert (await http.get(url)).status_code == 200
        found = await AuditEvent.filter(action="certificates.exported").order_by("id")
        assert found[-1].address == recorded


async def test_head_says_the_same_and_records_nothing(api: Api, sample: SampleRegister) -> None:
    url = await link(api)
    head = await api.http.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert await events() == []
    assert head.headers == (await api.http.get(url)).headers
    assert (await api.http.head(f"{url}0")).status_code == 404
    assert (await api.http.post(url)).status_code == 405


async def test_a_link_ends_and_says_so(api: Api, sample: SampleRegister) -> None:
    url = await link(api)
    api.clock.at = NOON + LIFETIME
    answer = await api.http.get(url)
    assert (answer.status_code, answer.text) == (403, EXPIRED)
    assert await events() == []


async def test_every_altered_link_is_answered_alike(api: Api, sample: SampleRegister) -> None:
    await received(api, sample, "甲")
    url, narrow = await link(api), await link(api, search="甲")
    head, own = url.rsplit("/", 1)
    wanted, actor, token, until, signature = own.split(".")
    document = (await documents(api, "contractor"))["certificate"]["url"].rpartition("/")[2]
    city = sample.viewers[Role.OPERATOR].actor_id.hex
    altered = [
        f"{narrow.rpartition('/')[2].split('.')[0]}.{actor}.{token}.{until}.{signature}",
        f"{wanted}.{city}.{token}.{until}.{signature}",
        f"{wanted}.{actor}..{until}.{signature}",
        f"{wanted}.{actor}.{token}.{int(until) + 1}.{signature}",
        f"{wanted}.{actor}.{token}.{until}.{'0' * 64}",
        document,
        "x", "%00", "%ff%fe", "a" * 5_000, "証書", "..%2f..%2f",
    ]  # fmt: skip
    answers = [await api.http.get(f"{head}/{each}") for each in altered]
    answers.append(await api.http.get(f"http://kakusho.test/exports/certificates/{document}"))
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, BROKEN)}
    assert (await api.http.get(f"http://kakusho.test/documents/{own}")).status_code == 404
    assert await events() == []


async def test_who_is_no_longer_active_gets_nothing(api: Api, sample: SampleRegister) -> None:
    person, system = await link(api), await link(api, as_="system")
    await Account.filter(email="obligee@example.jp").update(is_active=False)
    await ApiClient.all().update(is_active=False)
    try:
        answers = [await api.http.get(url) for url in (person, system)]
    finally:
        await Account.all().update(is_active=True)
        await ApiClient.all().update(is_active=True)
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, BROKEN)}


async def test_a_link_dies_with_the_token_by_which_it_was_got(api: Api, sample: SampleRegister) -> None:
    person, system = await link(api), await link(api, as_="system")
    await api.data("mutation { signOut }", as_="obligee")
    token = AccessToken.filter(digest=tokens.digest(sample_register.API_TOKEN))
    await token.update(revoked_at=NOON)
    try:
        answers = [await api.http.get(url) for url in (person, system)]
    finally:
        await token.update(revoked_at=None)
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, BROKEN)}
    assert (await api.http.get(await link(api, as_="system"))).status_code == 200


async def test_a_database_that_is_away_is_told_and_a_bug_is_none(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await link(api)
    for place, name in ((link_holders, "from_claims"), (list_files.audit, "record")):
        for error in (asyncpg.CannotConnectNowError("starting up"), LookupError("a bug")):

            async def failing(*_: object, error: Exception = error, **__: object) -> None:
                raise error

            with monkeypatch.context() as patched:
                patched.setattr(place, name, failing)
                if isinstance(error, LookupError):
                    with pytest.raises(LookupError):
                        await api.http.get(url)
                    continue
                answer = await api.http.get(url)
            assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (503, AWAY, "30")
    assert (await api.http.get(url)).status_code == 200
