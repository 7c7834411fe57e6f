"""The session's cookie."""

import datetime
import re

import pytest
from starlette.responses import Response

from resolvers import throttle_failures
from security.throttle import Throttle
from tests.conftest import NOON
from web.browser_sessions import BrowserSessions


def sessions(address: str) -> BrowserSessions:
    return BrowserSessions(address=address, throttle=Throttle(throttle_failures.count), clock=lambda: NOON)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://kakusho.test", "__Host-kakusho=t; HttpOnly; Max-Age=60; Path=/; SameSite=lax; Secure"),
        ("http://localhost:8000", "kakusho=t; HttpOnly; Max-Age=60; Path=/; SameSite=lax"),
    ],
)
def test_the_cookie_is_for_this_host_and_for_https_where_there_is_https(address: str, expected: str) -> None:
    response = Response()
    sessions(address).keep(response, "t", until=NOON + datetime.timedelta(seconds=60))
    assert response.headers["set-cookie"] == expected


def test_a_browser_accepts_that_it_is_deleted() -> None:
    """One with the prefix is deleted with the same attributes only."""
    response = Response()
    sessions("https://kakusho.test").forget(response)
    expected = r'__Host-kakusho=""; expires=[^;]+; HttpOnly; Max-Age=0; Path=/; SameSite=lax; Secure'
    assert re.fullmatch(expected, response.headers["set-cookie"])
