"""Accept headers as clients send them."""

import pytest

from schema.http.media_types import GRAPHQL_JSON, JSON, Accepted, accepted

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "media_type", "is_named"),
    [
        ("", JSON, False),
        ("*/*", JSON, False),
        ("application/*", JSON, False),
        ("*", JSON, False),
        ("text/plain", JSON, False),
        ("application/json", JSON, True),
        ("Application/JSON ; charset=utf-8", JSON, True),
        ("application/json, text/plain, */*", JSON, True),
        (GRAPHQL_JSON, GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON},{JSON};q=0.9", GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON}, {GRAPHQL_JSON};q=1, {JSON};q=0.5", GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON};q=0.9, {JSON}", JSON, True),
        (f"{GRAPHQL_JSON};q=0.9, {JSON};q=0.9", GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON};q=0, {JSON};q=0", JSON, True),
        (f"{GRAPHQL_JSON};q=0, */*", JSON, False),
        (f"{GRAPHQL_JSON};q=0.5, */*;q=0.1", GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON};q=0.5, */*", JSON, False),
        (f"{JSON};q=0, */*", GRAPHQL_JSON, False),
        (f"{JSON};q=0.1, application/*", GRAPHQL_JSON, False),
        (f"multipart/mixed, {GRAPHQL_JSON}, {JSON}, text/event-stream", GRAPHQL_JSON, True),
        (f"{GRAPHQL_JSON};q=x, {JSON}", JSON, True),
        (f"{GRAPHQL_JSON};q=nan", JSON, False),
        (",;q=1,;;,,=", JSON, False),
    ],
)
def test_the_media_type_of_an_answer(header: str, media_type: str, is_named: bool) -> None:  # noqa: FBT001 -- a parameter
    assert accepted(header) == Accepted(media_type, is_named, is_browser=False)


@pytest.mark.parametrize(
    ("header", "is_browser"),
    [
        (BROWSER, True),
        ("text/html", True),
        (f"text/html, {JSON};q=0.9", True),
        (f"text/html, {JSON}", True),
        (f"{GRAPHQL_JSON};q=0.5, text/html;q=0.5", True),
        (f"{GRAPHQL_JSON};q=0.5, text/html;q=0.4", False),
        (f"text/html;q=0.5, {JSON}", False),
        ("text/html;q=0", False),
        ("text/*", False),
        ("*/*", False),
    ],
)
def test_who_would_rather_have_a_page(header: str, is_browser: bool) -> None:  # noqa: FBT001 -- a parameter
    assert accepted(header).is_browser is is_browser
