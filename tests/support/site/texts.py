"""Texts of the information site, over HTTP."""

from typing import Any

from tests.conftest import Api

FIELDS = """id kind category place title body englishTitle englishBody link telephone shownFrom shownUntil isActive
  version changes { edges { node { version by role differences { path label before after } } } }"""
REFUSALS = "... on UserError { message } ... on InvalidInput { problems { path code message } }"
CREATE = f"""mutation($input: CreateSiteTextInput!) {{ createSiteText(input: $input) {{ __typename
  ... on SiteTextCreated {{ siteText {{ {FIELDS} }} }} {REFUSALS} }} }}"""
CHANGE = f"""mutation($input: ChangeSiteTextInput!) {{ changeSiteText(input: $input) {{ __typename
  ... on SiteTextChanged {{ siteText {{ {FIELDS} }} }} ... on EntryChangedSince {{ version }} {REFUSALS} }} }}"""
TEXTS = """query($kind: SiteTextKind!) { siteTexts(kind: $kind) {
  id title body shownFrom isActive changes { edges { cursor } } } }"""
QUESTION: dict[str, Any] = {
    "kind": "FAQ",
    "category": "FEES",
    "title": "保証料はいつ支払いますか？",
    "body": "計算書に記載の期限までです。",
    "shownFrom": "2026-11-01",
}
ANNOUNCEMENT: dict[str, Any] = {
    "kind": "ANNOUNCEMENT",
    "title": "年末年始の休業",
    "body": "12月29日から1月3日まで休業します。",
    "shownFrom": "2026-11-20",
    "shownUntil": "2027-01-03",
}
DOWNLOAD: dict[str, Any] = {
    "kind": "DOWNLOAD",
    "title": "定義ファイル",
    "body": "APIの定義です。",
    "link": "/schema.graphql",
    "shownFrom": "2026-11-01",
}
CONTACT: dict[str, Any] = {
    "kind": "CONTACT",
    "title": "運用窓口",
    "body": "平日 9:00〜17:00",
    "telephone": "０３-0000-0000",
    "shownFrom": "2026-11-01",
}
GIVEN = {each["kind"]: each for each in (QUESTION, ANNOUNCEMENT, DOWNLOAD, CONTACT)}
"""A valid input of each kind."""


async def created(api: Api, kind: str, **changes: Any) -> dict[str, Any]:
    """A text that the operator has added."""
    answer = await api.data(CREATE, as_="operator", input=GIVEN[kind] | changes)
    return answer["createSiteText"]["siteText"]


async def changed(api: Api, text: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The text after a change by the operator."""
    given = {"siteTextId": text["id"], "version": text["version"], **changes}
    return (await api.data(CHANGE, as_="operator", input=given))["changeSiteText"]["siteText"]
