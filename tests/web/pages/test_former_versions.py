"""What whoever holds a certificate is told after it was amended, corrected or cancelled, or its guarantee has ended."""

import base64
import datetime
from typing import Any

import pytest

from resolvers.endings import expire_guarantees
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.applying.amending import amend, cancel, correct, in_force
from tests.support.browsers.page_browser import Browser
from tests.support.csv_links import table
from tests.support.received_certificates import present

CHECK = """query($file: Upload!) { verifyDocument(file: $file) {
  verdict status guaranteeNumber validity { isValid reason since } } }"""
OWN = """query($id: ID!) { node(id: $id) { ... on Guarantee { certificate { document { url } } } } }"""
LOOK_UP = """query($number: GuaranteeNumber!, $key: AuthKey!) { certificate(guaranteeNumber: $number, authKey: $key) {
  amendmentNumber projectName amount validity { isValid reason since } guarantee { status validity { reason } } } }"""
END = "mutation($input: GuaranteeReasonInput!) { %s(input: $input) { __typename } }"
WORDS = {
    "RELEASED": ("解除", "保証は解除されています。現在有効な証書ではありません。"),
    "CANCELLED": ("取消", "取り消されています。この証書は無効です。"),
    "EXPIRED": ("期限経過", "保証期限を過ぎています。現在有効な証書ではありません。"),
}
"""The label in lists and the sentence for people, by the reason."""
LATER = "2026-11-20T04:00:00+00:00"


async def file_of(api: Api, guarantee: dict[str, Any]) -> str:
    """The PDF of the version that holds, as base64."""
    url = (await api.data(OWN, as_="contractor", id=guarantee["id"]))["node"]["certificate"]["document"]["url"]
    return base64.b64encode((await api.http.get(url)).content).decode()


async def told(api: Api, file: str) -> tuple[str, str | None, str | None]:
    """Status of the version, and why and since when it does not count, to anyone who has the file."""
    found = (await api.data(CHECK, file=file))["verifyDocument"]
    assert (found["verdict"], found["validity"]["isValid"]) == ("GENUINE", found["validity"]["reason"] is None)
    return found["status"], found["validity"]["reason"], found["validity"]["since"]


async def opened(api: Api, guarantee: dict[str, Any], as_: str = "obligee") -> Any:
    given = {"number": guarantee["number"], "key": guarantee["authKey"]}
    return (await api.data(LOOK_UP, as_=as_, **given))["certificate"]


async def shown(browser: Browser, guarantee: dict[str, Any]) -> str:
    """The page of the certificate, as the obligee sees it."""
    await browser.sign_in()
    sent = await browser.send("/verify", number=guarantee["number"], key=guarantee["authKey"])
    return (await browser.open(sent.headers["location"])).text


async def test_each_file_says_what_became_of_its_version(api: Api, sample: SampleRegister, browser: Browser) -> None:
    guarantee = await in_force(api, sample)
    await present(api, guarantee)
    first = await file_of(api, guarantee)
    api.clock.at += datetime.timedelta(hours=1)
    await amend(api, guarantee["id"], amount=18_000_000)
    amended = await file_of(api, guarantee)
    assert await told(api, first) == ("SUPERSEDED", "SUPERSEDED", LATER)
    api.clock.at += datetime.timedelta(hours=1)
    await correct(api, guarantee["id"], projectName="訂正した工事")
    corrected = await file_of(api, guarantee)
    assert await told(api, amended) == ("CORRECTED", "CORRECTED", "2026-11-20T05:00:00+00:00")
    assert await told(api, corrected) == ("CURRENT", None, None)
    page = (await browser.check(base64.b64decode(amended))).text
    assert "訂正により、新しい証書に置き換えられています。この証書は無効です。" in page
    assert (await opened(api, guarantee))["projectName"] == "訂正した工事"
    assert "訂正した工事" in await shown(browser, guarantee)
    api.clock.at += datetime.timedelta(hours=1)
    await cancel(api, guarantee["id"])
    assert await told(api, first) == ("CURRENT", None, None)
    assert await told(api, amended) == ("CORRECTED", "CORRECTED", "2026-11-20T05:00:00+00:00")
    assert await told(api, corrected) == ("CANCELLED", "CANCELLED", "2026-11-20T06:00:00+00:00")
    assert "取り消されています。この証書は無効です。" in (await browser.check(base64.b64decode(corrected))).text
    found = await opened(api, guarantee)
    assert (found["amendmentNumber"], found["amount"], found["validity"]["isValid"]) == (0, 15_000_000, True)
    assert "現在有効な電子証書です。" in await shown(browser, guarantee)
    assert await file_of(api, guarantee) == first


async def test_the_csv_file_has_the_version_that_holds(api: Api, sample: SampleRegister) -> None:
    guarantee = await in_force(api, sample)
    await present(api, guarantee)
    seen: list[tuple[str, ...]] = []
    for act, given in ((amend, {"projectName": "変更"}), (correct, {"projectName": "訂正"}), (cancel, {})):
        await act(api, guarantee["id"], **given)
        (row,) = await table(api)
        assert row["保証契約番号"] == guarantee["number"]
        seen.append((row["変更回数"], row["工事名・業務名"], row["状態"]))
    assert seen == [("1", "変更", "有効"), ("1", "訂正", "有効"), ("0", "●●●●工事", "有効")]


@pytest.mark.parametrize(
    ("act", "reason"), [("releaseGuarantee", "RELEASED"), ("cancelGuarantee", "CANCELLED"), (None, "EXPIRED")]
)
async def test_of_a_guarantee_that_has_ended_every_way_says_so(
    api: Api, sample: SampleRegister, browser: Browser, act: str | None, reason: str
) -> None:
    guarantee = await in_force(api, sample)
    await present(api, guarantee)
    await amend(api, guarantee["id"], amount=18_000_000)
    file, since = await file_of(api, guarantee), LATER
    api.clock.at += datetime.timedelta(hours=1)
    if act is not None:
        await api.data(END % act, as_="surety", input={"guaranteeId": guarantee["id"], "reason": "理由"})
    else:
        api.tokens.clear()
        api.clock.at, since = datetime.datetime(2027, 9, 2, tzinfo=datetime.UTC), "2027-08-31T15:00:00+00:00"
        await expire_guarantees.expire(at=api.clock.at)
    assert await told(api, file) == ("CURRENT", reason, since)
    found = await opened(api, guarantee)
    assert found["validity"] == {"isValid": False, "reason": reason, "since": since}
    assert found["guarantee"] == {"status": reason, "validity": {"reason": reason}}
    label, words = WORDS[reason]
    assert words in await shown(browser, guarantee)
    assert words in (await browser.check(base64.b64decode(file))).text
    (row,) = await table(api)
    assert row["状態"] == label
