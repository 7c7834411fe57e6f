"""The place of a file, in operations that the schema does not have yet: in input objects and lists."""

import json
from typing import Any

import pytest
from graphql import build_schema

from schema.http import multipart_map
from schema.http.request_parsing import BadRequest
from schema.reading.parsed_documents import Operation
from schema.scalars import File

SCHEMA = build_schema("""
    scalar Upload
    input Notice { file: Upload!, name: String, others: [Upload!], parts: [Notice!]! }
    type Query { send(notice: Notice, files: [[Upload]!]!): Int }
""")
QUERY = "query($notice: Notice!, $files: [[Upload]!]!) { send(notice: $notice, files: $files) }"


@pytest.fixture(autouse=True)
def schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart_map, "graphql_schema", SCHEMA)


def placed(path: str) -> dict[str, Any]:
    """The variables, with a file at the path."""
    notice: dict[str, Any] = {"file": None, "name": None, "others": [None], "unknown": None}
    variables: dict[str, Any] = {"notice": {**notice, "parts": [{**notice}]}, "files": [[None], None]}
    place = multipart_map.of_file(json.dumps({"f": [f"variables.{path}"]}).encode(), Operation(QUERY, variables, None))
    assert place.name == "f"
    place.put(File(b"content"))
    return variables


@pytest.mark.parametrize(
    "path",
    ["notice.file", "notice.others.0", "notice.parts.0.file", "notice.parts.0.others.0", "files.0.0"],
)
def test_a_file_stands_where_the_operation_wants_one(path: str) -> None:
    value: Any = placed(path)
    for step in path.split("."):
        value = value[int(step) if step.isdigit() else step]
    assert isinstance(value, File)
    assert value.content == b"content"


@pytest.mark.parametrize("path", ["notice.name", "notice.parts.0.name", "notice.unknown", "files.1"])
def test_and_nowhere_else(path: str) -> None:
    with pytest.raises(BadRequest, match="Upload"):
        placed(path)
