"""Checking an input: every problem at once, but nothing that only follows from another problem.

A rule names what it needs. Where one of that is faulty already, the rule is not asked: its answer would tell of the
same fault again.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from models.errors import Problem

Path = tuple[str, ...]


class Rule(NamedTuple):
    """A check, and the paths of what has to be sound before it is asked.

    A path is written with dots. One that begins with a dot begins at the item that is checked.
    """

    check: Callable[..., Iterator[Problem]]
    needs: tuple[str, ...] = ()


class Findings:
    """The problems found so far, in order."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, problems: Iterable[Problem]) -> None:
        """These too."""
        self.problems.extend(problems)

    def ask(self, rules: Iterable[Rule], *given: Any, item: Path = ()) -> None:
        """Ask each rule in turn, as far as what it needs is sound. Paths of its problems begin at the item."""
        for rule in rules:
            if not self.problems or all(self._is_sound(_path(need, item)) for need in rule.needs):
                self.add(problem._replace(path=(*item, *problem.path)) for problem in rule.check(*given))

    def _is_sound(self, path: Path) -> bool:
        """Whether no problem is at the path, below it, or with all of what it is in."""
        return not any(all(map(str.__eq__, path, problem.path)) for problem in self.problems)


def _path(need: str, item: Path) -> Path:
    names = tuple(need.removeprefix(".").split("."))
    return (*item, *names) if need.startswith(".") else names
