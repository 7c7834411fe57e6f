"""GraphiQL's page: the build under its policy, or a page that says how to make it."""

from pathlib import Path

from web import graphiql_files


def test_the_page_is_that_of_the_build_and_may_run_its_own_scripts_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>確証</p>", encoding="utf-8")
    response = graphiql_files.page(tmp_path)
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert bytes(response.body).decode() == "<p>確証</p>"
    policy = dict(rule.split(" ", 1) for rule in response.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "worker-src", "connect-src", "font-src")} == {"'self'"}
    assert policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["img-src"] == "'self' data:"
    assert {policy[name] for name in ("base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert policy["require-trusted-types-for"] == "'script'"


def test_without_a_build_the_page_says_what_to_run(tmp_path: Path) -> None:
    response = graphiql_files.page(tmp_path)
    assert (response.status_code, response.headers["cache-control"]) == (503, "no-store")
    page = bytes(response.body).decode()
    assert "scripts/install" in page
    assert "POST /graphql" in page
    assert "script-src" not in response.headers["content-security-policy"]
