"""A rule is checked only if all of its inputs are valid."""

from collections.abc import Iterator

import pytest

from models.errors import Problem
from resolvers.findings import Findings, Rule


def told(*problems: str, needs: str, item: tuple[str, ...] = ()) -> list[str]:
    """The problems that follow `problems` after a rule that always complains was checked."""

    def complain(path: str) -> Iterator[Problem]:
        yield Problem((path,), "WRONG", "誤り。")

    findings = Findings()
    findings.add(Problem(tuple(path.split(".")), "FAULTY", "不備。") for path in problems)
    findings.ask([Rule(complain, (needs,))], "x", item=item)
    return [".".join(problem.path) for problem in findings.problems[len(problems) :]]


@pytest.mark.parametrize(
    ("problem", "needs", "is_asked"),
    [
        ("a.b", "a.b", False),
        ("a", "a.b", False),
        ("a.b.0", "a.b", False),
        ("a.c", "a.b", True),
        ("b", "a.b", True),
        ("ab", "a", True),
    ],
)
def test_what_is_faulty_itself_above_or_below_is_not_sound(problem: str, needs: str, *, is_asked: bool) -> None:
    assert told(problem, needs=needs) == (["x"] if is_asked else [])


def test_paths_that_begin_with_a_dot_begin_at_the_item() -> None:
    item = ("guarantees", "1")
    assert told("guarantees.0.kind", "kind", needs=".kind", item=item) == ["guarantees.1.x"]
    assert told("guarantees.1.kind", needs=".kind", item=item) == []
    assert told("guarantees.1.kind", needs="kind", item=item) == ["guarantees.1.x"]
