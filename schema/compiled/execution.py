"""Running compiled operations: documents are planned once for each role, then it is SQL, one function, and JSON."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, get_operation_ast, parse, validate

from models.enums import Role
from schema.build import graphql_schema
from schema.compiled import planning, rows, sql
from schema.compiled.operations import CompiledLookUp, CompiledOperation, CompiledPage, FaultyArgumentsError
from schema.compiled.plan import NotCompilableError, Object
from schema.context import Context
from schema.reading import operation_limits, parsed_documents
from schema.reading.parsed_documents import LARGEST_DOCUMENT, MOST_DOCUMENTS


class Executor:
    """Answers what can be compiled, and leaves the rest (and every error) to graphql-core."""

    def __init__(self) -> None:
        self._cache: OrderedDict[tuple[bytes, Role | None], CompiledOperation | None] = OrderedDict()
        """By digest; None for what cannot be compiled."""

    async def run(self, query: str, name: str | None, variables: Mapping[str, Any], context: Context) -> bytes | None:
        """The body of the answer, or None where graphql-core has to answer."""
        compiled = self._compiled(query, name, context.viewer and context.viewer.role)
        if compiled is None:
            return None
        given = compiled.plan.arguments
        if any(kind == "required" and variables.get(value) is None for kind, value in given.values()):
            return None
        arguments = {name: value if kind == "value" else variables.get(value) for name, (kind, value) in given.items()}
        try:
            data = await compiled.answer(arguments, context)
        except FaultyArgumentsError:
            return None
        return orjson.dumps({"data": {compiled.plan.response_key: data}})

    def compile(self, query: str, name: str | None, role: Role | None) -> CompiledOperation:
        """Compile a document. Raises NotCompilableError with the reason."""
        try:
            document = parse(query, max_tokens=operation_limits.MAX_TOKENS)
        except (GraphQLError, RecursionError):
            raise NotCompilableError("the document is faulty") from None
        operation = get_operation_ast(document, name)
        if operation is None or any(operation_limits.check(document)) or validate(graphql_schema, document):
            raise NotCompilableError("the document is faulty")
        return _compile(document, operation, role)

    def _compiled(self, query: str, name: str | None, role: Role | None) -> CompiledOperation | None:
        if len(query) + len(name or "") > LARGEST_DOCUMENT:
            return None
        key = parsed_documents.digest(f"{name}\n{query}"), role
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        try:
            compiled = self.compile(query, name, role)
        except NotCompilableError:
            compiled = None
        self._cache[key] = compiled
        if len(self._cache) > MOST_DOCUMENTS:
            self._cache.popitem(last=False)
        return compiled


def explain(compiled: CompiledOperation) -> str:
    """The plan, the statements and the function, for people."""
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
