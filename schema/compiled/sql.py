"""From a level of a plan to the text of its statement."""

from dataclasses import dataclass
from itertools import product

from models.enums import Role
from resolvers.certificates.look_up import FOUND, LookUp
from resolvers.column_conditions import in_force
from resolvers.conditions import EVERYTHING, Bind, Compare, Condition
from resolvers.list_conditions import alternatives, by_reference, narrowed
from schema.compiled.plan import Join, Level

KEYS, FIRST, AFTER, TODAY = "keys", "first", "after", "today"


@dataclass(frozen=True)
class Statement:
    """SQL with $1, $2…; `parameters` has their meaning: keys, first, after, today, or an attribute of the viewer."""

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
    """The rows of a page, one more than requested."""
    parameters = _Parameters()
    direction = "DESC" if level.order.startswith("-") else "ASC"
    conditions = tuple(map(by_reference, level.conditions))
    if has_cursor:
        beyond = Compare(level.by, AFTER, direction == "DESC")
        conditions = *(narrowed(each, level.by, beyond) for each in conditions), beyond
    order = f"ORDER BY {level.alias}.{level.by} {direction} LIMIT {parameters.bind(FIRST)}"
    return Statement(f"{_page(level, conditions, order, parameters.bind)} {order}", tuple(parameters.names))


def _page(level: Level, conditions: tuple[Condition, ...], order: str, bind: Bind) -> str:
    """The statement of a page without its order.

    Where a rule has alternatives, each is asked for a page of its own, in the order of its own index.
    """
    parts = [tuple(each) for each in product(*map(alternatives, conditions))]
    if len(parts) == 1:
        return _select(level, _conditions(conditions, level.alias, bind), bind)
    table = level.model._meta.db_table  # noqa: SLF001
    pages = (
        f"(SELECT {level.alias}.* FROM {table} {level.alias}"  # noqa: S608 -- constant names
        f" WHERE {' AND '.join(_conditions(part, level.alias, bind))} {order})"
        for part in parts
    )
    return _select(level, [], bind, source=f"({' UNION ALL '.join(pages)})")


def of_chosen(level: Level) -> Statement:
    """The rows with these ids that the viewer may see, in the order of the ids."""
    parameters = _Parameters()
    keys = parameters.bind(KEYS)
    where = [f"{level.alias}.id = ANY({keys})"]
    where += _conditions(level.conditions, level.alias, parameters.bind)
    text = f"{_select(level, where, parameters.bind)} ORDER BY array_position({keys}, {level.alias}.id)"
    return Statement(text, tuple(parameters.names))


def of_children(level: Level) -> Statement:
    """The rows that refer to any of the rows above; with a maximum the first ones, their places in a last column."""
    parameters = _Parameters()
    where = [f"{level.alias}.{level.column} = ANY({parameters.bind(KEYS)})"]
    where += _conditions(level.conditions, level.alias, parameters.bind)
    if level.is_dated:
        where.append(in_force(level.alias, parameters.bind(TODAY)))
    order = f"{level.alias}.{level.order}, {level.alias}.id"
    if level.most is None:
        text = f"{_select(level, where, parameters.bind)} ORDER BY {order}"
    else:
        place = f"row_number() OVER (PARTITION BY {level.alias}.{level.column} ORDER BY {order}) AS place"
        ranked = _select(level, where, parameters.bind, place)
        text = f"SELECT * FROM ({ranked}) AS ranked WHERE place <= {level.most} ORDER BY place"  # noqa: S608 -- constant names
    return Statement(text, tuple(parameters.names))


def of_look_up(level: Level, role: Role | None) -> LookUp:
    """Current certificates by number and key."""
    joins = "".join(_join(join, _Parameters().bind) for join in level.joins)
    return LookUp(role, cells=level.cells[len(FOUND) :], joins=joins)


def _select(level: Level, where: list[str], bind: Bind, *more: str, source: str = "") -> str:
    joins = "".join(_join(join, bind) for join in level.joins)
    rows = f"{source or level.model._meta.db_table} {level.alias}{joins}"  # noqa: SLF001
    return f"SELECT {', '.join([*level.cells, *more])} FROM {rows} WHERE {' AND '.join(where) or 'true'}"  # noqa: S608 -- constant names


def _join(join: Join, bind: Bind) -> str:
    on = [join.on.format(join.alias), *_conditions(join.conditions, join.alias, bind)]
    if join.is_dated:
        on.append(in_force(join.alias, bind(TODAY)))
    return f" LEFT JOIN {join.model._meta.db_table} {join.alias} ON {' AND '.join(on)}"  # noqa: SLF001


def _conditions(conditions: tuple[Condition, ...], alias: str, bind: Bind) -> list[str]:
    return [condition.sql(alias, bind) for condition in conditions if condition != EVERYTHING]
