"""Requests of the GraphQL multipart request specification, part by part."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx

from tests.conftest import Api

VERIFY = "query($file: Upload!) { verifyDocument(file: $file) { verdict issuer signedAt status trust additions } }"
PREFLIGHT = {"graphql-require-preflight": "1"}
TYPE = {"content-type": "multipart/form-data; boundary=b"}
OPERATIONS = json.dumps({"query": VERIFY, "variables": {"file": None}}).encode()
MAP = b'{"0": ["variables.file"]}'
PDF = b"%PDF-1.7"
Part = tuple[str, bytes]


def body(parts: Iterable[Part]) -> bytes:
    """In the format of RFC 7578, with the boundary `b`."""
    written = (
        f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="a"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in parts
    )
    return b"".join(written) + b"--b--\r\n"


def multipart_body(operations: object = None, map_: object = None, *more: Part, file: bytes = PDF) -> bytes:
    """The three parts, each as given or in its valid form; `more` follow them."""
    given = OPERATIONS if operations is None else json.dumps(operations).encode()
    places = MAP if map_ is None else json.dumps(map_).encode()
    return body([("operations", given), ("map", places), ("0", file), *more])


def operation(variables: object, query: str = VERIFY) -> dict[str, Any]:
    return {"query": query, "variables": variables}


async def post(api: Api, content: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    return await api.http.post("/graphql", content=content, headers=PREFLIGHT | TYPE | headers)


UNCONFIRMED = {"verdict": "UNCONFIRMED", "issuer": None, "signedAt": None, "status": None, "trust": None,
               "additions": None}  # fmt: skip


async def silent(first: bytes) -> AsyncIterator[bytes]:
    """A body whose rest does not arrive."""
    yield first
    await asyncio.sleep(60)
