"""The cost of an operation, computed before its execution: the fields of its response, with the requested list lengths.

One pass over the document when it is validated, each fragment once. The result is a number, and the cost of one entry
of each list whose length depends on a variable; computing the cost of a request from its variables takes little more
than a microsecond. The pass comes after operation_limits.check: it relies on the limits of depth and of fields.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    value_from_ast_untyped,
)

from schema.reading.fields import LENGTH, RELATION, WEIGHT, ListLength

MAX_COST = 20_000
"""Of one operation; docs/decisions/0030-cost-before-execution.md has the reasons."""
FIELD = 1
"""A field of the response, also an object or an entry of a list."""
ROW = 2
"""A row loaded for a field, or for each entry of a list."""
QUERY, MUTATION = 10, 100
"""A root field."""
INTROSPECTION = 5_000
"""`__schema` or `__type`, whatever is selected below."""

L = TypeVar("L")


class Given(NamedTuple):
    """A length that is the value of a variable, or the value at `path` in it."""

    variable: str
    default: Any
    path: tuple[str, ...]
    length: ListLength

    def of(self, variables: Mapping[str, Any]) -> int:
        """The length with these variables."""
        value = variables.get(self.variable, self.default)
        for name in self.path:
            value = value.get(name) if isinstance(value, Mapping) else None  # pyright: ignore[reportUnknownVariableType,reportUnknownMemberType] -- JSON
        return _length_of(value, self.length)


class Cost(NamedTuple):
    """The part of a cost that is known without the variables, and the parts that depend on them."""

    fixed: int = 0
    given: tuple["Many[Given]", ...] = ()
    """Lists whose length is in a variable."""
    above: tuple["Many[ListLength]", ...] = ()
    """Lists whose length is in an argument of a field further above."""

    def of(self, variables: Mapping[str, Any]) -> int:
        """The cost with these variables. Bounded only for valid documents within the limits."""
        cost = self.fixed
        for many in self.given:
            cost += many.times * many.length.of(variables) * many.each.of(variables)
        return cost

    def beside(self, other: "Cost") -> "Cost":
        """Both, one beside the other."""
        return Cost(self.fixed + other.fixed, self.given + other.given, self.above + other.above)

    def times(self, count: int) -> "Cost":
        """The cost, `count` times."""
        given = tuple(many._replace(times=many.times * count) for many in self.given)
        above = tuple(many._replace(times=many.times * count) for many in self.above)
        return Cost(self.fixed * count, given, above)


class Many(NamedTuple, Generic[L]):
    """Entries of a list; `times` is the number of such lists in the response."""

    times: int
    length: L
    each: Cost


NOTHING = Cost()


def of(schema: GraphQLSchema, document: DocumentNode) -> Cost:
    """The cost of the operation of a valid document within the limits."""
    cost = NOTHING
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            cost = cost.beside(_Pass(schema, document, definition).cost())
    return cost


def too_large(cost: int) -> GraphQLError:
    """The refusal of an operation above the maximum cost."""
    message = f"要求が大きすぎます: 費用は1回の要求につき{MAX_COST:,}までです（この要求は{cost:,}）。"
    return GraphQLError(message, extensions={"code": "OPERATION_TOO_LARGE", "cost": cost, "maximum": MAX_COST})


class _Pass:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._schema, self._operation = schema, operation
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._of_fragments: dict[str, Cost] = {}
        self._defaults: dict[str, Any] = {
            definition.variable.name.value: value_from_ast_untyped(definition.default_value)
            for definition in operation.variable_definitions or ()
            if definition.default_value is not None
        }
        self._root: Any = schema.get_root_type(operation.operation)

    def cost(self) -> Cost:
        return _assumed(self._selections(self._operation.selection_set.selections, self._root))

    def _selections(self, selections: Iterable[SelectionNode], parent: Any) -> Cost:
        cost = NOTHING
        for selection in selections:
            cost = cost.beside(self._selection(selection, parent))
        return cost

    def _selection(self, selection: Any, parent: Any) -> Cost:
        if isinstance(selection, FieldNode):
            return self._field(selection, parent)
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value)
        condition = selection.type_condition
        type_ = self._schema.type_map[condition.name.value] if condition else parent
        return self._selections(selection.selection_set.selections, type_)

    def _fragment(self, name: str) -> Cost:
        if name not in self._of_fragments:
            fragment = self._fragments[name]
            type_ = self._schema.type_map[fragment.type_condition.name.value]
            self._of_fragments[name] = self._selections(fragment.selection_set.selections, type_)
        return self._of_fragments[name]

    def _field(self, node: FieldNode, parent: Any) -> Cost:
        name = node.name.value
        if name.startswith("__"):
            return Cost(FIELD if name == "__typename" else INTROSPECTION)
        field: GraphQLField = parent.fields[name]
        declared = field.extensions["strawberry-definition"].metadata
        below = NOTHING
        if node.selection_set is not None:
            below = self._selections(node.selection_set.selections, get_named_type(field.type))
        own = FIELD + declared.get(WEIGHT, 0)
        if parent is self._root:
            own = MUTATION if parent is self._schema.mutation_type else QUERY
        row = ROW if RELATION in declared else 0
        length: ListLength | None = declared.get(LENGTH)
        if length is None:
            cost = Cost(own + row).beside(below)
        elif not _is_list(field):  # computed from rows that are not in the response
            cost = Cost(own + row * length.assumed).beside(below)
        else:
            each = Cost(FIELD + max(row, ROW if length.given_by else 0)).beside(below)
            cost = Cost(own).beside(_many(length, each))
        return self._resolved(cost, node, field) if cost.above else cost

    def _resolved(self, cost: Cost, node: FieldNode, field: GraphQLField) -> Cost:
        """With the lengths in the arguments of this field."""
        found = Cost(cost.fixed, cost.given)
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for many in cost.above:
            argument, *path = (many.length.given_by or "").split(".")
            if argument in field.args:
                length = self._length(given.get(argument), tuple(path), many.length)
                found = found.beside(_so_many(many, length))
            else:
                found = found.beside(Cost(above=(many,)))
        return found

    def _length(self, value: ValueNode | None, path: tuple[str, ...], length: ListLength) -> int | Given:
        """The value at the path in the value of an argument."""
        if isinstance(value, VariableNode):
            name = value.name.value
            return Given(name, self._defaults.get(name), path, length)
        if path:
            fields = value.fields if isinstance(value, ObjectValueNode) else ()
            inner = next((field.value for field in fields if field.name.value == path[0]), None)
            return self._length(inner, path[1:], length)
        if isinstance(value, ListValueNode):
            return _length_of(value.values, length)
        return _length_of(int(value.value) if isinstance(value, IntValueNode) else None, length)


def _is_list(field: GraphQLField) -> bool:
    type_ = field.type
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def _many(length: ListLength, each: Cost) -> Cost:
    return Cost(above=(Many(1, length, each),)) if length.given_by else each.times(length.assumed)


def _so_many(many: Many[ListLength], length: int | Given) -> Cost:
    if isinstance(length, int):
        return many.each.times(many.times * length)
    # A length that is still unknown below has no argument there: the schema has no such field.
    return Cost(given=(Many(many.times, length, _assumed(many.each)),))


def _assumed(cost: Cost) -> Cost:
    """With the assumed lengths, where no argument has one."""
    for many in cost.above:
        cost = Cost(cost.fixed, cost.given).beside(_assumed(many.each).times(many.times * many.length.assumed))
    return cost


def _length_of(value: Any, length: ListLength) -> int:
    """The length from a number or a list, within the bounds; other values are refused later, or mean the default."""
    if isinstance(value, list | tuple):
        return min(len(value), length.at_most)  # pyright: ignore[reportUnknownArgumentType] -- JSON
    if type(value) is int or (type(value) is float and value.is_integer()):  # as graphql-core accepts integers
        return min(max(int(value), 1), length.at_most)
    return length.assumed
