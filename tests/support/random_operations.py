"""Random valid operations over the schema, as clients might write them."""

import random
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type, is_required_argument

from schema.build import graphql_schema
from schema.reading.ids import to_cursor

PAGES = (
    *("contracts", "contractors", "guarantees", "certificates", "applications", "obligees", "apiClients"),
    *("claims", "amendmentRequests"),
)
COUNTED = ("contracts", "contractors", "guarantees", "applications")
LOOK_UP = (
    "query L($n: GuaranteeNumber!, $k: AuthKey!) {{ {alias}certificate(guaranteeNumber: $n, authKey: $k) {{{body}}} }}"
)


class Writer:
    """Writes a sequence of random operations; the same seed gives the same sequence."""

    def __init__(self, seed: int, cursors: list[Any], pages: Sequence[str] = PAGES) -> None:
        self._pages = pages
        self._random = random.Random(seed)  # noqa: S311 -- repeatable, not secret
        self._cursors = [to_cursor(key) for key in cursors]
        self._fragments: list[str] = []

    def page(self) -> tuple[str, dict[str, Any]]:
        """A page of a list, with its variables."""
        self._fragments = []
        root, variables = self._random.choice(self._pages), {}
        node = self._node_type(root)
        declared, given = [], []
        for name, type_, value in (("first", "Int", self._first()), ("after", "String", self._after())):
            if value is None:
                continue
            if self._random.random() < 0.5:
                declared.append(f"${name}: {type_}")
                given.append(f"{name}: ${name}")
                variables[name] = value
            else:
                given.append(f"{name}: {value}" if isinstance(value, int) else f'{name}: "{value}"')
        edges = self._shuffled(["cursor", "__typename", f"node {{ {self._selection(node, 4)} }}"])
        info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor __typename }"
        body = self._shuffled([f"edges {{ {edges} }}", info, "__typename"])
        head = f"query P({', '.join(declared)})" if declared else "query P"
        arguments = f"({', '.join(given)})" if given else ""
        operation = f"{head} {{ {self._alias()}{root}{arguments} {{ {body} }} }}"
        return " ".join([operation, *self._fragments]), variables

    def node(self, type_name: str) -> str:
        """A node by its id, of a type."""
        self._fragments = []
        body = self._selection(graphql_schema.type_map[type_name], 4)
        shape = self._random.choice(
            [f"... on {type_name} {{ {body} }}", f"id __typename ... on {type_name} {{ {body} }}"]
        )
        return " ".join([f"query N($id: ID!) {{ {self._alias()}node(id: $id) {{ {shape} }} }}", *self._fragments])

    def filtered(self, root: str, type_: str) -> str:
        """A page of a list with a filter."""
        self._fragments = []
        body = self._selection(self._node_type(root), 4)
        argument = "search" if root == "contractors" else "filter"
        info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        head = f"query P($f: {type_}, $n: Int, $a: String)"
        page = f"{root}({argument}: $f, first: $n, after: $a)"
        if root in COUNTED and self._random.random() < 0.5:
            info += " totalCount"
        return " ".join([f"{head} {{ {page} {{ edges {{ cursor node {{ {body} }} }} {info} }} }}", *self._fragments])

    def look_up(self) -> str:
        """A look-up by number and key."""
        self._fragments = []
        body = self._selection(graphql_schema.type_map["Certificate"], 3)
        return " ".join([LOOK_UP.format(alias=self._alias(), body=body), *self._fragments])

    def _selection(self, type_: Any, depth: int) -> str:
        names = list(type_.fields)
        chosen = self._random.sample(names, self._random.randint(1, min(6, len(names))))
        parts = [part for name in chosen if (part := self._field(type_, name, depth))]
        if self._random.random() < 0.3:
            parts.append(f"{self._alias()}__typename")
        return self._wrapped(" ".join(parts or ["__typename"]), type_)

    def _field(self, type_: Any, name: str, depth: int) -> str | None:
        field = type_.fields[name]
        if any(is_required_argument(argument) for argument in field.args.values()):
            return None
        below = get_named_type(field.type)
        directive = self._random.choice(
            ["", "", "", "", " @include(if: true)", " @skip(if: false)", " @skip(if: true)"]
        )
        if not isinstance(below, GraphQLObjectType):
            return f"{self._alias()}{name}{directive}"
        is_list = isinstance(field.type, GraphQLNonNull) and isinstance(field.type.of_type, GraphQLList)
        if depth == 0 or (is_list and depth < 2) or below.name.endswith("Connection"):
            return None
        return f"{self._alias()}{name}{directive} {{ {self._selection(below, depth - 1)} }}"

    def _wrapped(self, selection: str, type_: Any) -> str:
        """Sometimes in a fragment, inline or by name, on the type or on its interface."""
        kind = self._random.random()
        if kind < 0.15:
            return f"... on {type_.name} {{ {selection} }}"
        if kind < 0.25 and type_.interfaces:
            return f"... on Node {{ id }} {selection}"
        if kind < 0.35 and len(self._fragments) < 5:
            name = f"F{len(self._fragments)}"
            self._fragments.append(f"fragment {name} on {type_.name} {{ {selection} }}")
            return f"...{name}"
        return selection

    def _node_type(self, root: str) -> Any:
        query: Any = graphql_schema.query_type
        connection = get_named_type(query.fields[root].type)
        edge = get_named_type(connection.fields["edges"].type)
        return get_named_type(edge.fields["node"].type)

    def _alias(self) -> str:
        return f"a{self._random.randint(0, 99)}: " if self._random.random() < 0.15 else ""

    def _first(self) -> int | None:
        return self._random.choice([None, 1, 2, 5, 20, 100])

    def _after(self) -> str | None:
        return self._random.choice([None, None, *self._cursors])

    def _shuffled(self, parts: list[str]) -> str:
        self._random.shuffle(parts)
        return " ".join(parts[: self._random.randint(1, len(parts))])
