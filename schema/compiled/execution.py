"""Executing compiled operations: each is planned once for each role, then it is SQL, one function, and JSON."""

from collections import OrderedDict

import orjson
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, get_operation_ast

from models.enums import Role
from schema.build import graphql_schema
from schema.compiled import planning, rows, sql
from schema.compiled.arguments import InvalidArgumentsError
from schema.compiled.operations import CompiledLookUp, CompiledOperation, CompiledPage
from schema.compiled.plan import NotCompilableError, Object
from schema.context import Context
from schema.reading import parsed_documents
from schema.reading.parsed_documents import LARGEST_DOCUMENT, MOST_DOCUMENTS, Operation


class Executor:
    """Executes compilable operations, and leaves all others (and every error) to graphql-core."""

    def __init__(self) -> None:
        self._cache: OrderedDict[tuple[bytes, Role | None], CompiledOperation | None] = OrderedDict()
        """By digest; None for an operation that cannot be compiled."""

    async def run(self, operation: Operation, context: Context) -> bytes | None:
        """The body of the response, or None if graphql-core has to execute the operation."""
        compiled = self._compiled(operation, context.viewer and context.viewer.role)
        if compiled is None:
            return None
        variables = operation.variables
        given = compiled.plan.arguments
        if any(kind == "required" and variables.get(value) is None for kind, value in given.values()):
            return None
        arguments = {name: value if kind == "value" else variables.get(value) for name, (kind, value) in given.items()}
        try:
            data = await compiled.answer(arguments, context)
        except InvalidArgumentsError:
            return None
        return orjson.dumps({"data": {compiled.plan.response_key: data}})

    def compile(self, operation: Operation, role: Role | None) -> CompiledOperation:
        """Compile an operation. Raises NotCompilableError with the reason."""
        document = operation.parsed
        if isinstance(document, GraphQLError):
            raise NotCompilableError("the document cannot be parsed")
        definition = get_operation_ast(document, operation.name)
        if definition is None or operation.errors(graphql_schema):
            raise NotCompilableError("the document is not valid")
        return _compile(document, definition, role)

    def _compiled(self, operation: Operation, role: Role | None) -> CompiledOperation | None:
        if len(operation.query) + len(operation.name or "") > LARGEST_DOCUMENT:
            return None
        key = parsed_documents.digest(f"{operation.name}\n{operation.query}"), role
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        try:
            compiled = self.compile(operation, role)
        except NotCompilableError:
            compiled = None
        self._cache[key] = compiled
        if len(self._cache) > MOST_DOCUMENTS:
            self._cache.popitem(last=False)
        return compiled


def explain(compiled: CompiledOperation) -> str:
    """The plan, the statements and the function, as text."""
    plan = compiled.plan
    levels = "\n".join(
        f"  level {level.number}: {level.model.__name__}"
        + (f" of level {level.above} by {level.column}" if level.column else "")
        + "".join(f", {join.model.__name__} as {join.alias}" for join in level.joins)
        for level in plan.levels
    )
    return f"{plan.response_key}\n{levels}\n\n{compiled}\n\n{rows.source(plan)}"


def _compile(document: DocumentNode, operation: OperationDefinitionNode, role: Role | None) -> CompiledOperation:
    plan = planning.plan(graphql_schema, document, operation, role)
    build = rows.function(plan)
    root, *below = plan.levels
    if isinstance(plan.answer, Object):
        return CompiledLookUp(plan, build, sql.of_look_up(root, role))
    first, beyond = (sql.of_page(root, has_cursor=has_cursor) for has_cursor in (False, True))
    return CompiledPage(plan, build, first, beyond, tuple(map(sql.of_children, below)))
