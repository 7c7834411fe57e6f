"""State transitions as data: one table gives the rule for one row and the equivalent SQL for many.

For each act a table has the states that it applies to, and for each of these the effect on the row: its next state, the
written columns, and the events. A row in a state that is not in the table does not change.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, Generic, TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class Write(Enum):
    """A value that a transition writes into a column."""

    MOMENT = "the moment of the act"
    MOMENT_IF_NULL = "the moment of the act, unless there is a value"
    GIVEN = "the value that comes with the act"
    NULL = "null"


@dataclass(frozen=True)
class Transition(Generic[S, E]):
    """The effect on a row in one state: the state `after`, the written columns, and the events."""

    after: S
    writes: Mapping[str, Write] = field(default_factory=dict[str, Write])
    events: tuple[E, ...] = ()
    requires: str | None = None
    """A column that must not be null, or the row does not change."""

    def always_changes(self, before: S) -> bool:
        """Whether it changes every row in the state `before`, with any values in its columns."""
        is_written = any(write is not Write.MOMENT_IF_NULL for write in self.writes.values())
        return self.after is not before or is_written


@dataclass(frozen=True)
class Act(Generic[S, E]):
    """All transitions of an act; `state` is the column of the state."""

    state: str
    transitions: Mapping[S, Transition[S, E]]

    def apply(self, row: Any, *, at: datetime, given: Mapping[str, Any]) -> Sequence[E] | None:
        """Change a row; `given` has values by column. Returns the events, None if the row does not change."""
        transition = self.transitions.get(getattr(row, self.state))
        if transition is None or (transition.requires and getattr(row, transition.requires) is None):
            return None
        for column, write in transition.writes.items():
            before = getattr(row, column)
            setattr(row, column, _written(write, before, at, given.get(column)))
        setattr(row, self.state, transition.after)
        return transition.events

    def condition(self, row: str) -> str:
        """SQL: whether the act changes the row with this alias."""
        states: defaultdict[str, list[S]] = defaultdict(list)
        for state, transition in self.transitions.items():
            nulls = [f"{row}.{column} IS NULL" for column in transition.writes]
            if transition.requires:
                states[f" AND {row}.{transition.requires} IS NOT NULL"].append(state)
            elif transition.always_changes(state):
                states[""].append(state)
            else:
                states[f" AND ({' OR '.join(nulls)})"].append(state)
        alternatives = [f"{row}.{self.state} IN ({_listed(each)}){more}" for more, each in states.items()]
        return f"({' OR '.join(alternatives)})"

    def assignments(self, row: str, *, before: str, at: str, given: Mapping[str, str]) -> str:
        """SQL for SET: `before` is the state of the row with this alias, `at` the time, `given` has expressions."""
        columns: defaultdict[str, defaultdict[str, list[S]]] = defaultdict(lambda: defaultdict(list))
        for state, transition in self.transitions.items():
            if transition.after is not state:
                columns[self.state][f"'{transition.after}'"].append(state)
            for column, write in transition.writes.items():
                expression = _expression(write, f"{row}.{column}", at, given.get(column))
                columns[column][expression].append(state)
        return ", ".join(
            f"{column} = {_by_state(before, values, otherwise=f'{row}.{column}', of=len(self.transitions))}"
            for column, values in columns.items()
        )

    def events(self, before: str) -> str:
        """SQL: the array of events of a row whose state was `before`; null if there are none."""
        happen: defaultdict[str, list[S]] = defaultdict(list)
        for state, transition in self.transitions.items():
            if transition.events:
                happen[f"ARRAY[{_listed(transition.events)}]"].append(state)
        return _by_state(before, happen, otherwise="NULL", of=len(self.transitions))


def _written(write: Write, before: Any, at: datetime, given: Any) -> Any:
    match write:
        case Write.MOMENT:
            return at
        case Write.MOMENT_IF_NULL:
            return at if before is None else before
        case Write.GIVEN:
            return given
        case _:
            return None


def _expression(write: Write, column: str, at: str, given: str | None) -> str:
    match write:
        case Write.MOMENT:
            return at
        case Write.MOMENT_IF_NULL:
            return f"coalesce({column}, {at})"
        case Write.GIVEN:
            assert given is not None, column  # noqa: S101 -- the caller knows the written columns
            return given
        case _:
            return "NULL"


def _by_state(before: str, values: Mapping[str, Sequence[StrEnum]], *, otherwise: str, of: int) -> str:
    """The expression for the state; without CASE if all `of` states have the same."""
    if not values:
        return otherwise
    if len(values) == 1 and len(next(iter(values.values()))) == of:
        return next(iter(values))
    cases = " ".join(f"WHEN {before} IN ({_listed(states)}) THEN {value}" for value, states in values.items())
    return f"CASE {cases} ELSE {otherwise} END"


def _listed(names: Sequence[StrEnum]) -> str:
    return ", ".join(f"'{name}'" for name in names)
