"""Verifies that all servers return the same results before anything is measured."""

import re
from collections.abc import Sequence
from typing import Any

import orjson

from benchmarks import load
from benchmarks.load import LoadError
from benchmarks.operations import Operation
from benchmarks.servers import Kind, Server

COMPARED = 50
"""The number of different requests of an operation that are compared."""


class Disagreement(LoadError):
    """Two servers return different results."""


def require(servers: Sequence[Server], operation: Operation) -> int:
    """Send every server the same; returns the bytes of a response of the first one. Raises Disagreement, LoadError."""
    calls = {server.kind: server.kind.calls(operation)[:COMPARED] for server in servers}
    sizes: list[int] = []
    for place in range(min(COMPARED, len(operation.variables))):
        answers = {server.kind: load.ask(server.port, calls[server.kind][place]) for server in servers}
        sizes.append(len(answers[servers[0].kind]))
        _compare({kind: _data(answer) for kind, answer in answers.items()}, operation, place)
    return sorted(sizes)[len(sizes) // 2]


def _data(answer: bytes) -> Any:
    """The data of a response, with chunked transfer decoded."""
    if not answer.startswith(b"{"):
        answer = b"".join(re.findall(rb"\r?\n?[0-9a-f]+\r\n(.*?)(?=\r\n[0-9a-f]+\r\n)", b"\r\n" + answer, re.DOTALL))
    return orjson.loads(answer)["data"]


def _compare(data: dict[Kind, Any], operation: Operation, place: int) -> None:
    first, *others = data
    for other in others:
        mine, theirs = data[first], data[other]
        if other.is_loose:
            mine, theirs = _without_spelling(mine), _without_spelling(theirs)
        if mine != theirs:
            raise Disagreement(
                f"{operation.name}, request {place}: {first.name} and {other.name} answer differently:\n"
                f"{orjson.dumps(data[first]).decode()[:1500]}\n{orjson.dumps(data[other]).decode()[:1500]}"
            )


def _without_spelling(data: Any) -> Any:
    """Digits as numbers, times to the second: normalises equivalent notations."""
    if isinstance(data, dict):
        return {name: _without_spelling(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_without_spelling(value) for value in data]
    if isinstance(data, str):
        return int(data) if data.isdecimal() else data.replace(".000000+00:00", "+00:00")
    return data
