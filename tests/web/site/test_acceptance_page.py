"""/acceptance: which obligees accept electronic guarantees, from when, for what."""

import csv
import datetime
import io
from typing import Any

import pytest

import models
from models.enums import ContractType, GuaranteeKind
from models.parties.obligee import DateBasis
from models.texts.prefectures import PREFECTURES
from resolvers.site import acceptances
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.browsers import page_structure

DAY = datetime.date(2026, 12, 1)


async def obligee(name: str, *kinds: GuaranteeKind, prefecture: str | None = "沖縄県", **columns: Any) -> None:
    """An obligee that accepts these kinds for works; the other columns are those of its acceptances."""
    row = await models.Obligee.create(name=name, title=f"{name}長", prefecture=prefecture)
    given: dict[str, Any] = {"contract_type": ContractType.WORKS, "from_date": DAY, "channels": ["EMAIL"]} | columns
    for kind in kinds:
        await models.ElectronicAcceptance.create(obligee_id=row.id, kind=kind, **given)


async def text_of(api: Api, path: str = "/acceptance", status: int = 200) -> str:
    answer = await api.http.get(path)
    assert answer.status_code == status
    return " ".join(page_structure.read(answer.text).text.split())


async def test_those_that_accept_stand_by_prefecture_with_their_days(api: Api, sample: SampleRegister) -> None:
    text = await text_of(api)
    names = ["国土交通省", "北塩原村", "栃木県", "足利市", "大泉町", "鎌ケ谷市", "杉並区", "氷見市", "富士市"]
    places = [text.index(f"{name} ") for name in names]
    assert places == sorted(places)
    assert "見本町" not in text
    assert "11件の発注者があります。" in text
    assert "令和7年11月14日（2025年）から 契約日が基準" in text
    assert "工事・業務委託 前払金保証、中間前払金保証、契約保証" in text
    english = await text_of(api, "/en/acceptance")
    assert "Works and services advance payment, intermediate advance payment, performance" in english
    assert "14 November 2025" in english


async def test_conditions_that_differ_stand_apart(api: Api, sample: SampleRegister) -> None:
    kinds = (GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE)
    await obligee("別条件市", *kinds, basis=DateBasis.BID_DATE, approved_contracts_only=True, note="一<b>部署</b>のみ")
    row = await models.Obligee.get(name="別条件市")
    await models.ElectronicAcceptance.create(
        obligee_id=row.id,
        kind=GuaranteeKind.PERFORMANCE,
        contract_type=ContractType.SERVICES,
        from_date=DAY,
        channels=["E_CONTRACT_SYSTEM", "DIRECT"],
    )
    text = (await text_of(api, "/acceptance?search=別条件")).partition("別条件市")[2]
    works, services = text.index("工事 前払金保証、契約保証"), text.index("業務委託 契約保証")
    both = "令和8年12月1日（2026年）から"
    assert works < services
    assert text[works:services].count(both) == 1
    assert "入札日が基準" in text[works:services]
    assert "発注者が承認した契約に限る" in text[works:services]
    assert "一<b>部署</b>のみ" in text[works:services]
    assert "契約日が基準" in text[services:]
    assert "直接の提示、電子契約システム" in text[services:]


@pytest.mark.parametrize(
    ("query", "found", "others"),
    [
        ("prefecture=栃木県", {"足利市", "鹿沼市"}, {"大泉町", "国土交通省", "見本町"}),
        ("prefecture=national", {"国土交通省", "見本地方整備局"}, {"足利市"}),
        ("search=ｶﾏｶﾞﾔ", set[str](), {"鎌ケ谷市"}),
        ("search=鎌ヶ谷", {"鎌ケ谷市"}, {"足利市"}),
        ("search=見本", {"見本地方整備局", "見本町", "電子保証には対応していません"}, {"足利市"}),
        ("search=市&prefecture=富山県", {"氷見市"}, {"富士市"}),
        ("search=%20%20", {"足利市"}, {"見本町"}),
        ("prefecture=無い県", set[str](), {"足利市"}),
        ("page=99", {"足利市"}, set[str]()),
        ("page=-1", {"足利市"}, set[str]()),
        ("page=９", {"足利市"}, set[str]()),
        ("page=x&unknown=1", {"足利市"}, set[str]()),
    ],
)
async def test_they_are_found(api: Api, sample: SampleRegister, query: str, found: set[str], others: set[str]) -> None:
    text = await text_of(api, f"/acceptance?{query}")
    assert {each for each in found if each not in text} == set()
    assert {each for each in others if each in text} == set()
    assert ("条件に合う発注者はありません" in text) == (not found)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "'{{7*7}}"])
async def test_what_was_asked_is_shown_as_text(api: Api, sample: SampleRegister, text: str) -> None:
    answer = await api.http.get("/acceptance", params={"search": text, "prefecture": text})
    page = page_structure.read(answer.text)
    assert answer.status_code == 200
    assert not {"script", "img"} & set(page.tags)


@pytest.mark.parametrize("text", ["一\u202e二", "\x00", "\u3164"])
async def test_a_search_that_is_none_is_told_beside_its_field(api: Api, sample: SampleRegister, text: str) -> None:
    answer = await api.http.get("/acceptance", params={"search": text})
    assert answer.status_code == 422
    assert "使用できない文字" in page_structure.read(answer.text).text
    assert 'aria-invalid="true"' in answer.text


async def test_many_are_paged_and_the_form_tells_how_many_a_prefecture_has(api: Api, sample: SampleRegister) -> None:
    for number in range(101):
        await obligee(f"見本第{number:03}市", GuaranteeKind.PERFORMANCE)
    first = await api.http.get("/acceptance?prefecture=沖縄県")
    assert "101件のうち1件目から50件目までを表示しています。" in first.text
    page = page_structure.read(first.text)
    assert "沖縄県（101）" in page.text
    assert "前のページ" not in page.hrefs
    second = page_structure.read((await api.http.get(page.hrefs["次のページ"])).text)
    assert "51件目から100件目" in second.text
    last = page_structure.read((await api.http.get(second.hrefs["次のページ"])).text)
    assert "見本第100市" in last.text
    assert "次のページ" not in last.hrefs
    assert "3 / 3ページ" in last.text
    assert "見本第099市" in (await api.http.get(last.hrefs["前のページ"])).text


async def test_the_index_is_read_once_a_minute(api: Api, sample: SampleRegister) -> None:
    assert "新市" not in await text_of(api)
    await obligee("新市", GuaranteeKind.PERFORMANCE)
    api.clock.at = NOON + datetime.timedelta(seconds=59)
    assert "新市" not in await text_of(api)
    api.clock.at = NOON + datetime.timedelta(seconds=60)
    assert "新市" in await text_of(api)
    await models.Obligee.filter(name="新市").update(is_active=False)
    api.clock.at = NOON
    assert "新市" not in await text_of(api), "a clock that was set back reads anew"


async def test_the_first_page_names_those_that_begin_last(api: Api, sample: SampleRegister) -> None:
    await obligee("来月市", GuaranteeKind.PERFORMANCE)
    text = await text_of(api, "/")
    assert "来月市 令和8年12月1日（2026年）から" in text
    assert text.index("来月市") < text.index("杉並区 令和8年2月1日（2026年）から") < text.index("富士市")
    assert "対応している発注者をすべて見る（12）" in text


async def test_rules_that_follow_count_from_their_day(api: Api, sample: SampleRegister) -> None:
    row = await models.Obligee.get(name="氷見市")
    await models.ElectronicAcceptance.filter(obligee_id=row.id).update(valid_until=NOON.date())
    assert "氷見市" not in await text_of(api)
    assert "氷見市" in await text_of(api, "/acceptance?search=氷見")


async def test_the_file_has_all_of_them_in_the_same_order(api: Api, sample: SampleRegister) -> None:
    await obligee("＝式市", GuaranteeKind.PERFORMANCE, approved_contracts_only=True, note="=1+1")
    answer = await api.http.get("/acceptance.csv")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"].startswith('attachment; filename="acceptance.csv"; filename*=UTF-8')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heading == [
        "都道府県",
        "発注者",
        "契約の種類",
        "保証",
        "開始日",
        "基準となる日",
        "承認した契約に限る",
        "備考",
    ]
    assert rows[-1] == ["沖縄県", "'＝式市", "工事", "契約保証", "2026-12-01", "契約日", "はい", "'=1+1"]
    assert len(rows) == 11 * 6 + 1
    order = [row[0] for row in rows]
    assert order == sorted(order, key=("", *PREFECTURES).index)
    await obligee("次市", GuaranteeKind.PERFORMANCE)
    api.clock.at = NOON + datetime.timedelta(minutes=9)
    assert (await api.http.get("/acceptance.csv")).content == answer.content
    api.clock.at = NOON + datetime.timedelta(minutes=10)
    assert "次市" in (await api.http.get("/acceptance.csv")).text


def test_a_prefecture_that_is_none_comes_last() -> None:
    assert acceptances.place_of("無い県") > acceptances.place_of("沖縄県") > acceptances.place_of(None)
