"""Limits on the size of an operation: one pass over the document, fragments measured once each.

(Strawberry's own limiters walk every spread of a fragment again: thirty fragments that each spread the next one twice
keep them busy for seconds.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

MAX_DEPTH = 10
MAX_INTROSPECTION_DEPTH = 20
MAX_FIELDS = 300
MAX_ALIASES = 15
MAX_DIRECTIVES = 5
MAX_FRAGMENTS = 30
MAX_OPERATIONS = 1
MAX_KEYS = 1
MAX_INTROSPECTIONS = 1
"""Of `__schema`, and of `__type`."""
MAX_TOKENS = 1000
LISTS_OF_TYPES = frozenset(["enumValues", "fields", "inputFields", "interfaces", "possibleTypes"])
"""Lists of a type in the introspection: nested they would multiply the whole schema by itself."""
KEY_FIELDS = frozenset(["acceptCertificate", "certificate", "fileClaim", "returnCertificate", "uploadNotice"])
"""Root fields that take a guarantee number and its key: each of them is a guess."""
ROOTS = frozenset(["Query", "Mutation"])


@lru_cache(maxsize=1)
def lists_of(schema: GraphQLSchema) -> frozenset[str]:
    """Fields that are lists of objects, or pages."""
    found: set[str] = set()
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__") and not _is_page(type_):
            for name, field in type_.fields.items():
                below = get_named_type(field.type)
                is_list = is_list_type(get_nullable_type(field.type)) and isinstance(below, GraphQLObjectType)
                if is_list or _is_page(below):
                    found.add(name)
    return frozenset(found)


def _is_page(type_: object) -> bool:
    return isinstance(type_, GraphQLObjectType) and type_.name.endswith("Connection")


@dataclass(frozen=True)
class Size:
    """The size of a selection with its fragments spread out."""

    depth: int = 0
    introspection_depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    keys: int = 0
    schemas: int = 0
    types: int = 0
    """Introspections: `__schema` and `__type`."""
    lists: frozenset[str] = frozenset()
    """All lists in it."""
    repeats_a_list: bool = False
    """Whether a list contains itself: every such level multiplies the response."""

    def beside(self, other: "Size") -> "Size":
        """Both, one beside the other."""
        return Size(
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.keys + other.keys,
            self.schemas + other.schemas,
            self.types + other.types,
            self.lists | other.lists,
            self.repeats_a_list or other.repeats_a_list,
        )


class _Measure:
    def __init__(self, document: DocumentNode, lists: frozenset[str]) -> None:
        self._lists = lists
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._sizes: dict[str, Size] = {}

    def operation(self, operation: OperationDefinitionNode) -> Size:
        own = Size(directives=len(operation.directives or ()))
        return own.beside(self._selections(operation.selection_set.selections, is_root=True))

    def _selections(self, selections: tuple[SelectionNode, ...], *, is_root: bool = False) -> Size:
        size = Size()
        for selection in selections:
            size = size.beside(Size(directives=len(selection.directives or ())))
            size = size.beside(self._selection(selection, is_root=is_root))
        return size

    def _selection(self, selection: SelectionNode, *, is_root: bool) -> Size:
        if isinstance(selection, FieldNode):
            return self._field(selection, is_root=is_root)
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value)
        return self._selections(selection.selection_set.selections, is_root=is_root)  # type: ignore[attr-defined]

    def _field(self, field: FieldNode, *, is_root: bool) -> Size:
        below = self._selections(field.selection_set.selections) if field.selection_set else Size()
        is_meta = field.name.value.startswith("__")
        name = field.name.value
        own = frozenset({name}) & self._lists
        if name in LISTS_OF_TYPES:
            own = LISTS_OF_TYPES
        deepest = max(below.depth, below.introspection_depth) + 1
        return Size(
            0 if is_meta else below.depth + 1,
            deepest if is_meta or below.introspection_depth else 0,
            below.fields + 1,
            below.aliases + (field.alias is not None),
            below.directives,
            below.keys + (is_root and name in KEY_FIELDS),
            below.schemas + (name == "__schema"),
            below.types + (name == "__type"),
            below.lists | own,
            below.repeats_a_list or bool(below.lists & own),
        )

    def _fragment(self, name: str) -> Size:
        if name not in self._sizes:
            self._sizes[name] = Size()  # a cycle ends here; validation refuses it later
            fragment = self._fragments.get(name)
            if fragment is not None:
                is_root = fragment.type_condition.name.value in ROOTS
                self._sizes[name] = self._selections(fragment.selection_set.selections, is_root=is_root)
        return self._sizes[name]


def check(schema: GraphQLSchema, document: DocumentNode) -> Iterator[GraphQLError]:
    """The exceeded limits of a document; empty if there are none."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = len(document.definitions) - len(operations)
    measure = _Measure(document, lists_of(schema))
    size = Size()
    for operation in operations:
        size = size.beside(measure.operation(operation))
    amounts = {
        "操作": (len(operations), MAX_OPERATIONS),
        "フラグメント": (fragments, MAX_FRAGMENTS),
        "選択の深さ": (size.depth, MAX_DEPTH),
        "イントロスペクションの深さ": (size.introspection_depth, MAX_INTROSPECTION_DEPTH),
        "フィールド": (size.fields, MAX_FIELDS),
        "別名": (size.aliases, MAX_ALIASES),
        "ディレクティブ": (size.directives, MAX_DIRECTIVES),
        "認証キーを指定するフィールド": (size.keys, MAX_KEYS),
        "__schema": (size.schemas, MAX_INTROSPECTIONS),
        "__type": (size.types, MAX_INTROSPECTIONS),
    }
    if size.repeats_a_list:
        message = "要求が大きすぎます: 一覧の中に同じ一覧を重ねて指定することはできません。"
        yield GraphQLError(message, extensions={"code": "OPERATION_TOO_LARGE"})
    for name, (amount, limit) in amounts.items():
        if amount > limit:
            message = f"要求が大きすぎます: {name}は1回の要求につき{limit}までです。"
            yield GraphQLError(message, extensions={"code": "OPERATION_TOO_LARGE"})
