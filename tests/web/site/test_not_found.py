"""Addresses that are none."""

import pytest

from tests.conftest import Api


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/faq/", "/faq"),
        ("/en/faq/", "/en/faq"),
        ("/guarantees/?number=31073-00001M", "/guarantees?number=31073-00001M"),
        ("/sign-in///?to=/verify", "/sign-in?to=/verify"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_slash_at_the_end_leads_to_the_page_and_to_no_other_host(
    api: Api, method: str, path: str, page: str
) -> None:
    """The Host header may be anybody's, and a proxy speaks plain HTTP where the browser speaks HTTPS."""
    response = await api.http.request(method, path, headers={"host": "evil.example"})
    assert (response.status_code, response.headers["location"]) == (307, page)


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/a//evil.example/", "/%0d%0ax:1/", "/。/"])
async def test_no_address_leads_to_another_site(api: Api, path: str) -> None:
    response = await api.http.get(f"http://kakusho.test{path}")
    assert response.status_code == 404
    assert "location" not in response.headers


async def test_nothing_is_sent_again_by_a_redirect(api: Api) -> None:
    response = await api.http.post("/session/", json={"email": "a", "password": "b"})
    assert (response.status_code, "location" in response.headers) == (404, False)
