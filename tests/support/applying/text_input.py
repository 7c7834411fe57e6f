"""A text input of the schema, and the operation that sends it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import httpx

from models.row import Row
from tests.conftest import Api


@dataclass(frozen=True)
class TextInput:
    """One text: the operation, the account, its variables, and the path of the text in them."""

    query: str
    as_: str | None
    variables: Mapping[str, Any]
    path: tuple[str, ...]
    refusal: str = "FORBIDDEN_CHARACTER"
    longest: int = 0
    column: tuple[type[Row], str] | None = None

    async def send(self, api: Api, text: str) -> httpx.Response:
        """The operation with this text."""
        variables: Any = deepcopy(dict(self.variables))
        *way, last = self.path
        inner = variables
        for step in way:
            inner = inner[int(step)] if step.isdigit() else inner[step]
        inner[int(last) if last.isdigit() else last] = text
        return await api.post(self.query, as_=self.as_, **variables)
