"""Validating an input: all problems, without those that only follow from another problem.

A rule names the inputs that it needs. If one of these is invalid already, the rule is skipped: it would report the same
problem again.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from models.errors import Problem

Path = tuple[str, ...]


class Rule(NamedTuple):
    """A check, and the paths of the inputs that must be valid before it.

    A path is written with dots. One with a leading dot begins at the checked item.
    """

    check: Callable[..., Iterator[Problem]]
    needs: tuple[str, ...] = ()


class Findings:
    """The problems found so far, in order."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, problems: Iterable[Problem]) -> None:
        """Add these problems."""
        self.problems.extend(problems)

    def ask(self, rules: Iterable[Rule], *given: Any, item: Path = ()) -> None:
        """Apply each rule whose inputs are valid, in order. Paths of its problems begin at the item."""
        for rule in rules:
            if self.is_sound(*rule.needs, item=item):
                for problem in rule.check(*given):
                    self.problems.append(problem._replace(path=(*item, *problem.path)))

    def is_sound(self, *needs: str, item: Path = ()) -> bool:
        """Whether all these inputs are valid, as a rule writes them."""
        return not self.problems or all(self._is_free(_path(need, item)) for need in needs)

    def _is_free(self, path: Path) -> bool:
        """Whether there is no problem at the path, below it, or at any parent of it."""
        return not any(all(map(str.__eq__, path, problem.path)) for problem in self.problems)


def _path(need: str, item: Path) -> Path:
    names = tuple(need.removeprefix(".").split("."))
    return (*item, *names) if need.startswith(".") else names
