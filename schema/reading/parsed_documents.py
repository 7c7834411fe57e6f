"""A cache of operations: each is parsed and validated once, and valid ones are kept."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, Visitor, parse, validate, visit
from strawberry.extensions import SchemaExtension

from schema.reading import operation_limits

MOST_DOCUMENTS = 512
LARGEST_DOCUMENT = 8_000
"""Characters; longer documents are not kept."""

_KEPT: OrderedDict[bytes, DocumentNode] = OrderedDict()
"""Valid documents by digest, the least recently used first. None contains strings: one may be a password."""


def digest(text: str) -> bytes:
    """The key of a document: it may contain passwords or keys, and its text is not kept."""
    return blake2b(text.encode(), digest_size=16).digest()


@dataclass
class Operation:
    """A client's request: a document, its variables, and the name of the operation to execute."""

    query: str
    variables: dict[str, Any]
    name: str | None
    _errors: Sequence[GraphQLError] | None = field(default=None, init=False, repr=False)

    @cached_property
    def parsed(self) -> DocumentNode | GraphQLError:
        """The document, or why it cannot be parsed."""
        if self._digest in _KEPT:
            _KEPT.move_to_end(self._digest)
            return _KEPT[self._digest]
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

    @cached_property
    def _digest(self) -> bytes:
        return digest(self.query)

    def _validated(self, schema: GraphQLSchema) -> Sequence[GraphQLError]:
        document = self.parsed
        if isinstance(document, GraphQLError):
            return [document]
        if self._digest in _KEPT:
            return ()
        errors = list(operation_limits.check(document)) or validate(schema, document)
        if not errors:
            self._keep(document)
        return errors

    def _keep(self, document: DocumentNode) -> None:
        if len(self.query) > LARGEST_DOCUMENT or _has_strings(document):
            return
        _KEPT[self._digest] = document
        if len(_KEPT) > MOST_DOCUMENTS:
            _KEPT.popitem(last=False)


class _Strings(Visitor):
    found = False

    def enter_string_value(self, *_: object) -> None:
        self.found = True


def _has_strings(document: DocumentNode) -> bool:
    strings = _Strings()
    visit(document, strings)
    return strings.found


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
