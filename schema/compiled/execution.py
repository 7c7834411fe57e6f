"""Executing compiled operations: each is planned once for each role, then it is SQL, one function, and JSON."""

from typing import NamedTuple

import orjson
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, get_operation_ast

from models.enums import Role
from models.parties.viewer import Viewer
from schema.build import graphql_schema
from schema.compiled import arguments, planning, rows, sql
from schema.compiled.arguments import InvalidArgumentsError
from schema.compiled.operations import CompiledLookUp, CompiledNode, CompiledNodes, CompiledOperation, CompiledPage
from schema.compiled.plan import Nodes, NotCompilableError, Object
from schema.context import Context
from schema.reading import parsed_documents
from schema.reading.operation_cost import Cost
from schema.reading.parsed_documents import LARGEST_DOCUMENT, LEAST_NODES, MOST_NODES, Operation
from schema.reading.weighted_cache import WeightedCache


class Prepared(NamedTuple):
    """An operation before its execution: its compiled form, if there is one, and its cost.

    The cost is None if the document is not valid.
    """

    compiled: CompiledOperation | None
    cost: Cost | None


class Executor:
    """Executes compilable operations, and leaves all others (and every error) to graphql-core."""

    def __init__(self) -> None:
        self._cache: WeightedCache[tuple[bytes, bytes | None, Role | None, bool], Prepared] = WeightedCache(MOST_NODES)
        """By the digests of the document and of the operation's name, and by the kind of viewer."""

    async def run(self, operation: Operation, context: Context) -> bytes | None:
        """The body of the response, or None if graphql-core has to execute the operation."""
        return await self.answer(self.prepared(operation, context.viewer), operation, context)

    async def answer(self, prepared: Prepared, operation: Operation, context: Context) -> bytes | None:
        """Same as `run`, for a prepared operation."""
        compiled = prepared.compiled
        if compiled is None:
            return None
        try:
            given = arguments.values(compiled.plan.arguments, operation.variables)
            data = await compiled.answer(given, context)
        except InvalidArgumentsError:
            return None
        return orjson.dumps({"data": {compiled.plan.response_key: data}})

    def compile(self, operation: Operation, role: Role | None, *, reads_along: bool = True) -> CompiledOperation:
        """Compile an operation. Raises NotCompilableError with the reason."""
        document = operation.parsed
        if isinstance(document, GraphQLError):
            raise NotCompilableError("the document cannot be parsed")
        definition = get_operation_ast(document, operation.name)
        if definition is None or operation.errors(graphql_schema):
            raise NotCompilableError("the document is not valid")
        return _compile(document, definition, role, reads_along=reads_along)

    def prepared(self, operation: Operation, viewer: Viewer | None) -> Prepared:
        """The compiled form and the cost of an operation, from the cache or computed now."""
        role, reads_along = (viewer.role, viewer.reads_along) if viewer else (None, False)
        if len(operation.query) > LARGEST_DOCUMENT:
            return Prepared(None, operation.cost(graphql_schema))
        name = parsed_documents.digest(operation.name) if operation.name else None
        key = parsed_documents.digest(operation.query), name, role, reads_along
        if prepared := self._cache.get(key):
            return prepared
        try:
            compiled = self.compile(operation, role, reads_along=reads_along)
        except NotCompilableError:
            compiled = None
        prepared = Prepared(compiled, operation.cost(graphql_schema))
        self._cache.keep(key, prepared, operation.weight if compiled else LEAST_NODES)
        return prepared


def explain(compiled: CompiledOperation) -> str:
    """The plan, the statements and the function, as text; of a node for each type."""
    if not isinstance(compiled, CompiledNodes):
        return _explained(compiled)
    assert isinstance(compiled.plan.answer, Nodes)  # noqa: S101 -- narrows the type
    each = map(compiled.of_type, compiled.plan.answer.targets)
    return "\n\n".join(_explained(one) for one in each if one is not None)


def _explained(compiled: CompiledPage | CompiledLookUp | CompiledNode) -> str:
    plan = compiled.plan
    levels = "\n".join(
        f"  level {level.number}: {level.model.__name__}"
        + (f" of level {level.above} by {level.column}" if level.column else "")
        + "".join(f", {join.model.__name__} as {join.alias}" for join in level.joins)
        for level in plan.levels
    )
    return f"{plan.response_key}\n{levels}\n\n{compiled}\n\n{rows.source(plan)}"


def _compile(
    document: DocumentNode, operation: OperationDefinitionNode, role: Role | None, *, reads_along: bool
) -> CompiledOperation:
    plan = planning.plan(graphql_schema, document, operation, role, reads_along=reads_along)
    if isinstance(plan.answer, Nodes):
        return CompiledNodes(
            plan, lambda name: _compile_node(document, operation, role, type_name=name, reads_along=reads_along)
        )
    build = rows.function(plan)
    root, *below = plan.levels
    if isinstance(plan.answer, Object):
        return CompiledLookUp(plan, build, sql.of_look_up(root, role))
    first, beyond = (sql.of_page(root, has_cursor=has_cursor) for has_cursor in (False, True))
    return CompiledPage(plan, build, first, beyond, sql.of_chosen(root), tuple(map(sql.of_children, below)))


def _compile_node(
    document: DocumentNode, operation: OperationDefinitionNode, role: Role | None, *, type_name: str, reads_along: bool
) -> CompiledNode:
    plan = planning.plan(graphql_schema, document, operation, role, reads_along=reads_along, node_type=type_name)
    root, *below = plan.levels
    return CompiledNode(plan, rows.function(plan), sql.of_chosen(root), tuple(map(sql.of_children, below)))
