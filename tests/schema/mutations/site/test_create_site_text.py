"""createSiteText."""

import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.parties.register_change import RegisterChange
from models.site.site_text import MOST_TEXTS, SiteTextKind
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.drafts import codes
from tests.support.refusals import error_of, refused
from tests.support.site.texts import CREATE, GIVEN, created


@pytest.mark.parametrize("kind", GIVEN)
async def test_the_operator_adds_a_text_with_its_history(api: Api, sample: SampleRegister, kind: str) -> None:
    text = await created(api, kind)
    (edge,) = text.pop("changes")["edges"]
    nothing = dict.fromkeys(("category", "englishTitle", "englishBody", "link", "telephone", "shownUntil"))
    expected = nothing | GIVEN[kind] | {"id": text["id"], "place": 100, "isActive": True, "version": 1}
    assert text == expected | ({"telephone": "03-0000-0000"} if kind == "CONTACT" else {})
    assert (edge["node"]["version"], edge["node"]["by"], edge["node"]["role"]) == (1, "運用者", "OPERATOR")
    told = {each["path"][-1]: (each["label"], each["before"], each["after"]) for each in edge["node"]["differences"]}
    assert told["title"] == ("見出し", None, GIVEN[kind]["title"])
    assert told["kind"] == ("種類", None, kind)
    assert told["shownFrom"] == ("掲載開始日", None, GIVEN[kind]["shownFrom"])
    event = await AuditEvent.get(action="register.entry_created")
    assert (event.subject_id, event.subject) == (ids.key_of(text["id"], "SiteText"), f"SiteText {text['title']}")
    assert (await RegisterChange.get()).site_text_id == event.subject_id


async def test_everything_that_a_text_may_have(api: Api, sample: SampleRegister) -> None:
    english = {"englishTitle": " When are fees due? ", "englishBody": "By the day\n\n- on the statement"}
    text = await created(api, "FAQ", **english, place=7, shownUntil="2026-11-01", body="一\n\n・二\n・三")
    assert (text["englishTitle"], text["englishBody"]) == ("When are fees due?", english["englishBody"])
    assert (text["place"], text["shownUntil"], text["body"]) == (7, "2026-11-01", "一\n\n・二\n・三")


async def test_a_repetition_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    first = await created(api, "FAQ", idempotencyKey="k")
    assert await created(api, "FAQ", idempotencyKey="k") == first
    assert await RegisterChange.all().count() == 1
    other = GIVEN["FAQ"] | {"idempotencyKey": "k", "title": "別の質問"}
    assert (await refused(api, CREATE, as_="operator", input=other))["__typename"] == "IdempotencyConflict"


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("FAQ", {"title": " ", "body": ""}, [("title", "REQUIRED"), ("body", "REQUIRED")]),
        ("FAQ", {"title": "長" * 121, "body": "長" * 4_001}, [("title", "TOO_LONG"), ("body", "TOO_LONG")]),
        ("FAQ", {"title": "一\n二"}, [("title", "FORBIDDEN_CHARACTER")]),
        ("FAQ", {"body": "一\u202e二"}, [("body", "FORBIDDEN_CHARACTER")]),
        ("FAQ", {"englishTitle": "x" * 201, "englishBody": "x" * 4_001},
         [("englishTitle", "TOO_LONG"), ("englishBody", "TOO_LONG")]),
        ("FAQ", {"category": None}, [("category", "NOT_OF_KIND")]),
        ("FAQ", {"place": -1}, [("place", "OUT_OF_RANGE")]),
        ("FAQ", {"place": 10_000}, [("place", "OUT_OF_RANGE")]),
        ("FAQ", {"link": "/faq", "telephone": "03"}, [("link", "NOT_OF_KIND"), ("telephone", "NOT_OF_KIND")]),
        ("FAQ", {"shownUntil": "2026-10-31"}, [("shownUntil", "OUT_OF_RANGE")]),
        ("ANNOUNCEMENT", {"category": "FEES"}, [("category", "NOT_OF_KIND")]),
        ("DOWNLOAD", {"link": None}, [("link", "NOT_OF_KIND")]),
        ("DOWNLOAD", {"link": "https://example.com/"}, [("link", "MALFORMED")]),
        ("DOWNLOAD", {"link": "//example.com/"}, [("link", "MALFORMED")]),
        ("DOWNLOAD", {"link": "javascript:alert(1)"}, [("link", "MALFORMED")]),
        ("DOWNLOAD", {"link": '/a"b'}, [("link", "MALFORMED")]),
        ("CONTACT", {"telephone": "電話"}, [("telephone", "MALFORMED")]),
    ],
)  # fmt: skip
async def test_every_problem_at_once(
    api: Api, sample: SampleRegister, kind: str, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    answer = await refused(api, CREATE, as_="operator", input=GIVEN[kind] | changes)
    assert codes(answer) == expected


async def test_a_kind_has_a_maximum(api: Api, sample: SampleRegister) -> None:
    kind, day = SiteTextKind.ANNOUNCEMENT, datetime.date(2026, 1, 1)
    rows = [models.SiteText(kind=kind, title=f"{n}", body="x", shown_from=day) for n in range(MOST_TEXTS)]
    await models.SiteText.bulk_create(rows)
    answer = await refused(api, CREATE, as_="operator", input=GIVEN["ANNOUNCEMENT"])
    assert codes(answer) == [("kind", "TOO_MANY")]
    await created(api, "CONTACT")


async def test_the_hours_limit_is_that_of_registers(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "REGISTER_ENTRIES", quotas.REGISTER_ENTRIES._replace(most=1))
    await created(api, "FAQ")
    assert (await error_of(api, CREATE, as_="operator", input=GIVEN["CONTACT"]))[1] == "TOO_MANY_REQUESTS"
    api.clock.at = NOON + datetime.timedelta(hours=1, seconds=1)
    await created(api, "CONTACT")


@pytest.mark.parametrize(
    ("as_", "code"),
    [(None, "UNAUTHENTICATED"), *((name, "FORBIDDEN") for name in ("contractor", "surety", "obligee", "system"))],
)
async def test_nobody_else_adds_texts(api: Api, sample: SampleRegister, as_: str | None, code: str) -> None:
    assert (await error_of(api, CREATE, as_=as_, input=GIVEN["FAQ"]))[1] == code
