"""`/` links to the other pages."""

import re

import pytest

from tests.conftest import Api


async def test_the_first_page_is_for_people_and_leads_everybody_on(api: Api) -> None:
    answer = await api.http.get("/", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert 'lang="ja"' in answer.text
    assert "<script" not in answer.text
    assert "保証確認サービス" in answer.text
    links = set(re.findall(r'href="([^"#]+)', answer.text))
    assert links == {"/static/verify.css", "/verify", "/guarantees", "/graphql", "/schema.graphql"}


@pytest.mark.parametrize("path", ["/verify", "/guarantees", "/graphql", "/schema.graphql"])
async def test_what_it_leads_to_is_there(api: Api, path: str) -> None:
    status = (await api.http.get(path, headers={"accept": "text/html"})).status_code
    assert status == (401 if path == "/guarantees" else 200)
