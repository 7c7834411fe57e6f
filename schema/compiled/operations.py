"""Compiled operations: their statements, their function, and their use of arguments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from tortoise import connections

from models.parties.viewer import Viewer
from resolvers.certificates import look_up, record_readings
from resolvers.certificates.look_up import LookUp
from schema.compiled import filtered_pages
from schema.compiled.arguments import InvalidArgumentsError, has_filter, key_of, node_of, page_of
from schema.compiled.plan import Nodes, NotCompilableError, Plan
from schema.compiled.rows import Build
from schema.compiled.sql import AFTER, FIRST, KEYS, TODAY, Statement
from schema.context import Context


@dataclass(frozen=True)
class CompiledPage:
    """A page: a statement for each level, the first of them without and with a cursor."""

    plan: Plan
    build: Build
    first: Statement
    beyond: Statement
    chosen: Statement
    """The rows that a filter has found."""
    below: tuple[Statement, ...]

    async def answer(self, given: Mapping[str, Any], context: Context) -> Any:
        """The root field's value. Raises InvalidArgumentsError."""
        if has_filter(given) or self.plan.is_counted:
            return await self._filtered(given, context)
        count, after = page_of(given)
        statement = self.first if after is None else self.beyond
        found = await _fetch(statement, context.viewer, {FIRST: count + 1, AFTER: after, TODAY: context.today})
        levels = await _with_levels_below(self.plan, found[:count], self.below, context)
        return self.build(_info(context), levels, len(found) > count, after is not None)

    async def _filtered(self, given: Mapping[str, Any], context: Context) -> Any:
        page = await filtered_pages.find(self.plan.root, given, context, is_counted=self.plan.is_counted)
        keys = [row.id for row in page.rows]
        found = await _fetch(self.chosen, context.viewer, {KEYS: keys, TODAY: context.today}) if keys else []
        if len(found) < len(keys):  # drafts, which only graphql-core answers
            raise InvalidArgumentsError
        levels = await _with_levels_below(self.plan, found, self.below, context)
        cursors = filtered_pages.cursors(page)
        return self.build(_info(context), levels, page.has_next, page.has_previous, page.total, **cursors)

    def __str__(self) -> str:
        return "\n\n".join(f"{s.text}\n  -- {', '.join(s.parameters)}" for s in (self.first, *self.below))


@dataclass(frozen=True)
class CompiledLookUp:
    """A look-up by number and key: one statement, shared by concurrent requests."""

    plan: Plan
    build: Build
    look_up: LookUp

    async def answer(self, given: Mapping[str, Any], context: Context) -> Any:
        """The root field's value. Raises InvalidArgumentsError."""
        number, key = key_of(given)
        record = await look_up.open_(
            number=number,
            key=key,
            reader=context.reader,
            throttle=context.services.throttle,
            look_up=self.look_up,
        )
        return record and self.build(_info(context), record)

    def __str__(self) -> str:
        return self.look_up.text


@dataclass(frozen=True)
class CompiledNode:
    """A row by its id: a statement for each level."""

    plan: Plan
    build: Build
    chosen: Statement
    below: tuple[Statement, ...]

    async def answer(self, key: UUID, context: Context) -> Any:
        """The root field's value. Raises InvalidArgumentsError for a row that is not there, or a draft."""
        found = await _fetch(self.chosen, context.viewer, {KEYS: [key], TODAY: context.today})
        if not found:
            raise InvalidArgumentsError
        levels = await _with_levels_below(self.plan, found, self.below, context)
        return self.build(_info(context), levels, False, False)  # noqa: FBT003 -- a page's arguments

    def __str__(self) -> str:
        return "\n\n".join(f"{s.text}\n  -- {', '.join(s.parameters)}" for s in (self.chosen, *self.below))


@dataclass(frozen=True)
class CompiledNodes:
    """A node by its id, compiled for each type when the first id of that type comes."""

    plan: Plan
    compile: Callable[[str], CompiledNode]
    """For a type; raises NotCompilableError."""
    compiled: dict[str, CompiledNode | None] = field(default_factory=dict[str, CompiledNode | None])

    async def answer(self, given: Mapping[str, Any], context: Context) -> Any:
        """The root field's value. Raises InvalidArgumentsError."""
        type_name, key = node_of(given)
        assert isinstance(self.plan.answer, Nodes)  # noqa: S101 -- narrows the type
        if type_name not in self.plan.answer.targets:
            return None
        compiled = self.of_type(type_name)
        if compiled is None:
            raise InvalidArgumentsError
        return await compiled.answer(key, context)

    def of_type(self, name: str) -> CompiledNode | None:
        """The operation for nodes of a type; None if it is left to graphql-core."""
        if name not in self.compiled:
            try:
                self.compiled[name] = self.compile(name)
            except NotCompilableError:
                self.compiled[name] = None
        return self.compiled[name]


CompiledOperation = CompiledPage | CompiledLookUp | CompiledNodes


def _info(context: Context) -> Any:
    """The info that graphql-core would pass to a field, as far as pure functions use it."""
    return SimpleNamespace(context=context)


async def _with_levels_below(
    plan: Plan, first: Sequence[Any], below: Sequence[Statement], context: Context
) -> list[Sequence[Any]]:
    """The records of all levels. Whose certificates are read is recorded, if it is for this role."""
    levels = [first]
    for level, statement in zip(plan.levels[1:], below, strict=True):
        keys = {record[level.key] for record in levels[level.above]} - {None}
        levels.append(await _fetch(statement, context.viewer, {KEYS: list(keys), TODAY: context.today}) if keys else [])
    planned = zip(plan.levels, levels, strict=True)
    read = {row[at] for level, rows in planned for at in level.certificates for row in rows} - {None}
    if read and (read := read - context.reader.recorded):
        assert context.viewer is not None  # noqa: S101 -- nobody else sees one
        await record_readings.record(read, viewer=context.viewer, at=context.at)
    return levels


async def _fetch(statement: Statement, viewer: Viewer | None, given: Mapping[str, Any]) -> Sequence[Any]:
    values = [given[name] if name in given else getattr(viewer, name) for name in statement.parameters]
    _, records = await connections.get("default").execute_query(statement.text, values)
    return records
