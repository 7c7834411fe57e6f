"""Third-party clients send files to a real server."""

import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sample import sample_data, sample_register
from tests.clients.uploading import CLIENTS, Upload, curl
from tests.support.multipart import VERIFY
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

PERFORMANCE = "31072-00001I"
"""The other number of the sample case."""
Client = Callable[[Upload], Awaitable[dict[str, Any]]]

each_client = pytest.mark.parametrize(
    "client",
    [
        pytest.param(
            client,
            id=client.__name__,
            marks=pytest.mark.skipif(client is curl and not shutil.which("curl"), reason="there is no curl"),
        )
        for client in CLIENTS
    ],
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as found:
        yield found


@pytest.fixture
async def certificate(server: Server, tmp_path: Path) -> Path:
    """A certificate's PDF, as the obligee receives it."""
    query = """query($number: GuaranteeNumber!, $key: AuthKey!) {
        certificate(guaranteeNumber: $number, authKey: $key) { document { url } } }"""
    async with server_processes.client(server) as api:
        found = await api.data(query, as_="obligee", number=sample_data.NUMBER, key=sample_data.KEY)
    path = tmp_path / "電子証書.pdf"
    url = httpx.URL(found["certificate"]["document"]["url"])
    path.write_bytes(server.get(url.path).content)
    return path


def verify(server: Server, file: Path, query: str = VERIFY, **more: Any) -> Upload:
    return Upload(f"{server.address}/graphql", query, {"file": None}, file, **more)


@each_client
async def test_a_certificate_is_verified(server: Server, certificate: Path, client: Client) -> None:
    answer = await client(verify(server, certificate, token=sample_register.API_TOKEN))
    assert "errors" not in answer
    assert answer["data"]["verifyDocument"]["verdict"] == "GENUINE"
    assert answer["data"]["verifyDocument"]["issuer"] == "見本建設業保証株式会社"


@pytest.fixture
async def notice(server: Server, tmp_path: Path) -> Path:
    """The key notice of the sample case, as the contractor downloads it."""
    async with server_processes.client(server) as api:
        found = await api.data("{ guarantees { edges { node { number keyNotice { url } } } } }", as_="contractor")
    (url,) = [edge["node"]["keyNotice"]["url"] for edge in found["guarantees"]["edges"]
              if edge["node"]["number"] == PERFORMANCE]  # fmt: skip
    path = tmp_path / "認証キーのお知らせ.pdf"
    path.write_bytes(server.get(httpx.URL(url).path).content)
    return path


@each_client
async def test_a_key_notice_is_handed_over_for_its_certificate(server: Server, notice: Path, client: Client) -> None:
    query = """mutation($input: UploadNoticeInput!) { uploadNotice(input: $input) { __typename
        ... on NoticeFiled { certificate { guaranteeNumber amount } handover { status channel } } } }"""
    given = {"input": {"file": None, "contractReference": "R8-12"}}
    url, token = f"{server.address}/graphql", sample_register.API_TOKEN
    answer = (await client(Upload(url, query, given, notice, at="input.file", token=token)))["data"]["uploadNotice"]
    assert answer["__typename"] == "NoticeFiled"
    assert (answer["certificate"]["guaranteeNumber"], answer["certificate"]["amount"]) == (PERFORMANCE, 5_000_000)
    assert (answer["handover"]["status"], answer["handover"]["channel"]) == ("SENT", "E_CONTRACT_SYSTEM")


@each_client
async def test_a_file_of_10_mb_is_taken(server: Server, tmp_path: Path, client: Client) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(os.urandom(10_000_000))
    assert (await client(verify(server, path)))["data"]["verifyDocument"]["verdict"] == "UNCONFIRMED"


@each_client
@pytest.mark.parametrize("size", [10_000_001, 50_000_000])
async def test_a_larger_one_is_told_so(server: Server, tmp_path: Path, client: Client, size: int) -> None:
    path = tmp_path / "larger.pdf"
    path.write_bytes(b"x" * size)
    answer = await client(verify(server, path))
    assert answer.get("data") is None
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert error["message"].endswith("バイトまでです。")


@each_client
async def test_a_file_where_none_belongs_is_told_so(server: Server, certificate: Path, client: Client) -> None:
    answer = await client(verify(server, certificate, "query($file: String!) { __type(name: $file) { name } }"))
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert "Upload 型" in error["message"]


def test_nothing_of_it_is_printed(server: Server) -> None:
    for word in ("%PDF", "Traceback", "電子証書.pdf", '"level": "error"'):
        assert word not in server.output()
