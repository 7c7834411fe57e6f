"""Compiled operations: their statements, their function, and their use of arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from tortoise import connections

from models.parties.viewer import Viewer
from resolvers.certificates import look_up, record_readings
from resolvers.certificates.look_up import LookUp
from schema.compiled.arguments import key_of, page_of
from schema.compiled.plan import Plan
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
    below: tuple[Statement, ...]

    async def answer(self, given: Mapping[str, Any], context: Context) -> Any:
        """The root field's value. Raises InvalidArgumentsError."""
        count, after = page_of(given)
        statement = self.first if after is None else self.beyond
        found = await _fetch(statement, context.viewer, {FIRST: count + 1, AFTER: after, TODAY: context.today})
        levels = [found[:count]]
        for level, below in zip(self.plan.levels[1:], self.below, strict=True):
            keys = {record[level.key] for record in levels[level.above]} - {None}
            levels.append(await _fetch(below, context.viewer, {KEYS: list(keys), TODAY: context.today}) if keys else [])
        await self._record(levels, context)
        return self.build(_info(context), levels, len(found) > count, after is not None)

    async def _record(self, levels: Sequence[Sequence[Any]], context: Context) -> None:
        """Record whose certificates are in the answer, if reading them is recorded for this role."""
        planned = zip(self.plan.levels, levels, strict=True)
        if read := {row[at] for level, rows in planned for at in level.certificates for row in rows} - {None}:
            assert context.viewer is not None  # noqa: S101 -- nobody else sees one
            await record_readings.record(read, viewer=context.viewer, at=context.at)

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


CompiledOperation = CompiledPage | CompiledLookUp


def _info(context: Context) -> Any:
    """The info that graphql-core would pass to a field, as far as pure functions use it."""
    return SimpleNamespace(context=context)


async def _fetch(statement: Statement, viewer: Viewer | None, given: Mapping[str, Any]) -> Sequence[Any]:
    values = [given[name] if name in given else getattr(viewer, name) for name in statement.parameters]
    _, records = await connections.get("default").execute_query(statement.text, values)
    return records
