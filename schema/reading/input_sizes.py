"""Maximum lengths of lists in inputs, checked before any of their items is validated."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from strawberry.types.base import get_object_definition

from models.errors import InvalidInput, Problem
from resolvers.text_checks import name_in_api
from schema.reading.fields import MOST

Path = tuple[str, ...]


def check(given: object) -> None:
    """Raises InvalidInput with one problem for each list that has too many items."""
    if problems := list(_problems(given, ())):
        raise InvalidInput(problems)


def _problems(given: object, path: Path) -> Iterator[Problem]:
    for name, most in _declared(type(given)):
        value, here = getattr(given, name), (*path, name_in_api(name))
        if not isinstance(value, list):
            yield from _problems(value, here)
            continue
        if most is not None and len(value) > most[0]:
            yield Problem(here, most[1], f"{most[0]:,}件以内で指定してください。")
            continue
        for index, item in enumerate(value):
            yield from _problems(item, (*here, str(index)))


@cache
def _declared(type_: type[Any]) -> tuple[tuple[str, tuple[int, str] | None], ...]:
    """The fields of an input type, with maximum and code of each; empty for other types."""
    definition = get_object_definition(type_)
    fields = definition.fields if definition is not None and definition.is_input else ()
    return tuple((field.python_name, field.metadata.get(MOST)) for field in fields)
