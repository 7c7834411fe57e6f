"""The report of the measurements: sections of Markdown, and the goals with their results."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """A goal of design/performance.md."""

    wanted: str
    measured: str
    is_met: bool


@dataclass(frozen=True)
class Section:
    """One part of the report."""

    title: str
    text: str
    goals: Sequence[Goal] = field(default_factory=list[Goal])

    def __str__(self) -> str:
        return f"## {self.title}\n\n{self.text}\n"


def at_least(wanted: float, measured: float, what: str, unit: str = "") -> Goal:
    """A goal: the minimum of a number."""
    return Goal(f"{what} ≥ {wanted:g}{unit}", f"{measured:,.2f}{unit}", measured >= wanted)


def at_most(wanted: float, measured: float, what: str, unit: str = "") -> Goal:
    """A goal: the maximum of a number."""
    return Goal(f"{what} ≤ {wanted:g}{unit}", f"{measured:,.2f}{unit}", measured <= wanted)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first column left-aligned, numbers right-aligned."""
    lines = [list(head), ["---", *["--:"] * (len(head) - 1)], *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def median(values: Iterable[float]) -> float:
    """The median; 0 of no values."""
    known = list(values)
    return statistics.median(known) if known else 0.0


def spread(values: Sequence[float]) -> str:
    """The spread of the rounds, in percent of their median."""
    middle = median(values)
    return f"{(max(values) - min(values)) / middle:.0%}" if middle else "–"


def whole(introduction: str, sections: Sequence[Section]) -> str:
    """The whole report."""
    goals = [
        [goal.wanted, goal.measured, "met" if goal.is_met else "**missed**"]
        for section in sections
        for goal in section.goals
    ]
    summary = Section("Goals", table(["goal", "measured", ""], goals) if goals else "None measured in this run.")
    return "\n".join(["# Benchmark results\n", introduction, str(summary), *map(str, sections)])
