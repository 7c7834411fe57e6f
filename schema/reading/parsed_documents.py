"""Documents that were parsed and found sound, kept for graphql-core: the same few come again and again."""

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import blake2b

from graphql import DocumentNode, Visitor, visit
from strawberry.extensions import SchemaExtension

from schema.reading import operation_limits

MOST_DOCUMENTS = 512
LARGEST_DOCUMENT = 8_000
"""Characters; longer documents are not worth their place."""


def digest(text: str) -> bytes:
    """By which a document is known: it may have passwords or keys in it, and its text is not kept."""
    return blake2b(text.encode(), digest_size=16).digest()


class Documents(SchemaExtension):
    """Bounds, measures and validates a document the first time it comes."""

    _kept: OrderedDict[bytes, DocumentNode] = OrderedDict()
    """By digest. Documents with strings in them are not kept: one may be a password."""

    def on_operation(self) -> Iterator[None]:
        """Bound the parser."""
        self.execution_context.parse_options["max_tokens"] = operation_limits.MAX_TOKENS
        yield

    def on_parse(self) -> Iterator[None]:
        """Take what was kept."""
        self._digest = digest(self.execution_context.query or "")
        self._is_known = self._digest in self._kept
        if self._is_known:
            self._kept.move_to_end(self._digest)
            self.execution_context.graphql_document = self._kept[self._digest]
        yield

    def on_validate(self) -> Iterator[None]:
        """Measure before validation: what is too large is not validated."""
        context = self.execution_context
        document = context.graphql_document
        if document is None:
            yield
            return
        if self._is_known:
            context.pre_execution_errors = []
        elif errors := list(operation_limits.check(document)):
            context.pre_execution_errors = errors
        yield
        if not context.pre_execution_errors and not self._is_known:
            self._keep(document)

    def _keep(self, document: DocumentNode) -> None:
        if len(self.execution_context.query or "") > LARGEST_DOCUMENT or _has_strings(document):
            return
        self._kept[self._digest] = document
        if len(self._kept) > MOST_DOCUMENTS:
            self._kept.popitem(last=False)


class _Strings(Visitor):
    found = False

    def enter_string_value(self, *_: object) -> None:
        self.found = True


def _has_strings(document: DocumentNode) -> bool:
    strings = _Strings()
    visit(document, strings)
    return strings.found
