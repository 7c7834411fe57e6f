"""How the pages below /verify describe a certificate: valid or not, electronic or paper, works or services."""

import datetime
import re

import pytest

from models.certificate import Certificate
from models.document import Document
from models.guarantee import Guarantee
from models.job import LEASE
from resolvers import document_services
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.browsers.page_browser import Browser


async def shown(browser: Browser, issued: dict[str, str]) -> str:
    """The page of a certificate, as the obligee sees it."""
    await browser.sign_in()
    return (await browser.open((await browser.send("/verify", **issued)).headers["location"])).text


async def test_what_counts_no_more_is_not_called_valid(browser: Browser, api: Api, issued: dict[str, str]) -> None:
    assert "現在有効な電子証書です。" in await shown(browser, issued)
    await Guarantee.all().update(status="RELEASED", ended_at=NOON)
    text = await shown(browser, issued)
    assert "保証は解除されています。現在有効な証書ではありません。（令和8年11月20日から）" in text
    assert "現在有効な電子証書です。" not in text


async def test_on_the_day_after_its_last_a_certificate_is_over(
    browser: Browser, api: Api, issued: dict[str, str]
) -> None:
    api.clock.at = datetime.datetime(2027, 8, 31, 14, 59, tzinfo=datetime.UTC)
    assert "現在有効な電子証書です。" in await shown(browser, issued)
    api.clock.at += datetime.timedelta(minutes=1)
    text = await shown(browser, issued)
    assert "保証期限を過ぎています。現在有効な証書ではありません。（令和9年9月1日から）" in text


async def test_paper_is_not_called_electronic(browser: Browser, api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(medium="PAPER")])
    await browser.sign_in("contractor")
    page = await browser.open(f"/verify/certificates/{(await Certificate.get()).id}")
    assert "紙の証書で保証しています。" in page.text
    assert "現在有効な電子証書です。" not in page.text
    (link,) = re.findall(r'href="http://kakusho.test(/documents/[^"]+)"', page.text)
    copy = (await browser.open(link)).content
    checked = (await browser.check(copy)).text
    for part in ("紙の保証証書の写しです（原本ではありません）", "紙の原本だけが有効です。"):
        assert part in checked
    for part in ("真正な電子証書です", "現在有効な電子証書です。"):
        assert part not in checked


def fields_of(text: str) -> dict[str, str]:
    """The page's values, by label; if a label occurs twice, the later one."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text))


async def test_the_page_shows_all_that_the_certificate_has(browser: Browser, api: Api, sample: SampleRegister) -> None:
    members = ["○○建設 株式会社", "乙建設 株式会社"]
    contract = api_calls.contract_input(sample, jointVentureName="甲・乙共同企業体", jointVentureMembers=members)
    (payload,) = await api_calls.issued(api, sample, contract=contract, guarantees=[api_calls.performance_input()])
    issued = {"number": payload["guarantee"]["number"], "key": payload["guarantee"]["authKey"]}
    text = await shown(browser, issued)
    assert "この証書は電子証書です。書面による保証証書は発行しません。" in text
    assert text.index("発行しません。") < text.index("保証証書（契約保証）</h1>")
    assert "当会社は、見本前払金保証約款及びこれに付帯する契約保証特約の定めるところにより" in text
    expected = {
        "保証契約者": "甲・乙共同企業体",
        "代表者の住所": "栃木県●●市●●町0-00-0",
        "構成員": "○○建設 株式会社、乙建設 株式会社",
        "被保証者": "栃木県知事",
        "保証金額（総額）": "5,000,000円",
        "保証割合": "請負金額の10.0％",
        "請負金額（総額）": "50,000,000円",
        "電子保証発行日時": "令和8年11月20日 12:00",
        "保証会社": "見本建設業保証株式会社",
        "所在地": "東京都中央区見本町1丁目2番3号",
        "代表者": "取締役社長　見本 太郎",
        "取扱箇所": "栃木支店",
        "電話": "028-000-0000",
        "ＦＡＸ": "028-000-0001",
        "状況": "閲覧済",
    }
    found = fields_of(text)
    assert {label: found.get(label) for label in expected} == expected
    assert "<dt>代表者</dt><dd>○○建設 株式会社</dd>" in text


async def test_members_are_shown_with_what_is_known_of_them(browser: Browser, api: Api, sample: SampleRegister) -> None:
    (payload, _) = await joint_ventures.issued_over_http(api, sample)
    guarantee = payload["guarantee"]
    fields = fields_of(await shown(browser, {"number": guarantee["number"], "key": guarantee["authKey"]}))
    assert fields["構成員（1）"] == "○○建設 株式会社　出資割合60％"
    assert fields["構成員（2）"] == "△△建設 株式会社　栃木県▲▲市▲▲町0-00-0　出資割合40％"
    assert "構成員" not in fields


async def test_a_ratio_is_of_performance_guarantees(browser: Browser, issued: dict[str, str]) -> None:
    found = fields_of(await shown(browser, issued))
    assert "保証割合" not in found
    assert "構成員" not in found
    assert found["預託金融機関"] == "○○銀行　××支店"


async def test_services_have_words_of_their_own(browser: Browser, api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, contractType="SERVICES", projectName="測量設計業務委託")
    payloads = await api_calls.issued(api, sample, contract=contract, guarantees=[api_calls.performance_input()])
    guarantee = payloads[0]["guarantee"]
    text = await shown(browser, {"number": guarantee["number"], "key": guarantee["authKey"]})
    for label in ("業務名", "業務委託料（総額）", "履行期間", "契約日"):
        assert f"<dt>{label}</dt>" in text
    for label in ("工事名", "請負金額", "工期", "請負契約日"):
        assert label not in text


@pytest.mark.parametrize(
    ("failure", "words"),
    [(None, "ＰＤＦを作成しています。"), ("StoreUnavailable", "ただいまＰＤＦを作成できません。")],
)
async def test_a_certificate_is_shown_before_its_pdf_is_made(
    browser: Browser, issued: dict[str, str], monkeypatch: pytest.MonkeyPatch, failure: str | None, words: str
) -> None:
    monkeypatch.setattr(document_services, "WAIT_SECONDS", 0)
    await Document.all().update(due_at=NOON + LEASE, last_error=failure)
    text = await shown(browser, issued)
    assert words in text
    assert "20,000,000円" in text


async def test_a_pdf_that_failed_for_good_names_whom_to_ask(browser: Browser, issued: dict[str, str]) -> None:
    await Document.all().update(state="DEAD", last_error="TextDoesNotFit")
    text = await shown(browser, issued)
    (alert,) = re.findall('role="alert">(.*)</p>', text)
    found = fields_of(text)
    assert alert.startswith("ＰＤＦを作成できませんでした。")
    for each in ("保証会社", "取扱箇所", "電話"):
        assert found[each] in alert
    assert "読み込み直して" not in alert
