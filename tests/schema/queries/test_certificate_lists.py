"""certificates: current versions, for those who may see them, searched and filtered; and the link to the CSV file."""

import datetime
from typing import Any

import pytest

from models.certificate import Certificate
from models.guarantee import Guarantee
from models.numbering import JAPAN
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import EMAILS, Api
from tests.support import api_calls, api_clients, handovers
from tests.support.csv_links import CSV
from tests.support.received_certificates import amend, present, received
from tests.support.states import competitor, rival_branch
from tests.support.use_cases import READ

LIST = """
query($f: CertificateFilter, $first: Int, $after: String) {
  certificates(filter: $f, first: $first, after: $after) {
    edges { cursor node { id guaranteeNumber amendmentNumber } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""


async def page(api: Api, *, as_: str = "obligee", **variables: Any) -> dict[str, Any]:
    return (await api.data(LIST, as_=as_, **variables))["certificates"]


async def numbers(api: Api, *, as_: str = "obligee", **filter_: Any) -> list[str]:
    found = await page(api, as_=as_, f=filter_ or None)
    return [edge["node"]["guaranteeNumber"] for edge in found["edges"]]


async def test_the_obligee_sees_what_its_side_has_presented_and_others_their_own(
    api: Api, sample: SampleRegister
) -> None:
    await competitor(api)
    await rival_branch(api)
    first, second = await received(api, sample, "甲", "乙")
    (fuji,) = await received(api, sample, "丙", obligee="富士市", as_="city")
    unread = (await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()]))[0]["guarantee"]["number"]
    everything = [unread, fuji, second, first]
    expected: dict[str, list[str]] = {"member": [], "competitor": [], "rival": [], "system": []}
    expected |= {"obligee": [second, first], "city": [fuji]}
    expected |= {"contractor": everything, "surety": everything, "operator": everything}
    assert {name: await numbers(api, as_=name) for name in (*EMAILS, "system", "competitor", "rival")} == expected
    # With a filter graphql-core executes it, by the same rule.
    assert {name: await numbers(api, as_=name, kind="ADVANCE_PAYMENT") for name in expected} == expected
    answer = await api.post(LIST)
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_one_certificate_a_guarantee_the_one_that_holds(api: Api, sample: SampleRegister) -> None:
    amended, kept, corrected, cancelled = await received(api, sample, "甲", "乙", "丙", "丁")
    before = await page(api, first=3)
    new = await amend(amended)
    await Certificate.filter(guarantee_number=corrected).update(status="CORRECTED")
    await Certificate.filter(guarantee_number=cancelled).update(status="CANCELLED")
    for as_ in ("obligee", "surety", "contractor"):
        assert await numbers(api, as_=as_) == [kept, amended]
        assert await numbers(api, as_=as_, kind="ADVANCE_PAYMENT") == [
            kept,
            amended,
        ]
    rest = await page(api, after=before["pageInfo"]["endCursor"])
    assert [edge["node"]["id"] for edge in rest["edges"]] == [ids.to_id("Certificate", new)]
    assert rest["edges"][0]["node"]["amendmentNumber"] == 1


async def test_what_waits_for_a_decision_is_listed_until_it_is_taken(api: Api, sample: SampleRegister) -> None:
    accepted, returned, waiting = [await handovers.issued(api, sample) for _ in range(3)]
    for guarantee in (accepted, returned, waiting):
        await present(api, guarantee)
    await api.data(handovers.ACCEPT, as_="obligee", input=handovers.key_input(accepted))
    await api.data(handovers.RETURN, as_="obligee", input=handovers.key_input(returned, reason="工期が違います。"))
    assert await numbers(api, isDecided=False) == [waiting["number"]]
    assert await numbers(api, isDecided=True) == [returned["number"], accepted["number"]]
    await present(api, returned)
    assert await numbers(api, isDecided=False) == [waiting["number"], returned["number"]]


@pytest.mark.parametrize("filter_", [None, {"search": "工事"}], ids=["compiled", "core"])
async def test_pages_follow_each_other_whatever_comes_meanwhile(
    api: Api, sample: SampleRegister, filter_: dict[str, Any] | None
) -> None:
    expected = (await received(api, sample, *(f"第{n}工事" for n in range(5))))[::-1]
    seen: list[str] = []
    cursor, has_next = None, True
    while has_next:
        found = await page(api, f=filter_, first=2, after=cursor)
        assert found["pageInfo"]["hasPreviousPage"] == bool(seen)
        seen += [edge["node"]["guaranteeNumber"] for edge in found["edges"]]
        cursor, has_next = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
        await received(api, sample, "後からの工事")
    assert seen == expected


SEARCHES = {
    "ガードレール": True, "ｶﾞｰﾄﾞﾚｰﾙ": True, "カ\u3099ートﾞレール": True, "ガ－ド レ－ル": True, "ガ\u3000ードレール": True,
    "高橋": True, "髙橋": True, "橋梁ＡＢＣ": True, "abc－１": True, "Abc-1": True, "a.c": False, "abc.": False,
    "%": True, "_": False, "100％": True, "（その2）": True, "(その２)": True, "その２）\n": True,
    "○○建設": True, "建設株式会社": True, "㈱": False, "共同企業体": True, "ﾄｸﾃｲ": False, "特定建設": True,
    "1号線ガ": True, "辻": True, "辻\U000e0100": True, "体栃": False, "足利": False, "\\": False, "[": False,
    "*": False, " ": True, "": True,
}  # fmt: skip
PROJECT = "髙橋　橋梁Abc-1 100%（その２）市道辻\U000e01001号線\u3000ｶﾞｰﾄﾞﾚｰﾙ設置"


async def test_a_search_finds_what_people_type(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(
        sample,
        projectName=PROJECT,
        jointVentureName="甲・乙特定建設工事共同企業体",
        jointVentureMembers=["○○建設 株式会社", "乙"],
    )
    (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=[api_calls.advance_input()])
    await present(api, payload["guarantee"])
    found = {text: bool(await numbers(api, search=text)) for text in SEARCHES}
    assert found == SEARCHES


async def test_a_number_is_found_whole_and_in_part(api: Api, sample: SampleRegister) -> None:
    (first, second) = await received(api, sample, "甲", "乙")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in first)
    for text in (first, wide, first.lower(), f" {first} ", first.replace("-", "")):
        assert await numbers(api, search=text) == [first], text
    assert await numbers(api, search=first[:9]) == [second, first]
    assert await numbers(api, search=wide[:9]) == [second, first]
    assert await numbers(api, search="31073-00009U") == []


async def test_every_filter(api: Api, sample: SampleRegister) -> None:
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    for guarantee in (advance, performance):
        await present(api, guarantee)
    a, p = advance["number"], performance["number"]
    api.clock.at += datetime.timedelta(days=2)
    (late,) = await received(api, sample, "後日")
    await amend(p, expiry_date=datetime.date(2026, 11, 30))
    tochigi, fuji = (ids.to_id("Obligee", sample.obligees[name].id) for name in ("栃木県", "富士市"))
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [late, p, a]),
        ({"kind": "PERFORMANCE"}, [p]),
        ({"obligeeId": tochigi}, [late, p, a]),
        ({"obligeeId": fuji}, []),
        ({"obligeeId": "x"}, []),
        ({"expiresTo": "2026-11-30"}, [p]),
        ({"expiresTo": "2026-11-29"}, []),
        ({"expiresFrom": "2026-12-01"}, [late, a]),
        ({"expiresWithinDays": 8}, [p]),  # the clock says 22 November
        ({"expiresWithinDays": 7}, []),
        ({"expiresWithinDays": 3650, "expiresFrom": "2026-12-01"}, [late, a]),
        ({"receivedTo": "2026-11-21"}, [p, a]),
        ({"receivedFrom": "2026-11-22"}, [late]),
        ({"issuedTo": "2026-11-20"}, [p, a]),
        ({"issuedFrom": "2026-11-22", "issuedTo": "2026-11-22"}, [late]),
        ({"issuedFrom": "2026-11-21", "issuedTo": "2026-11-21"}, []),
    ]
    assert [(given, await numbers(api, **given)) for given, _ in cases] == cases


async def test_days_are_days_in_japan(api: Api, sample: SampleRegister) -> None:
    (number,) = await received(api, sample, "甲")
    midnight = datetime.datetime(2026, 11, 21, 0, 0, tzinfo=JAPAN)
    for moment, day in ((midnight, "2026-11-21"), (midnight - datetime.timedelta(microseconds=1), "2026-11-20")):
        await Guarantee.filter(number=number).update(**READ | {"presented_at": moment})
        assert await numbers(api, receivedFrom=day, receivedTo=day) == [number]
    expiry = (await Certificate.get(guarantee_number=number)).expiry_date
    api.clock.at = datetime.datetime.combine(expiry, datetime.time.max, JAPAN)
    assert await numbers(api, expiresWithinDays=0) == [number]
    api.clock.at += datetime.timedelta(microseconds=1)
    assert await numbers(api, expiresWithinDays=0) == []


@pytest.mark.parametrize("query", [LIST, CSV], ids=["list", "file"])
async def test_everything_wrong_with_a_filter_is_told_at_once(api: Api, sample: SampleRegister, query: str) -> None:
    wrong = {"search": "あ" * 151, "expiresWithinDays": -1}
    for what in ("expires", "received", "issued"):
        wrong |= {f"{what}From": "2026-11-21", f"{what}To": "2026-11-20"}
    (error,) = (await api.post(query, as_="obligee", f=wrong)).json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert [(problem["path"], problem["code"]) for problem in error["extensions"]["problems"]] == [
        (["search"], "TOO_LONG"),
        (["expiresWithinDays"], "OUT_OF_RANGE"),
        *[([f"{what}To"], "BEFORE_START") for what in ("expires", "received", "issued")],
    ]


@pytest.mark.parametrize(
    ("search", "code"),
    [("a\x00b", "FORBIDDEN_CHARACTER"), ("\u202eabc", "FORBIDDEN_CHARACTER"), ("ﷺ" * 9, "TOO_LONG")],
)
async def test_what_no_search_can_be_is_refused(api: Api, sample: SampleRegister, search: str, code: str) -> None:
    (error,) = (await api.post(LIST, as_="obligee", f={"search": search})).json()["errors"]
    assert [problem["code"] for problem in error["extensions"]["problems"]] == [code]


async def test_a_system_picks_one_of_its_obligees(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample, "栃木県", "富士市")
    await api_clients.issued(api, client, "本番")
    (ours,) = await received(api, sample, "甲", as_="本番")
    (fuji,) = await received(api, sample, "乙", obligee="富士市", as_="本番")
    tochigi = ids.to_id("Obligee", sample.obligees["栃木県"].id)
    assert await numbers(api, as_="本番") == [fuji, ours]
    assert await numbers(api, as_="本番", obligeeId=tochigi) == [ours]


async def test_the_files_link_is_for_who_is_signed_in(api: Api, sample: SampleRegister) -> None:
    link = (await api.data(CSV, as_="obligee"))["certificatesCsv"]
    assert link["url"].startswith("http://kakusho.test/exports/certificates/")
    assert link["filename"] == "電子証書一覧_2026-11-20.csv"
    assert (await api.post(CSV)).json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
