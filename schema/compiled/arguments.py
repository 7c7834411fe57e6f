"""Arguments of the root field: those of an operation, and those of pages and look-ups."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from graphql import (
    FieldNode,
    NonNullTypeNode,
    ObjectValueNode,
    OperationDefinitionNode,
    Undefined,
    VariableNode,
    value_from_ast_untyped,
)

from models import numbering
from schema.compiled.plan import Argument, NotCompilableError
from schema.compiled.sql import AFTER, FIRST
from schema.reading import ids
from schema.reading.connections import DEFAULT_PAGE, LARGEST_PAGE
from schema.reading.parsed_documents import nodes as nodes_of
from security import auth_keys


class InvalidArgumentsError(Exception):
    """These arguments are left to graphql-core, which reports the error."""


def given(root: FieldNode, operation: OperationDefinitionNode) -> dict[str, Argument]:
    """The arguments that an operation gives to its root: variables by name, literal values, objects with variables.

    Raises NotCompilableError for variables with a default.
    """
    definitions = operation.variable_definitions or ()
    if any(definition.default_value for definition in definitions):
        raise NotCompilableError("a variable has a default")
    required = {d.variable.name.value for d in definitions if isinstance(d.type, NonNullTypeNode)}
    found: dict[str, Argument] = {}
    for argument in root.arguments or ():
        if isinstance(argument.value, VariableNode):
            name = argument.value.name.value
            found[argument.name.value] = ("required" if name in required else "variable", name)
            continue
        within = {node.name.value for node in nodes_of(argument.value) if isinstance(node, VariableNode)}
        if within:
            found[argument.name.value] = ("object", (argument.value, within & required))
        else:
            found[argument.name.value] = ("value", value_from_ast_untyped(argument.value))
    return found


def values(given: Mapping[str, Argument], variables: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with the variables of a request. Raises InvalidArgumentsError if a required one is missing."""
    found: dict[str, Any] = {}
    for name, (kind, value) in given.items():
        if kind == "value":
            found[name] = value
        elif kind == "object":
            node, required = value
            _require(required, variables)
            found[name] = _with_variables(node, variables)
        else:
            _require({value} if kind == "required" else (), variables)
            found[name] = variables.get(value)
    return found


def _require(names: Iterable[str], variables: Mapping[str, Any]) -> None:
    if any(variables.get(name) is None for name in names):
        raise InvalidArgumentsError


def _with_variables(node: Any, variables: Mapping[str, Any]) -> Any:
    """The value of an object in a document; a field without a value for its variable is left out."""
    if not isinstance(node, ObjectValueNode):
        return value_from_ast_untyped(node, dict(variables))
    fields = {field.name.value: _with_variables(field.value, variables) for field in node.fields}
    return {name: value for name, value in fields.items() if value is not Undefined}


def has_filter(arguments: Mapping[str, Any]) -> bool:
    """Whether there are other arguments than those of a page."""
    return any(value is not None for name, value in arguments.items() if name not in {FIRST, AFTER})


def node_of(arguments: Mapping[str, Any]) -> tuple[str, UUID]:
    """Type and key of a node. Raises InvalidArgumentsError."""
    id_ = arguments.get("id")
    if not isinstance(id_, str):
        raise InvalidArgumentsError
    return ids.split(id_)


def page_of(arguments: Mapping[str, Any]) -> tuple[int, UUID | None]:
    """Size and cursor of a page. Raises InvalidArgumentsError."""
    first, after = arguments.get(FIRST, DEFAULT_PAGE), arguments.get(AFTER)
    first = DEFAULT_PAGE if first is None else first
    if type(first) is not int or not 1 <= first <= LARGEST_PAGE:
        raise InvalidArgumentsError
    try:
        return first, None if after is None else ids.from_cursor(after)
    except (ValueError, TypeError):
        raise InvalidArgumentsError from None


def key_of(arguments: Mapping[str, Any]) -> tuple[str, str]:
    """Guarantee number and auth key. Raises InvalidArgumentsError."""
    number, key = arguments.get("guaranteeNumber"), arguments.get("authKey")
    if not isinstance(number, str) or not isinstance(key, str):
        raise InvalidArgumentsError
    try:
        return numbering.parse(number), auth_keys.parse(key)
    except ValueError:
        raise InvalidArgumentsError from None
