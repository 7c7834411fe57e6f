"""From a plan to one Python function, from the records of its levels to the response.

The generated code is plain Python: a dict literal for every object, a comprehension for every list. `source` returns
its text, `function` compiles it.
"""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import orjson

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
    Many,
    Nodes,
    Object,
    PageInfo,
    Plan,
    Single,
    Total,
    Value,
)
from schema.reading import ids

Build = Callable[..., Any]

PAGE_INFO = {
    "__typename": "'PageInfo'",
    "hasNextPage": "has_next",
    "hasPreviousPage": "has_previous",
    "startCursor": "cursor(rows0[0][{0}]) if rows0 else None",
    "endCursor": "cursor(rows0[-1][{0}]) if rows0 else None",
}


def grouped(records: Sequence[Any]) -> dict[Any, list[Any]]:
    """Records by their first cell."""
    groups: dict[Any, list[Any]] = {}
    for record in records:
        groups.setdefault(record[0], []).append(record)
    return groups


def source(plan: Plan) -> str:
    """The text of the function."""
    return _Source(plan).text()


def function(plan: Plan) -> Build:
    """The function: `build(info, record)` for look-ups, else `build(info, rows, has_next, has_previous)`.

    `total` is the number of all rows, `cursor` makes a cursor of a key; by default that of a list in its own order.
    """
    generator = _Source(plan)
    namespace: dict[str, Any] = {
        "cursor": ids.to_cursor,
        "grouped": grouped,
        "Row": SimpleNamespace,
        "json": orjson.loads,
    } | generator.functions
    exec(compile(generator.text(), f"<{plan.operation or 'operation'}>", "exec"), namespace)  # noqa: S102 -- generated here
    return namespace["build"]


class _Source:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.functions: dict[str, Any] = {}
        answer = plan.answer
        self._body = self._answer(answer)

    def _answer(self, answer: Connection | Object | Single | Nodes) -> str:
        match answer:
            case Connection():
                return self._connection(answer)
            case Single():
                return f"next(({self._object(answer.item, 'row0')} for row0 in rows0), None)"
            case Nodes():
                return "None"
            case Object():
                return self._object(answer, "row0")

    def text(self) -> str:
        if isinstance(self._plan.answer, Object):
            return f"def build(info, row0):\n    return {self._body}\n"
        groups = "".join(f"    group{n} = grouped(rows[{n}])\n" for n in range(1, len(self._plan.levels)))
        head = "def build(info, rows, has_next, has_previous, total=None, cursor=cursor):\n    rows0 = rows[0]\n"
        return f"{head}{groups}    return {self._body}\n"

    def _connection(self, connection: Connection) -> str:
        return self._literal({key: self._part(value) for key, value in connection.fields.items()})

    def _part(self, value: Edges | PageInfo | Total | Constant) -> str:
        if isinstance(value, Edges):
            return f"[{self._object(value.item, 'row0')} for row0 in rows0]"
        if isinstance(value, PageInfo):
            return self._literal({k: PAGE_INFO[name].format(value.position) for k, name in value.fields.items()})
        return "total" if isinstance(value, Total) else repr(value.value)

    def _object(self, object_: Object, row: str) -> str:
        literal = self._literal({key: self._value(value, row) for key, value in object_.fields.items()})
        return literal if object_.key is None else f"({literal} if {row}[{object_.key}] is not None else None)"

    def _value(self, value: Value, row: str) -> str:  # noqa: PLR0911 -- one for each kind of value
        match value:
            case Constant():
                return repr(value.value)
            case Cell():
                return self._cell(value, row)
            case Identity():
                return f"{value.type_name + '_'!r} + {row}[{value.position}].hex"
            case Cursor():
                return f"cursor({row}[{value.position}])"
            case Object():
                return self._object(value, row)
            case Computed() | Composed():
                return self._made(value, row)
            case Many():
                return self._many(value, row)

    def _cell(self, value: Cell, row: str) -> str:
        cell = f"{row}[{value.position}]"
        if value.owner is None:
            return cell
        return f"({cell} if {row}[{value.owner}] == info.context.viewer.contractor_id else None)"

    def _many(self, value: Many, row: str) -> str:
        below = f"row{value.level}"
        mine = f"group{value.level}.get({row}[{value.key}], ())"
        return f"[{self._object(value.item, below)} for {below} in {mine}]"

    def _made(self, value: Computed | Composed, row: str) -> str:
        if isinstance(value, Computed):
            return self._call(value.function, self._row(value.columns, row))
        more = ""
        if needed := value.needed:
            other = f"{self._row(needed.columns, row)} if {row}[{needed.key}] is not None else None"
            more = f"related={{{needed.name!r}: {other}}}"
        made = self._call(value.function, self._row(value.columns, row, more), *(["info"] if value.takes_info else []))
        shape = self._literal(
            {
                key: repr(each.value) if isinstance(each, Constant) else f"made.{each}"
                for key, each in value.fields.items()
            }
        )
        return f"[{shape} for made in {made}]" if value.is_list else f"[{shape} for made in ({made},)][0]"

    def _call(self, function: Any, *arguments: str) -> str:
        name = f"function{len(self.functions)}"
        self.functions[name] = function
        return f"{name}({', '.join(arguments)})"

    def _row(self, columns: Columns, row: str, more: str = "") -> str:
        given = [
            f"{name}=json({row}[{position}])" if is_json else f"{name}={row}[{position}]"
            for name, position, is_json in columns
        ]
        return f"Row({', '.join([*given, more] if more else given)})"

    def _literal(self, fields: dict[str, str]) -> str:
        return "{" + ", ".join(f"{key!r}: {value}" for key, value in fields.items()) + "}"
