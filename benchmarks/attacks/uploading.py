"""Requests with files, and a key notice of the sample data that may be uploaded again and again."""

import json
from typing import Any
from urllib.parse import urlsplit

from benchmarks.attacks import loopback
from benchmarks.attacks.sign_in import SIGN_IN
from sample.sample_register import API_TOKEN, PASSWORD

BOUNDARY = "----kakusho-attack"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
PREFLIGHT = "GraphQL-Require-Preflight: 1\r\n"
UPLOAD = (
    "mutation($input: UploadNoticeInput!) { uploadNotice(input: $input) { __typename"
    " ... on NoticeNotReadable { reason } } }"
)
NOTICES = "{ guarantees(first: 100) { edges { node { keyNotice { url } } } } }"
OBLIGEES = "{ obligees(first: 100) { edges { node { id name } } } }"
CLIENT = """
mutation($client: CreateApiClientInput!) { createApiClient(input: $client) {
  ... on ApiClientCreated { apiClient { id } } } }
"""
ISSUE = "mutation($given: IssueApiTokenInput!) { issueApiToken(input: $given) { ... on ApiTokenIssued { token } } }"


def upload(file: bytes, *, token: str | None) -> bytes:
    """UploadNotice."""
    operations = json.dumps({"query": UPLOAD, "variables": {"input": {"file": None}}}).encode()
    parts = [("operations", operations), ("map", b'{"0": ["variables.input.file"]}'), ("0", file)]
    return loopback.post("/graphql", _form(parts), type_=MULTIPART, token=token, more=PREFLIGHT)


def verify(file: bytes) -> bytes:
    """The form of /verify/document."""
    return loopback.post("/verify/document", _form([("document", file)]), type_=MULTIPART)


def _form(parts: list[tuple[str, bytes]]) -> bytes:
    written = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in parts
    )
    return written + f"--{BOUNDARY}--\r\n".encode()


async def data(port: int, query: str, *, token: str | None = None, source: str = "127.9.0.1", **variables: Any) -> Any:
    """The data of an answer."""
    answer = await loopback.ask(port, loopback.graphql(query, token=token, **variables), source=source)
    return json.loads(answer.body)["data"]


async def session(port: int, email: str) -> str:
    """The token of a sample account."""
    found = await data(port, SIGN_IN, i={"email": email, "password": PASSWORD})
    return str(found["signIn"]["token"])


async def notice(port: int) -> bytes:
    """One that the sample system may upload. Raises LookupError."""
    found = await data(port, NOTICES, token=await session(port, "contractor@example.jp"))
    for edge in found["guarantees"]["edges"]:
        if (link := edge["node"]["keyNotice"]) is None:
            continue
        request = f"GET {urlsplit(link['url']).path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        file = (await loopback.ask(port, request.encode(), source="127.9.0.1")).body
        if await is_filed(port, file):
            return file
    raise LookupError


async def is_filed(port: int, file: bytes) -> bool:
    """Upload a notice with the sample system's token."""
    answer = await loopback.ask(port, upload(file, token=API_TOKEN), source="127.9.0.3")
    return b'"NoticeFiled"' in answer.body


async def other_client(port: int, name: str) -> str:
    """The token of a new API client for the sample obligee."""
    operator = await session(port, "operator@example.jp")
    found = await data(port, OBLIGEES, token=operator)
    obligees = [edge["node"]["id"] for edge in found["obligees"]["edges"] if edge["node"]["name"] == "栃木県"]
    given = {"name": name, "obligeeIds": obligees}
    client = (await data(port, CLIENT, token=operator, client=given))["createApiClient"]["apiClient"]["id"]
    found = await data(port, ISSUE, token=operator, given={"apiClientId": client, "name": name})
    return str(found["issueApiToken"]["token"])
