"""Running compiled operations: documents are planned once for each role, then it is SQL, one function, and JSON."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any
from uuid import UUID

import orjson
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, get_operation_ast, parse, validate
from tortoise import connections

from database.batching import Batcher
from models import numbering
from models.kinds import Role
from models.viewer import Viewer
from resolvers import certificates
from resolvers.certificates import Deposit
from schema import ids, limits
from schema.build import graphql_schema
from schema.compiled import planning, rows, sql
from schema.compiled.plan import NotCompilableError, Object, Plan
from schema.compiled.sql import AFTER, FIRST, KEYS, Statement
from schema.context import Context
from schema.pages import DEFAULT_PAGE, LARGEST_PAGE
from security import auth_keys

LARGEST_DOCUMENT = 8_000
"""Characters; longer documents are not worth a place in the cache."""
MOST_DOCUMENTS = 512


@dataclass(frozen=True)
class Compiled:
    """A plan with its statements and its function."""

    plan: Plan
    role: Role | None
    statements: tuple[Statement, ...]
    beyond: Statement | None
    """The statement of a page behind a cursor."""
    build: rows.Build


class Executor:
    """Answers what can be compiled, and leaves the rest (and every error) to graphql-core."""

    def __init__(self) -> None:
        self._cache: OrderedDict[tuple[bytes, Role | None], Compiled | None] = OrderedDict()
        """By a digest: documents may have passwords or keys in them, and are not kept."""
        self._look_ups: dict[tuple[int, tuple[Any, ...]], Batcher[bytes, Any]] = {}

    async def run(self, query: str, name: str | None, variables: Mapping[str, Any], context: Context) -> bytes | None:
        """The body of the answer, or None where graphql-core has to answer."""
        compiled = self._compiled(query, name, context.viewer and context.viewer.role)
        if compiled is None:
            return None
        given = compiled.plan.arguments
        if any(kind == "required" and variables.get(value) is None for kind, value in given.values()):
            return None
        arguments = {name: value if kind == "value" else variables.get(value) for name, (kind, value) in given.items()}
        answer = self._look_up if isinstance(compiled.plan.answer, Object) else self._page
        try:
            data = await answer(compiled, arguments, context)
        except _LeftError:
            return None
        return orjson.dumps({"data": {compiled.plan.response_key: data}})

    def compile(self, query: str, name: str | None, role: Role | None) -> Compiled:
        """Compile a document. Raises NotCompilableError with the reason."""
        try:
            document = parse(query, max_tokens=limits.MAX_TOKENS)
        except (GraphQLError, RecursionError):
            raise NotCompilableError("the document is faulty") from None
        operation = get_operation_ast(document, name)
        if operation is None or not _is_sound(document):
            raise NotCompilableError("the document is faulty")
        return _compiled(document, operation, role)

    def _compiled(self, query: str, name: str | None, role: Role | None) -> Compiled | None:
        if len(query) + len(name or "") > LARGEST_DOCUMENT:
            return None
        key = blake2b(f"{name}\n{query}".encode(), digest_size=16).digest(), role
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

    async def _page(self, compiled: Compiled, arguments: Mapping[str, Any], context: Context) -> Any:
        first, after = _page_arguments(arguments)
        statement = compiled.statements[0] if after is None else compiled.beyond
        assert statement is not None  # noqa: S101 -- pages have one
        found = await _fetch(statement, context.viewer, {FIRST: first + 1, AFTER: after})
        has_next = len(found) > first
        levels = [found[:first]]
        for level, below in zip(compiled.plan.levels[1:], compiled.statements[1:], strict=True):
            keys = {record[level.key] for record in levels[level.above]} - {None}
            levels.append(await _fetch(below, context.viewer, {KEYS: list(keys)}) if keys else [])
        return compiled.build(levels, has_next, after is not None)

    async def _look_up(self, compiled: Compiled, arguments: Mapping[str, Any], context: Context) -> Any:
        number, key = _key_arguments(arguments)
        found = await certificates.open_(
            number=number,
            key=key,
            reader=context.reader,
            throttle=context.services.throttle,
            look_up=partial(self._deposit, compiled),
        )
        return compiled.build(found.record) if found else None

    async def _deposit(self, compiled: Compiled, digest: bytes, viewer: Viewer) -> Deposit | None:
        """All who look up the same things at the same moment share a statement."""
        bound = tuple(getattr(viewer, name) for name in compiled.statements[0].parameters if name != KEYS)
        key = (id(compiled), bound)
        batcher = self._look_ups.get(key)
        if batcher is None:
            self._look_ups[key] = batcher = Batcher(partial(_deposits, compiled, viewer))
            if len(self._look_ups) > MOST_DOCUMENTS:
                self._look_ups.pop(next(iter(self._look_ups)))
        found = await batcher(digest)
        if found is None:
            return None
        stored, guarantee_id, number, presented_at, *_ = found
        return Deposit(guarantee_id, number, stored, presented_at, found)


def explain(compiled: Compiled) -> str:
    """The plan, the statements and the function, for people."""
    plan = compiled.plan
    levels = "\n".join(
        f"  level {level.number}: {level.model.__name__}"
        + (f" of level {level.above} by {level.column}" if level.column else "")
        + "".join(f", {join.model.__name__} as {join.alias}" for join in level.joins)
        for level in plan.levels
    )
    statements = "\n\n".join(f"{s.text}\n  -- {', '.join(s.parameters)}" for s in compiled.statements)
    return f"{plan.response_key}\n{levels}\n\n{statements}\n\n{rows.source(plan)}"


class _LeftError(Exception):
    """These arguments are left to graphql-core: it knows what is wrong with them."""


async def _deposits(compiled: Compiled, viewer: Viewer, digests: Sequence[bytes]) -> Sequence[Any]:
    records = await _fetch(compiled.statements[0], viewer, {KEYS: digests})
    found = {record[0]: record for record in records}
    return [found.get(digest) for digest in digests]


async def _fetch(statement: Statement, viewer: Viewer | None, given: Mapping[str, Any]) -> Sequence[Any]:
    values = [given[name] if name in given else getattr(viewer, name) for name in statement.parameters]
    _, records = await connections.get("default").execute_query(statement.text, values)
    return records


def _is_sound(document: DocumentNode) -> bool:
    return not any(limits.check(document)) and not validate(graphql_schema, document)


def _compiled(document: DocumentNode, operation: OperationDefinitionNode, role: Role | None) -> Compiled:
    plan = planning.plan(graphql_schema, document, operation, role)
    root, *below = plan.levels
    if isinstance(plan.answer, Object):
        first, beyond = sql.of_look_up(root), None
    else:
        first, beyond = sql.of_page(root, has_cursor=False), sql.of_page(root, has_cursor=True)
    statements = (first, *(sql.of_children(level) for level in below))
    return Compiled(plan, role, statements, beyond, rows.function(plan))


def _page_arguments(arguments: Mapping[str, Any]) -> tuple[int, UUID | None]:
    rest = [value for name, value in arguments.items() if name not in {FIRST, AFTER}]
    first, after = arguments.get(FIRST, DEFAULT_PAGE), arguments.get(AFTER)
    first = DEFAULT_PAGE if first is None else first
    if any(value is not None for value in rest) or type(first) is not int or not 1 <= first <= LARGEST_PAGE:
        raise _LeftError
    try:
        return first, None if after is None else ids.from_cursor(after)
    except (ValueError, TypeError):
        raise _LeftError from None


def _key_arguments(arguments: Mapping[str, Any]) -> tuple[str, str]:
    number, key = arguments.get("guaranteeNumber"), arguments.get("authKey")
    if not isinstance(number, str) or not isinstance(key, str):
        raise _LeftError
    try:
        return numbering.parse(number), auth_keys.parse(key)
    except ValueError:
        raise _LeftError from None
