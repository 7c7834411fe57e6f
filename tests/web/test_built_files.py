"""Files of a build: those that it made, in the encoding that the client takes."""

import gzip
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from web import built_files

SCRIPT = "export {};"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build = tmp_path / "assets"
    build.mkdir()
    (tmp_path / "secret.js").write_text("secret")
    (build / "main-1.js").write_text(SCRIPT)
    (build / "main-1.js.br").write_bytes(b"brotli")
    (build / "main-1.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (build / "icons-2.ttf").write_bytes(b"font")
    (build / "main-1.js.map").write_text("map")
    return build


async def got(folder: Path, name: str, accepted: str | None = None, *, method: str = "GET") -> httpx.Response:
    application = Starlette(routes=[built_files.route("/assets", folder)])
    headers = {} if accepted is None else {"accept-encoding": accepted}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://kakusho.test") as http:
        http.headers.pop("accept-encoding")
        async with http.stream(method, f"/assets/{name}", headers=headers) as response:
            response.extensions["raw"] = b"".join([part async for part in response.aiter_raw()])
        return response


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR;Q=0.1, gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("br; q=0, gzip; q=0.0", None),
        ("br;q=x, gzip;q=y", None),
        ("deflate", None),
        ("", None),
        (None, None),
    ],
)
async def test_the_encoding_that_the_client_prefers(folder: Path, accepted: str | None, encoding: str | None) -> None:
    response = await got(folder, "main-1.js", accepted)
    assert response.status_code == 200
    assert response.headers.get("content-encoding") == encoding
    sent = {None: SCRIPT.encode(), "br": b"brotli", "gzip": (folder / "main-1.js.gz").read_bytes()}
    assert response.extensions["raw"] == sent[encoding]
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["vary"] == "accept-encoding"


async def test_browsers_keep_what_is_named_by_its_hash(folder: Path) -> None:
    response = await got(folder, "icons-2.ttf", "br")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "font/ttf"
    assert response.extensions["raw"] == b"font"


async def test_a_head_has_no_body(folder: Path) -> None:
    response = await got(folder, "main-1.js", "br", method="HEAD")
    assert (response.status_code, response.headers["content-length"]) == (200, "6")
    assert response.extensions["raw"] == b""


@pytest.mark.parametrize(
    "name",
    ["main-2.js", "main-1.js.br", "main-1.js.map", "../secret.js", "..%2Fsecret.js", "%2e%2e/secret.js", ".", ""],
)
async def test_nothing_else_is_served(folder: Path, name: str) -> None:
    response = await got(folder, name)
    assert response.status_code == 404
    assert b"secret" not in response.extensions["raw"]


async def test_without_a_build_there_are_no_files(tmp_path: Path) -> None:
    assert (await got(tmp_path / "assets", "main-1.js")).status_code == 404
