"""From an operation to the body of its response: cost, execution on one of both paths, and the status of errors."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from graphql import DocumentNode, GraphQLError, VariableDefinitionNode, get_operation_ast
from graphql import OperationType as GraphQLOperationType
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from models.errors import DomainError
from models.refusals import TooManyRequests
from schema.build import graphql_schema, schema
from schema.compiled.execution import Executor, Prepared
from schema.context import Context
from schema.errors import TOP_LEVEL
from schema.http import error_formatting
from schema.http.cost_rates import CostRates, sender_of
from schema.http.large_operations import LARGE_COST, LargeOperations
from schema.http.media_types import JSON, Accepted
from schema.http.request_parsing import BadRequest
from schema.reading import operation_cost
from schema.reading.operation_cost import MAX_COST
from schema.reading.parsed_documents import Operation

log = structlog.get_logger(__name__)
STATUSES = {
    error_formatting.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    TOP_LEVEL[TooManyRequests]: HTTPStatus.TOO_MANY_REQUESTS,
}
"""Codes of errors that set the response's status."""
OPERATION_TYPES = frozenset({OperationType.QUERY, OperationType.MUTATION})

Answer = tuple[int, Mapping[str, Any] | bytes]
"""The status, and the body or the data that is serialized to it."""


class OperationAnswers:
    """Executes operations and counts the cost of each for its sender."""

    def __init__(self, costs: CostRates) -> None:
        self._costs = costs
        self._executor, self._large = Executor(), LargeOperations()

    async def answer(self, operation: Operation, context: Context, accepts: Accepted) -> Answer:
        """Execute one operation. Raises BadRequest if it cannot be executed, TooBusy if too many large queries wait."""
        prepared = self._executor.prepared(operation, context.viewer)
        cost = self._spend(operation, prepared, context)
        if cost > MAX_COST:
            return _not_run(operation, [operation_cost.too_large(cost)], accepts)
        with context.services.slices.operation():
            return await self._answered(operation, prepared, context, accepts, cost=cost)

    async def _answered(
        self, operation: Operation, prepared: Prepared, context: Context, accepts: Accepted, *, cost: int
    ) -> Answer:
        extensions = {"cost": {"requested": cost, "maximum": MAX_COST}}
        if prepared.compiled is not None and (body := await self._compiled(prepared, operation, context)) is not None:
            return 200, b'%b,"extensions":%b}' % (body[:-1], orjson.dumps(extensions))
        if isinstance(operation.parsed, GraphQLError):
            return _not_run(operation, [operation.parsed], accepts)
        try:
            result = await self._executed(operation, context, is_large=cost > LARGE_COST)
        except CannotGetOperationTypeError:
            raise BadRequest(400, "operationName の操作が要求にありません。") from None
        except InvalidOperationTypeError:
            raise BadRequest(400, "実行できるのは query と mutation です。") from None
        if not result.errors:
            return 200, {"data": result.data, "extensions": extensions}
        if result.data is None and not any(error.path for error in result.errors):
            return _not_run(operation, result.errors, accepts)
        entries = [error_formatting.of_graphql_error(error) for error in result.errors]
        return status_of(entries, 200), {"data": result.data, "errors": entries, "extensions": extensions}

    def _spend(self, operation: Operation, prepared: Prepared, context: Context) -> int:
        """The cost of executing an operation; it is counted, with the cost of parsing and validating."""
        if prepared.compiled is None:
            operation.errors(graphql_schema)
        cost = prepared.cost.of(operation.variables) if prepared.cost else 0
        spent = operation.reading_cost + (cost if cost <= MAX_COST else LARGE_COST)
        self._costs.spend(context.viewer, context.address, spent)
        return cost

    async def _executed(self, operation: Operation, context: Context, *, is_large: bool) -> ExecutionResult:
        """The result of graphql-core; large queries wait for a place."""
        async with AsyncExitStack() as stack:
            if is_large and _is_query(operation):
                await stack.enter_async_context(self._large.turn(str(sender_of(context.viewer, context.address))))
            return await schema.execute(
                operation.query,
                variable_values=operation.variables,
                operation_name=operation.name,
                context_value=context,
                allowed_operation_types=OPERATION_TYPES,
            )

    async def _compiled(self, prepared: Prepared, operation: Operation, context: Context) -> bytes | None:
        """The response of the compiled operation; an error there occurs again in graphql-core."""
        try:
            return await self._executor.answer(prepared, operation, context)
        except Exception as error:
            if not isinstance(error, DomainError):
                log.warning("compiled_operation_failed", exc_info=error_formatting.without_source(error))
            return None


def _is_query(operation: Operation) -> bool:
    """Whether the operation is a query. Mutations hold locks and never wait for the queries of others."""
    document = operation.parsed
    found = get_operation_ast(document, operation.name) if isinstance(document, DocumentNode) else None
    return found is not None and found.operation is GraphQLOperationType.QUERY


def _not_run(operation: Operation, errors: Sequence[GraphQLError], accepts: Accepted) -> Answer:
    """The response for an operation that was not executed.

    400, but 200 for an invalid document if the client accepts only application/json, as GraphQL over HTTP requires.
    """
    if faulty := _of_variables(operation, errors):
        return 400, {"errors": faulty}
    entries = [error_formatting.of_graphql_error(error) for error in errors]
    is_old_client = accepts.media_type == JSON and accepts.is_named
    return status_of(entries, 200 if is_old_client else 400), {"errors": entries}


def _of_variables(operation: Operation, errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """The errors of the variables of a valid document: graphql-core reports them at their definitions."""
    document = operation.parsed
    if operation.errors(graphql_schema) or not isinstance(document, DocumentNode):
        return []
    if not any(isinstance(node, VariableDefinitionNode) for error in errors for node in error.nodes or ()):
        return []
    found = get_operation_ast(document, operation.name)
    return error_formatting.of_variables(graphql_schema, found, operation.variables) if found else []


def status_of(entries: Sequence[Mapping[str, Any]], otherwise: int) -> int:
    """The status of a response with these errors."""
    codes = {entry["extensions"]["code"] for entry in entries}
    return next((status for code, status in STATUSES.items() if code in codes), otherwise)
