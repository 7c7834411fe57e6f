"""Pages and hashed files of the desks."""

import gzip
from pathlib import Path

import httpx
import pytest

from tests.conftest import Api
from tests.support.desks import builds

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PATHS = [
    *(("/contractor", "contractor"), ("/contractor/", "contractor"), ("/contractor/guarantees/1?tab=x", "contractor")),
    *(("/obligee", "obligee"), ("/obligee/received", "obligee"), ("/desks/style", "style")),
]


async def get(api: Api, path: str, **headers: str) -> httpx.Response:
    """Without the client's own Accept-Encoding."""
    request = api.http.build_request("GET", path, headers=headers)
    if "accept-encoding" not in headers:
        request.headers.pop("accept-encoding")
    return await api.http.send(request)


@pytest.mark.parametrize(("path", "name"), PATHS)
async def test_every_path_of_a_desk_is_its_page(api: Api, path: str, name: str) -> None:
    builds.write(api.desks_dir)
    answer = await get(api, path)
    assert (answer.status_code, answer.text) == (200, builds.page(name))
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("known", ['"{}"', 'W/"{}"', '"x", "{}"', "*"])
async def test_an_unchanged_page_is_not_sent_again(api: Api, known: str) -> None:
    builds.write(api.desks_dir)
    first = await get(api, "/contractor")
    etag = first.headers["etag"].strip('"')
    again = await get(api, "/contractor", **{"if-none-match": known.format(etag)})
    assert (again.status_code, again.content) == (304, b"")
    # A browser replaces the stored headers by these.
    for name in ("content-security-policy", "cache-control", "etag", "referrer-policy"):
        assert again.headers[name] == first.headers[name]


async def test_a_changed_page_is_sent(api: Api) -> None:
    builds.write(api.desks_dir)
    etag = (await get(api, "/contractor")).headers["etag"]
    (api.desks_dir / "contractor.html").write_text("<!doctype html><title>neu</title>")
    answer = await get(api, "/contractor", **{"if-none-match": etag})
    assert (answer.status_code, answer.text) == (200, "<!doctype html><title>neu</title>")
    assert answer.headers["etag"] != etag


@pytest.mark.parametrize("path", ["/contractor", "/obligee/received", "/desks/style"])
async def test_a_missing_build_is_told_and_the_api_runs(api: Api, path: str) -> None:
    answer = await get(api, path)
    assert answer.status_code == 503
    assert "make serve" in answer.text
    assert "この画面はまだ用意されていません。" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert (await get(api, "/assets/contractor-a1.js")).status_code == 404
    assert await api.data("{ viewer { role } }", as_="contractor") == {"viewer": {"role": "CONTRACTOR"}}
    builds.write(api.desks_dir)
    assert (await get(api, path)).status_code == 200  # without a restart


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("identity;q=1, br;q=0.5", None),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0", None),
        ("BR", "br"),
        ("br;q=x, gzip", "gzip"),
        ("br;q=9", "br"),
        ("zstd", None),
        ("x" * 400 + ", br", None),
    ],
)
async def test_a_file_is_sent_in_the_best_coding(api: Api, accepted: str | None, coding: str | None) -> None:
    builds.write(api.desks_dir)
    answer = await get(api, "/assets/contractor-a1.js", **({} if accepted is None else {"accept-encoding": accepted}))
    expected = {None: builds.SCRIPT, "br": builds.BROTLI, "gzip": gzip.compress(builds.SCRIPT)}[coding]
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-length"] == str(len(expected))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


async def test_a_file_without_other_codings_is_sent_as_it_is(api: Api) -> None:
    builds.write(api.desks_dir)
    for name, type_ in (("style-c3.css", "text/css; charset=utf-8"), ("font-d4.woff2", "font/woff2")):
        answer = await get(api, f"/assets/{name}", **{"accept-encoding": "br"})
        assert answer.content == (api.desks_dir / "assets" / name).read_bytes()
        assert answer.headers["content-type"] == type_
        assert {"vary", "content-encoding"} & set(answer.headers) == set()


async def test_files_of_the_build_before_are_still_there(api: Api) -> None:
    builds.write(api.desks_dir)
    assert (await get(api, "/assets/contractor-z9.js")).content == builds.OLD_SCRIPT


@pytest.mark.parametrize(
    "name",
    [
        "missing-b2.js", "", "contractor-a1.js.map", "contractor-a1.js.br", "contractor-a1.js.gz", "../contractor.html",
        "..%2fcontractor.html", "%2e%2e/documents.json", "../../settings.py", "..\\documents.json", "sub/file.js",
        "/etc/passwd", "%2fetc%2fpasswd", "contractor-a1.js%00.css", "./contractor-a1.js%20", ".hidden.js", "link.js",
        "contractor-a1.JS",
    ],
)  # fmt: skip
async def test_nothing_else_is_served(api: Api, name: str, tmp_path: Path) -> None:
    builds.write(api.desks_dir)
    (tmp_path / "secret.js").write_text("secret")
    assets = api.desks_dir / "assets"
    (assets / "link.js").symlink_to(tmp_path / "secret.js")
    (assets / ".hidden.js").write_text("secret")
    (assets / "sub").mkdir()
    (assets / "sub" / "file.js").write_text("secret")
    # As sent: httpx would resolve dots.
    request = api.http.build_request("GET", "/assets/x")
    request.url = request.url.copy_with(raw_path=f"/assets/{name}".encode())
    answer = await api.http.send(request)
    assert (answer.status_code, "secret" in answer.text) == (404, False)
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/contractor", "/assets/contractor-a1.js"])
async def test_only_reading_is_possible(api: Api, path: str) -> None:
    builds.write(api.desks_dir)
    assert (await api.http.head(path)).status_code == 200
    for method in ("POST", "PUT", "DELETE"):
        assert (await api.http.request(method, path)).status_code == 405


@pytest.mark.parametrize(
    ("name", "content"),
    [("documents.json", "[1]"), ("documents.json", '{"a": 1}'), ("documents.json", "{"), (".vite/manifest.json", "")],
)
async def test_an_unreadable_build_leaves_the_one_before(api: Api, name: str, content: str) -> None:
    builds.write(api.desks_dir)
    assert (await get(api, "/contractor")).status_code == 200
    (api.desks_dir / name).write_text(content)
    (api.desks_dir / "contractor.html").write_text("neu")
    assert (await get(api, "/contractor")).text == builds.page("contractor")


@pytest.mark.parametrize(
    "name", ["contractor.html", "documents.json", ".vite/manifest.json", "assets/contractor-a1.js"]
)
async def test_a_build_that_is_being_written_leaves_the_one_before(api: Api, name: str) -> None:
    builds.write(api.desks_dir)
    assert (await get(api, "/obligee")).status_code == 200
    (api.desks_dir / name).unlink()
    (api.desks_dir / "obligee.html").write_text("neu")
    assert (await get(api, "/obligee")).text == builds.page("obligee")
    assert (await get(api, "/assets/contractor-a1.js")).status_code == 200


async def test_a_build_is_read_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    builds.write(api.desks_dir)
    assert (await get(api, "/contractor")).status_code == 200
    monkeypatch.setattr(Path, "read_bytes", None)
    for path in ("/obligee", "/assets/contractor-a1.js", "/desks/style"):
        assert (await get(api, path)).status_code == 200


async def test_a_build_without_a_former_one_is_complete(api: Api) -> None:
    builds.write(api.desks_dir)
    (api.desks_dir / "documents-previous.json").unlink()
    assert (await get(api, "/contractor")).status_code == 200
