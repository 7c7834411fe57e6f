"""Arguments of the root field: those of an operation, and those of pages and look-ups."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from graphql import FieldNode, NonNullTypeNode, OperationDefinitionNode, VariableNode, value_from_ast_untyped

from models import numbering
from schema.compiled.plan import Argument, NotCompilableError
from schema.compiled.sql import AFTER, FIRST
from schema.reading import ids
from schema.reading.connections import DEFAULT_PAGE, LARGEST_PAGE
from security import auth_keys


class InvalidArgumentsError(Exception):
    """These arguments are left to graphql-core, which reports the error."""


def given(root: FieldNode, operation: OperationDefinitionNode) -> dict[str, Argument]:
    """The arguments that an operation gives to its root: variables by name, literal values.

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
        else:
            found[argument.name.value] = ("value", value_from_ast_untyped(argument.value))
    return found


def page_of(arguments: Mapping[str, Any]) -> tuple[int, UUID | None]:
    """Size and cursor of a page. Raises InvalidArgumentsError, also for filters."""
    rest = [value for name, value in arguments.items() if name not in {FIRST, AFTER}]
    first, after = arguments.get(FIRST, DEFAULT_PAGE), arguments.get(AFTER)
    first = DEFAULT_PAGE if first is None else first
    if any(value is not None for value in rest) or type(first) is not int or not 1 <= first <= LARGEST_PAGE:
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
