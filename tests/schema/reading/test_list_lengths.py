"""The whole schema: every list is a page or declares its length, and every list in an input has a maximum."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_input_object_type,
)

from models.errors import MOST_PROBLEMS, InvalidInput, Problem
from resolvers.relations import ToFirst, ToMany
from schema.build import graphql_schema
from schema.errors import DEEPEST_PATH
from schema.reading.connections import LARGEST_PAGE
from schema.reading.fields import LENGTH, MOST, RELATION, SHORT_LIST

TYPES = [type_ for name, type_ in graphql_schema.type_map.items() if not name.startswith("__")]
LONGEST_OF_ALL = 2_000
"""Items of any list."""


def fields(*kinds: type[Any]) -> Iterator[tuple[str, Any]]:
    for type_ in TYPES:
        if isinstance(type_, kinds):
            for name, field in cast("Any", type_).fields.items():
                yield f"{type_.name}.{name}", field


def is_list(field: Any) -> bool:
    return isinstance(get_nullable_type(field.type), GraphQLList)


ANSWERED = {place: field for place, field in fields(GraphQLObjectType, GraphQLInterfaceType) if is_list(field)}
GIVEN = {place: field for place, field in fields(GraphQLInputObjectType) if is_list(field)}


def metadata(field: Any) -> Any:
    return field.extensions["strawberry-definition"].metadata


@pytest.mark.parametrize("place", ANSWERED)
def test_a_list_is_a_page_or_says_how_long_it_gets(place: str) -> None:
    if place.endswith("Connection.edges"):
        (page,) = {field.args["first"].type for _, field in fields(GraphQLObjectType) if is_page_of(field, place)}
        assert str(page) == "Int"
        assert LARGEST_PAGE <= LONGEST_OF_ALL
        return
    length = metadata(ANSWERED[place])[LENGTH]
    assert 0 < length.assumed <= length.at_most <= LONGEST_OF_ALL


def is_page_of(field: Any, place: str) -> bool:
    return str(get_named_type(field.type)) == place.partition(".")[0]


@pytest.mark.parametrize("place", ANSWERED)
def test_no_more_rows_of_a_long_list_are_loaded(place: str) -> None:
    relation = metadata(ANSWERED[place]).get(RELATION)
    if isinstance(relation, ToMany) and not isinstance(relation, ToFirst) and not place.endswith("Connection.edges"):
        at_most = metadata(ANSWERED[place])[LENGTH].at_most
        assert relation.most == (at_most if at_most > SHORT_LIST else None)


@pytest.mark.parametrize("place", GIVEN)
def test_a_list_that_is_given_has_a_maximum(place: str) -> None:
    most, code = metadata(GIVEN[place])[MOST]
    assert 0 < most <= LONGEST_OF_ALL
    assert code in {"TOO_MANY", "OUT_OF_RANGE"}


def test_no_argument_is_a_list() -> None:
    """An input's declaration has no maximum there."""
    for place, field in fields(GraphQLObjectType):
        for name, argument in field.args.items():
            assert not isinstance(get_nullable_type(argument.type), GraphQLList), f"{place}({name})"


def test_a_mutation_that_takes_a_list_refuses_longer_ones_as_invalid() -> None:
    mutations = graphql_schema.mutation_type
    assert mutations is not None
    for name, field in mutations.fields.items():
        given = field.args.get("input")
        if given is not None and GIVEN.keys() & set(places_below(get_named_type(given.type))):
            union: Any = get_named_type(field.type)
            assert "InvalidInput" in {member.name for member in union.types}, name


def places_below(type_: Any) -> Iterator[str]:
    for name, field in type_.fields.items():
        yield f"{type_.name}.{name}"
        if is_input_object_type(get_named_type(field.type)):
            yield from places_below(get_named_type(field.type))


def depth(type_: Any) -> int:
    """Names and indices from an input down to its innermost field."""
    found = [
        1 + is_list(field) + (depth(below) if is_input_object_type(below := get_named_type(field.type)) else 0)
        for field in type_.fields.values()
    ]
    return max(found)


def test_paths_of_problems_are_no_longer_than_they_say() -> None:
    assert max(depth(type_) for type_ in TYPES if isinstance(type_, GraphQLInputObjectType)) <= DEEPEST_PATH


@pytest.mark.parametrize("count", [1, MOST_PROBLEMS, MOST_PROBLEMS + 1, 8_000])
def test_very_many_problems_are_told_by_the_first_and_by_how_many_others_there_are(count: int) -> None:
    problems = [Problem((str(place),), "REQUIRED", "必須です。") for place in range(count)]
    told = InvalidInput(problems).problems
    assert len(told) == min(count, MOST_PROBLEMS)
    if count <= MOST_PROBLEMS:
        assert list(told) == problems
    else:
        assert list(told[:-1]) == problems[: MOST_PROBLEMS - 1]
        others = count - MOST_PROBLEMS + 1
        assert told[-1] == Problem((), "MORE", f"ほかに{others:,}件の誤りがあります。")
