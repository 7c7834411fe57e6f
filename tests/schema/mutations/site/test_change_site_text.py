"""changeSiteText."""

import asyncio
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.parties.register_change import RegisterChange
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support.drafts import codes
from tests.support.refusals import error_of, refused
from tests.support.site.texts import CHANGE, changed, created
from tests.support.states import NOT_FOUND


async def test_what_is_given_changes_with_the_history(api: Api, sample: SampleRegister) -> None:
    text = await created(api, "FAQ", englishTitle="When?", shownUntil="2026-12-31")
    after = await changed(api, text, body="月末までです。", englishTitle="", hasNoEnd=True, isActive=False, place=1)
    expected: dict[str, Any] = {
        "body": "月末までです。",
        "englishTitle": None,
        "shownUntil": None,
        "isActive": False,
        "place": 1,
        "version": 2,
    }
    history = after.pop("changes")["edges"]
    assert after == {name: value for name, value in text.items() if name != "changes"} | expected
    assert [edge["node"]["version"] for edge in history] == [2, 1]
    told = [(each["path"], each["before"], each["after"]) for each in history[0]["node"]["differences"]]
    assert told == [
        (["place"], "100", "1"),
        (["body"], text["body"], "月末までです。"),
        (["englishTitle"], "When?", None),
        (["shownUntil"], "2026-12-31", None),
        (["isActive"], "有効", "無効"),
    ]
    event = await AuditEvent.get(action="register.entry_changed")
    assert event.subject == f"SiteText {text['title']}"


async def test_what_changes_nothing_makes_no_version(api: Api, sample: SampleRegister) -> None:
    text = await created(api, "CONTACT")
    assert (await changed(api, text, title=text["title"]))["version"] == 1
    assert await RegisterChange.all().count() == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": ""}, [("title", "REQUIRED")]),
        ({"shownFrom": "2026-12-01"}, [("shownUntil", "OUT_OF_RANGE")]),
        ({"link": "/faq"}, [("link", "NOT_OF_KIND")]),
    ],
)
async def test_problems_are_told_and_nothing_changes(
    api: Api, sample: SampleRegister, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    text = await created(api, "FAQ", shownUntil="2026-11-30")
    given = {"siteTextId": text["id"], "version": 1, **changes}
    assert codes(await refused(api, CHANGE, as_="operator", input=given)) == expected


async def test_of_two_who_change_at_once_one_is_told(api: Api, sample: SampleRegister) -> None:
    text = await created(api, "FAQ")
    given = [{"siteTextId": text["id"], "version": 1, "title": title} for title in ("一", "二")]
    answers = await asyncio.gather(*(api.data(CHANGE, as_="operator", input=each) for each in given))
    names = sorted(answer["changeSiteText"]["__typename"] for answer in answers)
    assert names == ["EntryChangedSince", "SiteTextChanged"]
    stale = await refused(api, CHANGE, as_="operator", input=given[0])
    assert (stale["__typename"], stale["version"]) == ("EntryChangedSince", 2)


async def test_a_repetition_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    text = await created(api, "FAQ")
    first = await changed(api, text, title="別の質問", idempotencyKey="k")
    assert await changed(api, text, title="別の質問", idempotencyKey="k") == first


async def test_an_unknown_text_is_not_found(api: Api, sample: SampleRegister) -> None:
    text = await created(api, "FAQ")
    other = text["id"].replace("SiteText", "Obligee")
    for id_ in (other, f"SiteText_{'0' * 32}", "x"):
        given = {"siteTextId": id_, "version": 1, "title": "x"}
        assert await refused(api, CHANGE, as_="operator", input=given) == NOT_FOUND


@pytest.mark.parametrize(
    ("as_", "code"),
    [(None, "UNAUTHENTICATED"), *((name, "FORBIDDEN") for name in ("contractor", "surety", "obligee", "system"))],
)
async def test_nobody_else_changes_texts(api: Api, sample: SampleRegister, as_: str | None, code: str) -> None:
    text = await created(api, "FAQ")
    given = {"siteTextId": text["id"], "version": 1, "title": "x"}
    assert (await error_of(api, CHANGE, as_=as_, input=given))[1] == code
