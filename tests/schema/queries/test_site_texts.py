"""siteTexts, and the texts as nodes."""

import datetime

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.site.texts import TEXTS, changed, created

NODE = "query($id: ID!) { node(id: $id) { ... on SiteText { title } } }"
VISITORS = (None, "contractor", "surety", "obligee", "system")


async def titles(api: Api, kind: str, as_: str | None = None) -> list[str]:
    found = (await api.data(TEXTS, as_=as_, kind=kind))["siteTexts"]
    return [each["title"] for each in found]


async def test_an_empty_installation_has_a_first_content(api: Api, sample: SampleRegister) -> None:
    assert len(await titles(api, "FAQ")) == 16
    assert len(await titles(api, "DOWNLOAD")) == 4
    assert len(await titles(api, "CONTACT")) == 2
    assert await titles(api, "ANNOUNCEMENT") == []


async def test_texts_are_in_their_places_and_announcements_newest_first(api: Api, sample: SampleRegister) -> None:
    await created(api, "CONTACT", title="後", place=9_999)
    await created(api, "CONTACT", title="先", place=0)
    contacts = await titles(api, "CONTACT")
    assert (contacts[0], contacts[-1], len(contacts)) == ("先", "後", 4)
    for title, day in (("古い", "2026-11-01"), ("新しい", "2026-11-19"), ("その間", "2026-11-10")):
        await created(api, "ANNOUNCEMENT", title=title, shownFrom=day)
    assert await titles(api, "ANNOUNCEMENT") == ["新しい", "その間", "古い"]


@pytest.mark.parametrize("as_", VISITORS)
async def test_visitors_see_a_text_on_its_days(api: Api, sample: SampleRegister, as_: str | None) -> None:
    text = await created(api, "ANNOUNCEMENT", shownFrom="2026-11-21", shownUntil="2026-11-22")
    if as_ is not None:
        await api.token(as_)
    seen: list[list[str]] = []
    for days in range(4):
        api.clock.at = NOON + datetime.timedelta(days=days)
        seen.append(await titles(api, "ANNOUNCEMENT", as_ if as_ == "system" else None))
    assert seen == [[], [text["title"]], [text["title"]], []]


async def test_only_the_operator_sees_what_is_not_shown(api: Api, sample: SampleRegister) -> None:
    later = await created(api, "ANNOUNCEMENT", shownFrom="2026-12-01")
    off = await created(api, "ANNOUNCEMENT", title="取りやめ", shownFrom="2026-11-01")
    await changed(api, off, isActive=False)
    assert await titles(api, "ANNOUNCEMENT", "operator") == [later["title"], "取りやめ"]
    for name in VISITORS:
        assert await titles(api, "ANNOUNCEMENT", name) == []
        node = (await api.data(NODE, as_=name, id=later["id"]))["node"]
        assert node is None
    assert (await api.data(NODE, as_="operator", id=later["id"]))["node"] == {"title": later["title"]}


async def test_the_history_is_the_operators(api: Api, sample: SampleRegister) -> None:
    await created(api, "ANNOUNCEMENT")
    for name in (*VISITORS, "operator"):
        (text,) = (await api.data(TEXTS, as_=name, kind="ANNOUNCEMENT"))["siteTexts"]
        assert len(text["changes"]["edges"]) == (name == "operator")
