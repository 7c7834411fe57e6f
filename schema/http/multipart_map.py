"""The `map` part of an upload: the variable of the file, and whether the operation declares an Upload there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    get_nullable_type,
    get_operation_ast,
    is_input_object_type,
    is_list_type,
    type_from_ast,
)

from schema.build import graphql_schema
from schema.http.request_parsing import BadRequest, loaded
from schema.reading.parsed_documents import Operation
from schema.scalars import File

INDEX = re.compile(r"0|[1-9][0-9]{0,3}")
EXAMPLE = '{"0": ["variables.file"]}'


@dataclass(frozen=True)
class FileTarget:
    """A null among the variables, and the name of the part whose file replaces it."""

    name: str
    holder: Any
    key: str | int

    def put(self, file: File) -> None:
        """Replace the null by the file."""
        self.holder[self.key] = file


def of_file(content: bytes, operation: Operation) -> FileTarget:
    """The variable that `map` names. Raises BadRequest unless it is one null where the operation expects a file."""
    name, steps = _mapped(content)
    holder, key = _found(operation.variables, steps)
    if not _expects_file(operation, steps):
        raise BadRequest(400, "map の経路が指す変数は、ファイル（Upload 型）のためのものではありません。")
    return FileTarget(name, holder, key)


def _mapped(content: bytes) -> tuple[str, Sequence[str]]:
    """The name of the file's part, and the steps to its place below `variables`."""
    found = loaded(content, "map の部分")
    if not isinstance(found, dict):
        raise BadRequest(400, f"map の部分は JSON オブジェクトとしてください（例: {EXAMPLE}）。")
    match list(found.items()):
        case [(name, [str() as path])]:
            first, *steps = path.split(".")
        case _:
            message = f"map には、ファイル1つとその経路1つを書いてください（例: {EXAMPLE}）。"
            raise BadRequest(400, message)
    if first != "variables" or not steps:
        raise BadRequest(400, f"map の経路は variables. で始めてください（例: {EXAMPLE}）。")
    return name, steps


def _found(variables: dict[str, Any], steps: Sequence[str]) -> tuple[Any, str | int]:
    """The parent of the null that the steps lead to, and its key there."""
    value: Any = variables
    holder, key = value, steps[0]
    for step in steps:
        holder = value
        key: Any = int(step) if isinstance(value, list) and INDEX.fullmatch(step) else step
        try:
            value = holder[key]
        except (LookupError, TypeError):
            raise BadRequest(400, "map の経路の先が operations の variables にありません。") from None
    if value is not None:
        raise BadRequest(400, "map の経路の先は、operations の variables の中の null としてください。")
    return holder, key


def _expects_file(operation: Operation, steps: Sequence[str]) -> bool:
    """Whether the operation expects a file there; also for a faulty document, which its execution reports."""
    document = operation.parsed
    found = None if isinstance(document, GraphQLError) else get_operation_ast(document, operation.name)
    if found is None:
        return True
    types = {definition.variable.name.value: definition.type for definition in found.variable_definitions or ()}
    name, *below = steps
    type_: Any = type_from_ast(graphql_schema, types[name]) if name in types else None
    for step in below:
        type_ = get_nullable_type(type_)
        if is_list_type(type_):
            type_ = type_.of_type
        else:
            field = type_.fields.get(step) if is_input_object_type(type_) else None
            type_ = field and field.type
    type_ = get_nullable_type(type_)
    return type_ is graphql_schema.type_map["Upload"]
