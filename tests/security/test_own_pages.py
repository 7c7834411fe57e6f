import pytest

from security import own_pages

HTTPS, HTTP = "https://kakusho.example", "http://localhost:8000"


@pytest.mark.parametrize(
    ("site", "origin", "host", "address", "expected"),
    [
        ("same-origin", None, None, HTTPS, True),
        ("same-origin", "https://evil.example", None, HTTPS, True),  # browsers alone set Sec-Fetch-Site
        *((site, HTTPS, "kakusho.example", HTTPS, False) for site in ("cross-site", "same-site", "none", "", "x")),
        (None, HTTPS, None, HTTPS, True),
        (None, "http://kakusho.example", "kakusho.example", HTTPS, False),
        (None, "https://other.example", "other.example", HTTPS, False),
        (None, "https://kakusho.example.evil.example", "kakusho.example", HTTPS, False),
        (None, "null", None, HTTPS, False),
        (None, "http://10.0.0.1:8000", "10.0.0.1:8000", HTTP, True),
        (None, "http://10.0.0.1:8000", "10.0.0.2:8000", HTTP, False),
        (None, "http://10.0.0.1:8000/", "10.0.0.1:8000", HTTP, False),
        (None, "10.0.0.1:8000", "10.0.0.1:8000", HTTP, False),
        (None, "http://[", "[", HTTPS, False),
        (None, "http://[::1", "localhost:8000", HTTP, False),  # no address that can be parsed
        (None, "http://[", None, HTTP, False),
        (None, "null", "", HTTP, False),
        (None, "", "", HTTP, False),
        (None, None, "localhost:8000", HTTP, None),
    ],
)
def test_what_comes_from_an_own_page(
    site: str | None,
    origin: str | None,
    host: str | None,
    address: str,
    expected: bool | None,  # noqa: FBT001 -- a parameter
) -> None:
    assert own_pages.is_own(site=site, origin=origin, host=host, address=address) is expected


def test_the_cookies_name_binds_it_to_the_host_where_there_is_https() -> None:
    assert [own_pages.session_cookie(address) for address in (HTTPS, HTTP)] == ["__Host-kakusho", "kakusho"]
