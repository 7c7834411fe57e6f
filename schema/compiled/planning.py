"""From an operation to its plan, by the declarations of the schema's types."""

from collections.abc import Sequence
from inspect import signature
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    get_named_type,
)

import models
from models.enums import Role
from models.handover import HANDOVER
from models.row import Row
from resolvers import access, redaction
from resolvers.certificates import record_readings
from resolvers.certificates.look_up import FOUND
from resolvers.conditions import Condition
from resolvers.relations import MORE_THAN_ROWS, ById, ByKey, PageOf, ToFirst, ToMany, ToOne
from schema.compiled import arguments
from schema.compiled.declarations import WHOLE, attribute, declaration
from schema.compiled.plan import (
    Cell,
    Columns,
    Composed,
    Computed,
    Connection,
    Constant,
    Cursor,
    Edges,
    Identity,
    Join,
    Level,
    Many,
    Needed,
    Nodes,
    NotCompilableError,
    Object,
    PageInfo,
    Place,
    Plan,
    Single,
    Total,
    Value,
)
from schema.reading.fields import COLUMNS, NEEDED, PART, RELATION, ROOT, identify
from schema.reading.selected_fields import Selections, UnknownVariableError, response_key


def plan(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    role: Role | None,
    *,
    reads_along: bool,
    node_type: str | None = None,
) -> Plan:
    """The plan of a valid operation for a role (None: anonymous), and a type of node. Raises NotCompilableError."""
    try:
        return _Planner(schema, document, role, reads_along=reads_along).plan(operation, node_type)
    except UnknownVariableError as error:
        raise NotCompilableError("fields are selected by a variable") from error


class _Planner:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, role: Role | None, *, reads_along: bool) -> None:
        fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._selections = Selections(schema, fragments, {})
        self._schema, self._role, self._reads_along = schema, role, reads_along
        self._levels: list[Level] = []
        self._records_readings = False

    def plan(self, operation: OperationDefinitionNode, node_type: str | None) -> Plan:
        query: Any = self._schema.query_type
        roots = list(self._selections.selected(operation.selection_set.selections, query))
        if operation.operation is not OperationType.QUERY or len(roots) != 1 or operation.directives:
            raise NotCompilableError("not a query of one field")
        (root,) = roots
        field = query.fields.get(root.name.value)
        source = field and declaration(field).metadata.get(ROOT)
        is_look_up = isinstance(source, ByKey)  # which records its own readings
        self._records_readings = self._role in record_readings.READERS and not is_look_up
        if isinstance(source, PageOf):
            answer: Connection | Object | Single | Nodes = self._page(root, field, source)
        elif isinstance(source, ById):
            answer = Nodes(source.targets) if node_type is None else self._node(root, node_type, source)
        elif isinstance(source, ByKey):
            answer = self._look_up(root, field)
        else:
            raise NotCompilableError(f"{root.name.value} is not declared as a root")
        access_to = root.name.value
        if access_to in access.OPERATIONS and self._role not in access.OPERATIONS[access_to]:
            raise NotCompilableError("refused to this role")
        name = operation.name.value if operation.name else ""
        return Plan(name, access_to, response_key(root), tuple(self._levels), answer, arguments.given(root, operation))

    def _page(self, root: FieldNode, field: Any, source: PageOf) -> Connection:
        level = self._level(source.target, (source.where, self._rule(source.target)), source.order)
        self._record_reading(Place(level, level.alias, level.model))
        connection = get_named_type(field.type)
        fields: dict[str, Edges | PageInfo | Total | Constant] = {}
        for key, nodes in self._selections.grouped([root], connection).items():
            name = nodes[0].name.value
            if name == "__typename":
                fields[key] = Constant(connection.name)
            elif name == "edges":
                fields[key] = Edges(self._edge(nodes, self._selections.below(connection, name), level))
            elif name == "totalCount":
                fields[key] = Total()
            else:
                fields[key] = self._page_info(nodes, self._selections.below(connection, name), level)
        return Connection(fields)

    def _node(self, root: FieldNode, type_name: str, source: ById) -> Single:
        model = source.targets[type_name]
        level = self._level(model, (self._rule(model), *WHOLE.get(model, ())), "id")
        return Single(self._object([root], self._schema.type_map[type_name], Place(level, level.alias, model)))

    def _edge(self, nodes: Sequence[FieldNode], edge: Any, level: Level) -> Object:
        fields, place = dict[str, Value](), Place(level, level.alias, level.model)
        for key, same in self._selections.grouped(nodes, edge).items():
            name = same[0].name.value
            if name == "__typename":
                fields[key] = Constant(edge.name)
            elif name == "cursor":
                fields[key] = Cursor(level.cell(level.alias, level.by))
            else:
                fields[key] = self._object(same, self._selections.below(edge, name), place)
        return Object(fields)

    def _page_info(self, nodes: Sequence[FieldNode], type_: Any, level: Level) -> PageInfo:
        fields = {key: same[0].name.value for key, same in self._selections.grouped(nodes, type_).items()}
        return PageInfo(fields, level.cell(level.alias, level.by))

    def _look_up(self, root: FieldNode, field: Any) -> Object:
        if not all(isinstance(argument.value, VariableNode) for argument in root.arguments or ()):
            raise NotCompilableError("number and key are not passed as variables")
        level = self._level(models.Certificate, (), "id")
        level.cells += FOUND
        answer = self._object([root], get_named_type(field.type), Place(level, level.alias, models.Certificate))
        # A rule would be evaluated in the statement after which the guarantee counts as presented.
        if len(self._levels) > 1 or any(join.conditions for join in level.joins):
            raise NotCompilableError("rows under a rule within a look-up")
        if any(cell.rpartition(".")[2] in HANDOVER for cell in level.cells):
            raise NotCompilableError("a hand-over within the look-up that changes it")
        return answer

    def _object(self, nodes: Sequence[FieldNode], type_: Any, place: Place, key: int | None = None) -> Object:
        self._record_reading(place)
        groups = self._selections.grouped(nodes, type_)
        return Object({name: self._field(same, type_, place) for name, same in groups.items()}, key)

    def _record_reading(self, place: Place) -> None:
        if self._records_readings and place.model is models.Certificate:
            place.level.certificates.add(place.cell("guarantee_id"))

    def _field(self, nodes: Sequence[FieldNode], type_: Any, place: Place) -> Value:
        name = nodes[0].name.value
        if name == "__typename":
            return Constant(type_.name)
        field = type_.fields[name]
        declared = declaration(field)
        relation, columns = declared.metadata.get(RELATION), declared.metadata.get(COLUMNS)
        if relation is not None and not columns:
            return self._related(nodes, field, relation, place)
        if declared.metadata.get(PART):
            return self._object(nodes, get_named_type(field.type), place)
        if declared.base_resolver is None:
            return self._column(declared.python_name, place)
        if declared.base_resolver.wrapped_func is identify:
            return Identity(type_.name, place.cell("id"))
        if not columns:
            raise NotCompilableError(f"{type_.name}.{name} is a function of more than columns")
        return self._function(nodes, field, declared, place)

    def _function(self, nodes: Sequence[FieldNode], field: Any, declared: Any, place: Place) -> Computed | Composed:
        function, columns = declared.base_resolver.wrapped_func, place.columns(declared.metadata[COLUMNS])
        if isinstance(get_named_type(field.type), GraphQLObjectType):
            return self._composed(nodes, field.type, declared, place, columns)
        return Computed(function, columns)

    def _composed(
        self, nodes: Sequence[FieldNode], type_: Any, declared: Any, place: Place, columns: Columns
    ) -> Composed:
        function, relation = declared.base_resolver.wrapped_func, declared.metadata.get(RELATION)
        needed = None
        if relation is not None:
            row = self._one(relation, place)
            needed = Needed(declared.python_name, row.columns(declared.metadata[NEEDED]), row.cell("id"))
        shape = get_named_type(type_)
        fields = {key: attribute(same[0], shape) for key, same in self._selections.grouped(nodes, shape).items()}
        is_list, takes_info = isinstance(type_.of_type, GraphQLList), "info" in signature(function).parameters
        return Composed(function, columns, needed, fields, takes_info=takes_info, is_list=is_list)

    def _column(self, column: str, place: Place) -> Value:
        if column in redaction.blanked(place.model, self._role):
            return Constant(redaction.INSTEAD.get(column))
        is_by_row = column in redaction.blanked_in_others(place.model, self._role)
        return Cell(place.cell(column), place.cell("contractor_id") if is_by_row else None)

    def _related(self, nodes: Sequence[FieldNode], field: Any, relation: Any, place: Place) -> Value:
        type_ = get_named_type(field.type)
        if not isinstance(type_, GraphQLObjectType) or isinstance(relation, MORE_THAN_ROWS) or field.args:
            raise NotCompilableError(f"{nodes[0].name.value} is loaded with more than rows")
        if not isinstance(relation, ToOne | ToFirst):
            return self._many(nodes, type_, relation, place)
        join = self._one(relation, place)
        return self._object(nodes, type_, join, None if isinstance(field.type, GraphQLNonNull) else join.cell("id"))

    def _one(self, relation: ToOne | ToFirst, place: Place) -> Place:
        if isinstance(relation, ToOne):
            return self._joined(relation.target, f"{{0}}.id = {place.alias}.{relation.column}", place.level)
        return self._joined(relation.target, f"{{0}}.{relation.column} = {place.alias}.id", place.level, relation)

    def _many(self, nodes: Sequence[FieldNode], type_: Any, relation: ToMany, place: Place) -> Many:
        below = self._level(relation.target, self._visible(relation), relation.order)
        below.column, below.most, below.above = relation.column, relation.most, place.level.number
        below.key, below.is_dated = place.cell(relation.key_of(place.model)), relation.is_dated
        below.cell(below.alias, relation.column)
        item = self._object(nodes, type_, Place(below, below.alias, relation.target))
        return Many(below.number, below.key, item)

    def _visible(self, relation: ToMany) -> tuple[Condition, ...]:
        return relation.where, self._rule(relation.target)

    def _joined(self, model: type[Row], on: str, level: Level, by: ToFirst | None = None) -> Place:
        conditions, is_dated = (self._visible(by), by.is_dated) if by else ((), False)
        join = Join(model, f"{level.alias}_{len(level.joins) + 1}", on, conditions, is_dated)
        level.joins.append(join)
        return Place(level, join.alias, model)

    def _level(self, model: type[Row], conditions: tuple[Condition, ...], order: str) -> Level:
        level = Level(len(self._levels), model, conditions, order)
        self._levels.append(level)
        return level

    def _rule(self, model: type[Row]) -> Condition:
        """The complete access rule: a visible row does not imply that its relations are visible."""
        return access.rule(model, self._role, reads_along=self._reads_along)
