"""Error responses: a stable code and a message, without internals."""

import re
import secrets
from typing import Any, cast

import asyncpg
import structlog
from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    get_named_type,
    is_input_type,
    is_non_null_type,
    type_from_ast,
)
from graphql.utilities.validate_input_value import validate_input_value
from tortoise.exceptions import OperationalError

from database.connection import is_unreachable
from models.errors import DocumentNotAvailable, DomainError, FileNotExamined, InvalidInput, Problem
from models.refusals import TooBusy, TooManyAttempts, TooManyRequests
from schema.errors import TOP_LEVEL
from schema.http import error_translations, input_labels
from storage.store import StoreUnavailable

log = structlog.get_logger(__name__)

MOST_FAULTS = 50
"""Reported errors of the variables of one operation: the same limit as graphql-core's."""
_GIVEN_VALUE = re.compile(r"(,? [Ff]ound:? .*|(?<=value): .*| Did you mean .*)$", re.DOTALL)
_GIVEN_NAME = re.compile(r"^Value .* does(?= not exist in )", re.DOTALL)

UNAVAILABLE = "SERVICE_UNAVAILABLE"
RETRY_AFTER = 5
"""Seconds after which to retry when the database is unreachable."""
RETRIED = (TooManyAttempts, TooManyRequests, TooBusy, DocumentNotAvailable, FileNotExamined)
"""Refusals that say after how long to retry."""


def error(code: str, message: str, **more: Any) -> dict[str, Any]:
    """One entry of `errors`."""
    return {"message": message, "extensions": {"code": code, **more}}


def of_exception(exception: BaseException) -> dict[str, Any]:
    """The entry for an exception outside any union; unexpected ones are masked with an id that is also in the log."""
    if isinstance(exception, DomainError) and (entry := _of_refusal(exception)):
        return entry
    if is_unreachable(exception):
        message = "データベースに接続できません。しばらくしてからやり直してください。"
        return error(UNAVAILABLE, message, retryAfter=RETRY_AFTER)
    if isinstance(exception, StoreUnavailable):
        log.warning("document_store_unavailable", error=str(exception))
        message = "書類の保管先に接続できません。しばらくしてからやり直してください。"
        return error(UNAVAILABLE, message, retryAfter=RETRY_AFTER)
    if isinstance(exception, OperationalError) and isinstance(exception.__cause__, asyncpg.DataError):
        return error("BAD_USER_INPUT", "入力に、保存も検索もできない文字または値が含まれています。")
    if isinstance(exception, RecursionError):
        return error("OPERATION_TOO_LARGE", "要求が大きすぎます: 入れ子が深すぎます。")
    id_ = secrets.token_hex(6)
    log.error("unexpected_error", error_id=id_, exc_info=without_source(exception))
    return error("INTERNAL", f"予期しないエラーが発生しました（エラー番号 {id_}）。", errorId=id_)


def without_source(exception: BaseException) -> BaseException:
    """An exception for the log: an error of graphql-core would print the document, including submitted values."""
    found: BaseException | None = exception
    seen: set[int] = set()
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        if isinstance(found, GraphQLError):
            found.nodes = found.source = found.positions = found.locations = None
        found = found.__cause__ or found.__context__
    return exception


def _of_refusal(refusal: DomainError) -> dict[str, Any] | None:
    """The entry for a refusal of any operation or of a query; None if a union should have had it."""
    if isinstance(refusal, RETRIED):
        return error(TOP_LEVEL[type(refusal)], refusal.message, retryAfter=refusal.retry_after)
    if isinstance(refusal, InvalidInput):
        return error("BAD_USER_INPUT", refusal.message, problems=[_entry(problem) for problem in refusal.problems])
    code = TOP_LEVEL.get(type(refusal))
    return error(code, refusal.message) if code else None


def _entry(problem: Problem) -> dict[str, Any]:
    """A problem; a limit only where there is one."""
    return {name: value for name, value in problem._asdict().items() if value is not None}


class _EnoughFaults(Exception):
    """The maximum of errors of the variables has been found."""


def of_graphql_error(found: GraphQLError) -> dict[str, Any]:
    """The entry for an error of parsing, validation or execution."""
    original = found.original_error
    if original is not None and not isinstance(original, GraphQLError):
        entry = of_exception(original)
    else:
        entry = _of_request_error(found)
    if found.locations:
        entry["locations"] = [location.formatted for location in found.locations]
    if found.path:
        entry["path"] = found.path
    return entry


def of_variables(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> list[dict[str, Any]]:
    """The errors of an operation's variables: the path of each field and the expected value.

    If there are very many: the first ones, and an entry that says that there are others.
    """
    entries: list[dict[str, Any]] = []
    for definition in operation.variable_definitions or ():
        name, type_ = definition.variable.name.value, type_from_ast(schema, definition.type)
        value = variables.get(name, Undefined)
        if not is_input_type(type_):
            continue
        if value is Undefined and (definition.default_value or not is_non_null_type(type_)):
            continue

        type_name = get_named_type(type_).name

        def report(found: GraphQLError, path: list[str | int], name: str = name, type_name: str = type_name) -> None:
            field = ".".join(map(str, [name, *path]))
            if len(entries) == MOST_FAULTS:
                raise _EnoughFaults
            entry = _of_request_error(found)
            label = input_labels.label_of(path, type_name)
            reason = f"「{label}」の値が正しくありません: {entry['message']}"
            entries.append(error("BAD_USER_INPUT", reason, field=field))

        try:
            validate_input_value(value, cast("Any", type_), report, hide_suggestions=True)
        except _EnoughFaults:
            return [*entries, error("BAD_USER_INPUT", "変数の値に、ほかにも誤りがあります。")]
    return entries


def _of_request_error(found: GraphQLError) -> dict[str, Any]:
    """The entry for a malformed request, without suggestions and without given values: one may be a key."""
    cause = found.original_error if isinstance(found.original_error, GraphQLError) else found
    own = dict(cause.extensions or {})
    code = own.pop("code", "GRAPHQL_VALIDATION_FAILED")
    if cause.extensions:
        return error(code, cause.message, **own)
    return error(code, error_translations.in_both_languages(_without_given_value(found.message)))


def _without_given_value(message: str) -> str:
    return _GIVEN_NAME.sub("Value does", _GIVEN_VALUE.sub("", message))
