"""Declaration of types over rows, in a form that the compiler can plan.

A field is a column (`column`), a relation (`relation`) or a pure function of the row (`pure`). None of them queries the
database: a query loads the operation's selection at its root (schema/reading/lookahead.py), one statement a relation.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import cleandoc, get_annotations
from typing import Any, NamedTuple, TypeVar, dataclass_transform

import strawberry

from models.row import Row
from resolvers.relations import Relation, ToMany
from schema.reading import ids, input_objects

RELATION, COLUMNS, NEEDED, PART, ROOT = "relation", "columns", "needed", "part", "root"
LENGTH, MOST, NODE, WEIGHT = "length", "most", "node", "weight"
"""Keys of the metadata of fields."""
SHORT_LIST = 50
"""Rows. Use cases limit such lists when they add rows; numbering the rows takes a tenth of the time of reading them."""

T = TypeVar("T")


class ListLength(NamedTuple):
    """The length of a list: assumed for the cost of an operation, and the maximum.

    The maximum is a constant of the model or use case that enforces it. `given_by` is the path of an outer
    argument that determines the length ("first", "input.guaranteeIds"): a number, or a list of the same length.
    """

    assumed: int
    at_most: int
    given_by: str | None = None


def column(description: str, *, name: str | None = None, type_: Any = None, length: ListLength | None = None) -> Any:
    """A field that is the column (or property) of its own name.

    `name` is the GraphQL name where it differs, `type_` the GraphQL type where the annotation does not say it, `length`
    that of a list.
    """
    return strawberry.field(description=description, name=name, graphql_type=type_, metadata=_of_length(length))


def given(description: str, *, most: int | None = None, code: str = "TOO_MANY", **default: Any) -> Any:
    """A field of an input; `default` is its value if it is omitted.

    `most` is the maximum length of a list. A longer list is refused with `code` before any item is validated
    (schema/reading/input_sizes.py).
    """
    return strawberry.field(description=description, metadata={MOST: (most, code)} if most else {}, **default)


def condition(description: str, *, of: str | None = None) -> Any:
    """An optional field of a filter; `of` names the type whose id it takes."""
    return strawberry.field(description=description, metadata={NODE: of} if of else {}, default=None)


def relation(relation: Relation, description: str, *, length: ListLength | None = None) -> Any:
    """A field that is loaded with its row when it is selected.

    `length` is that of a list. If its maximum is large, no more rows than the maximum are loaded.
    """
    if length and length.at_most > SHORT_LIST and isinstance(relation, ToMany):
        relation = replace(relation, most=length.at_most)
    return strawberry.field(description=description, metadata={RELATION: relation} | _of_length(length))


def required(relation: Relation, description: str, *, missing: type[Exception]) -> Any:
    """A relation to a row that is there, except in rows that lists leave out: then an error `missing`."""

    def loaded(row: strawberry.Parent[Row], info: strawberry.Info[Any, None]) -> Any:
        found = row.related[info.python_name]
        if found is None:
            raise missing
        return found

    return strawberry.field(resolver=loaded, description=description, metadata={RELATION: relation})


def _of_length(length: ListLength | None) -> dict[str, Any]:
    return {LENGTH: length} if length else {}


def read(source: Any, name: str) -> Any:
    """The resolver of fields: the loaded value under the field's name, else the attribute."""
    related: dict[str, Any] = getattr(source, "related", {})
    return related[name] if name in related else getattr(source, name)


def pure(
    function: Callable[..., Any],
    description: str,
    *,
    of: tuple[str, ...] = (),
    needs: Relation | None = None,
    of_needed: tuple[str, ...] = (),
    length: ListLength | None = None,
    weight: int = 0,
) -> Any:
    """A field that is a plain function of its row (a parameter marked strawberry.Parent) and of its arguments.

    `of` names the columns of which it is a function, if it is one of columns (and of `info.context`) alone; `needs` is
    a relation that is loaded along for it, under the field's name, and `of_needed` names the columns of that row.
    `length` is that of a list, also of one that is loaded only for the function. `weight` is added to the cost of an
    operation for what the root does for this field.
    """
    metadata: dict[str, Any] = {COLUMNS: of, NEEDED: of_needed, WEIGHT: weight} | ({RELATION: needs} if needs else {})
    return strawberry.field(resolver=function, description=description, metadata=metadata | _of_length(length))


def part(description: str, *, type_: Any) -> Any:
    """A field whose object is made of columns of the same row."""

    def whole(row: strawberry.Parent[Row]) -> Any:
        return row

    return strawberry.field(resolver=whole, description=description, graphql_type=type_, metadata={PART: True})


def root(source: object, description: str) -> Any:
    """A field of Query that reads; `source` tells the compiler what it reads."""
    return strawberry.field(description=description, metadata={ROOT: source})


def identify(row: strawberry.Parent[Row]) -> strawberry.ID:
    """The id of a node."""
    return strawberry.ID(ids.to_id(type(row).__name__, row.id))


@strawberry.interface(description="Anything that has an id.")
class Node:
    """Anything that has an id."""

    id: strawberry.ID = pure(identify, "Unique among all nodes, stable, opaque.")


def with_fields(declared: Mapping[str, tuple[Any, Any]]) -> Callable[[type[T]], type[T]]:
    """Puts fields before those that a class declares itself: by name the type and the field, `column(…)` or `given(…)`.

    The class's own declarations are unchanged.
    """

    def decorate(cls: type[T]) -> type[T]:
        own = get_annotations(cls)
        for name, (_, field) in declared.items():
            if name not in own:
                setattr(cls, name, field)
        cls.__annotations__ = {name: type_ for name, (type_, _) in declared.items()} | own
        return cls

    return decorate


@dataclass_transform(field_specifiers=(column, relation, required, pure, part))
def row_type(model: type[Row]) -> Callable[[type[T]], type[T]]:
    """A GraphQL type over rows of `model`; the class's docstring is its description."""

    def decorate(cls: type[T]) -> type[T]:
        cls.is_type_of = staticmethod(lambda value, _info: isinstance(value, model))  # type: ignore[attr-defined]
        return described(cls)

    return decorate


@dataclass_transform(kw_only_default=True, field_specifiers=(column, relation, pure))
def described(cls: type[T]) -> type[T]:
    """A GraphQL type whose docstring is its description."""
    return strawberry.type(cls, description=cleandoc(cls.__doc__ or ""))


@dataclass_transform(kw_only_default=True, field_specifiers=(given,))
def described_input(cls: type[T]) -> type[T]:
    """A GraphQL input type whose docstring is its description."""
    defined: Any = strawberry.input(cls, description=cleandoc(cls.__doc__ or ""))
    defined.__strawberry_definition__.from_input = input_objects.build
    return defined
