"""A cache of operations: each is parsed and validated once, and valid ones are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    Node,
    StringValueNode,
    Token,
    TokenKind,
    parse,
    validate,
)
from graphql.language.ast import QUERY_DOCUMENT_KEYS
from strawberry.extensions import SchemaExtension

from schema.reading import operation_cost, operation_limits
from schema.reading.operation_cost import Cost
from schema.reading.weighted_cache import WeightedCache

MOST_NODES = 10_000
"""In all kept documents together: 150 usual ones. A full garbage collection visits all of them."""
LEAST_NODES = 20
"""Counted at least for each document."""
LARGEST_DOCUMENT = 8_000
"""Characters; longer documents are not kept."""

CHARACTERS_PARSED, NODE_VALIDATED = 10, 4
"""Cost of an unknown document: 1 per so many characters, and so much per node."""

_NO_TOKEN = Token(TokenKind.SOF, 0, 0, 0, 0)

_KEPT: WeightedCache[bytes, tuple[DocumentNode, Cost]] = WeightedCache(MOST_NODES)
"""Valid documents by digest. None contains strings: one may be a password."""


def digest(text: str) -> bytes:
    """The key of a document: it may contain passwords or keys, and its text is not kept."""
    return blake2b(text.encode(), digest_size=16).digest()


@dataclass
class Operation:
    """A client's request: a document, its variables, and the name of the operation to execute."""

    query: str
    variables: dict[str, Any]
    name: str | None
    reading_cost: int = field(default=0, init=False, repr=False)
    """The cost of parsing and validating the document: 0 if it was known."""
    _errors: Sequence[GraphQLError] | None = field(default=None, init=False, repr=False)
    _cost: Cost | None = field(default=None, init=False, repr=False)

    @cached_property
    def parsed(self) -> DocumentNode | GraphQLError:
        """The document, or why it cannot be parsed."""
        if kept := _KEPT.get(self._digest):
            return kept[0]
        self.reading_cost = len(self.query) // CHARACTERS_PARSED
        try:
            return parse(self.query, max_tokens=operation_limits.MAX_TOKENS)
        except GraphQLError as error:
            return error
        except RecursionError as error:
            return GraphQLError(str(error), original_error=error)

    def errors(self, schema: GraphQLSchema) -> Sequence[GraphQLError]:
        """The errors of the document: it cannot be parsed, is too large, or is not valid."""
        if self._errors is None:
            self._errors = self._validated(schema)
        return self._errors

    def cost(self, schema: GraphQLSchema) -> Cost | None:
        """The cost of executing the document; None if it is not valid."""
        self.errors(schema)
        return self._cost

    @cached_property
    def weight(self) -> int:
        """The document's weight in a cache."""
        document = self.parsed
        return max(LEAST_NODES, sum(1 for _ in nodes(document))) if isinstance(document, DocumentNode) else LEAST_NODES

    @cached_property
    def _digest(self) -> bytes:
        return digest(self.query)

    def _validated(self, schema: GraphQLSchema) -> Sequence[GraphQLError]:
        document = self.parsed
        if isinstance(document, GraphQLError):
            return [document]
        if kept := _KEPT.get(self._digest):
            self._cost = kept[1]
            return ()
        self.reading_cost += self.weight * NODE_VALIDATED
        errors = list(operation_limits.check(schema, document)) or validate(schema, document)
        if not errors:
            self._cost = operation_cost.of(schema, document)
            self._keep(document, self._cost)
        return errors

    def _keep(self, document: DocumentNode, cost: Cost) -> None:
        if len(self.query) <= LARGEST_DOCUMENT and not any(
            isinstance(node, StringValueNode) for node in nodes(document)
        ):
            _without_tokens(document)
            _KEPT.keep(self._digest, (document, cost), self.weight)


def _without_tokens(document: DocumentNode) -> None:
    """Drop the tokens, which refer to each other: only a full garbage collection would free a document with them.

    Places in error messages need the positions only.
    """
    for node in nodes(document):
        if node.loc is not None:
            node.loc.start_token = node.loc.end_token = _NO_TOKEN


def nodes(document: Node) -> Iterator[Node]:
    """All nodes of a document."""
    left: list[Node] = [document]
    while left:
        node = left.pop()
        yield node
        for name in QUERY_DOCUMENT_KEYS.get(node.kind, ()):
            below = getattr(node, name)
            if isinstance(below, Node):
                left.append(below)
            elif below:
                left.extend(below)


class ParsedOnce(SchemaExtension):
    """Makes graphql-core execute the operation of the context, which is parsed and validated already."""

    def on_operation(self) -> Iterator[None]:
        """Limit the parser, for documents without an operation in the context."""
        self.execution_context.parse_options["max_tokens"] = operation_limits.MAX_TOKENS
        self._operation: Operation | None = getattr(self.execution_context.context, "operation", None)
        yield

    def on_parse(self) -> Iterator[None]:
        """Use the parsed document; unparsable ones were refused before."""
        if self._operation is not None and isinstance(self._operation.parsed, DocumentNode):
            self.execution_context.graphql_document = self._operation.parsed
        yield

    def on_validate(self) -> Iterator[None]:
        """Use the errors that were found."""
        if self._operation is not None:
            schema: Any = self.execution_context.schema
            errors = self._operation.errors(schema._schema)  # noqa: SLF001 -- Strawberry has no public name for it
            self.execution_context.pre_execution_errors = list(errors)
        yield
