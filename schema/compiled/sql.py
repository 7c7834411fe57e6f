"""From a level of a plan to the text of its statement."""

from dataclasses import dataclass

from resolvers.conditions import EVERYTHING, Bind, Condition
from schema.compiled.plan import Join, Level

LOOK_UP = ("k.digest", "g.id", "g.number", "g.presented_at")
"""What a look-up wants to know of the guarantee, in the order of its record."""

KEYS, FIRST, AFTER = "keys", "first", "after"


@dataclass(frozen=True)
class Statement:
    """SQL with $1, $2…; `parameters` says what each stands for: keys, first, after, or an attribute of the viewer."""

    text: str
    parameters: tuple[str, ...]


class _Parameters:
    def __init__(self) -> None:
        self.names: list[str] = []

    def bind(self, name: str) -> str:
        if name not in self.names:
            self.names.append(name)
        return f"${self.names.index(name) + 1}"


def of_page(level: Level, *, has_cursor: bool) -> Statement:
    """The rows of a page, one more than asked for."""
    parameters = _Parameters()
    direction = "DESC" if level.order.startswith("-") else "ASC"
    where = _conditions(level.conditions, level.alias, parameters.bind)
    if has_cursor:
        beyond = "<" if direction == "DESC" else ">"
        where.append(f"{level.alias}.id {beyond} {parameters.bind(AFTER)}")
    limit = parameters.bind(FIRST)
    text = f"{_select(level, where, parameters.bind)} ORDER BY {level.alias}.id {direction} LIMIT {limit}"
    return Statement(text, tuple(parameters.names))


def of_children(level: Level) -> Statement:
    """The rows that refer to any of the rows above."""
    parameters = _Parameters()
    where = [f"{level.alias}.{level.column} = ANY({parameters.bind(KEYS)})"]
    where += _conditions(level.conditions, level.alias, parameters.bind)
    text = f"{_select(level, where, parameters.bind)} ORDER BY {level.alias}.{level.order}, {level.alias}.id"
    return Statement(text, tuple(parameters.names))


def of_look_up(level: Level) -> Statement:
    """Current certificates by the digests of their numbers and keys; the cells of LOOK_UP come first."""
    parameters = _Parameters()
    keys = parameters.bind(KEYS)
    source = (
        f"FROM auth_key k JOIN guarantee g ON g.id = k.guarantee_id"
        f" JOIN certificate {level.alias} ON {level.alias}.guarantee_id = g.id"
    )
    where = [f"k.digest = ANY({keys})", "k.status = 'ACTIVE'", level.opened_by.sql("g", parameters.bind)]
    where += _conditions(level.conditions, level.alias, parameters.bind)
    joins = "".join(_join(join, parameters.bind) for join in level.joins)
    text = f"SELECT {', '.join(level.cells)} {source}{joins} WHERE {' AND '.join(where)}"
    return Statement(text, tuple(parameters.names))


def _select(level: Level, where: list[str], bind: Bind) -> str:
    joins = "".join(_join(join, bind) for join in level.joins)
    source = f"{level.model._meta.db_table} {level.alias}{joins}"  # noqa: SLF001
    return f"SELECT {', '.join(level.cells)} FROM {source} WHERE {' AND '.join(where) or 'true'}"  # noqa: S608 -- likewise


def _join(join: Join, bind: Bind) -> str:
    on = [join.on.format(join.alias), *_conditions(join.conditions, join.alias, bind)]
    return f" LEFT JOIN {join.model._meta.db_table} {join.alias} ON {' AND '.join(on)}"  # noqa: SLF001


def _conditions(conditions: tuple[Condition, ...], alias: str, bind: Bind) -> list[str]:
    return [condition.sql(alias, bind) for condition in conditions if condition != EVERYTHING]
