"""What came of a file of entries."""

from typing import Any

from models.errors import Problem
from resolvers.parties.registers.import_entries import MOST_TOLD, Imported
from schema.reading.fields import ListLength, column, described


@described
class LineProblem:
    """One thing wrong with a file."""

    line: int | None = column("The line as spreadsheets count, the heading being 1; null for the file as a whole.")
    code: str = column("Stable, such as REQUIRED, TAKEN or DUPLICATE.")
    message: str = column("What was expected, in Japanese.")
    # Last, because it hides the function in what follows.
    column: str | None = column("The field, by its name in the mutation for one entry; null for the line as a whole.")


@described
class ImportReport:
    """What came of a file, or in a dry run what would come of it."""

    lines: int = column("Lines without problems.")
    created: int = column("Entries that were created, or would be.")
    existing_count: int = column("Lines whose entries exist already, as the file has them: nothing is done for them.")
    existing_lines: list[int] = column(f"The first {MOST_TOLD:,} of these lines.", length=ListLength(100, MOST_TOLD))
    problem_count: int = column("Number of problems; 0 unless it is a dry run, because a file is imported as a whole.")
    problems: list[LineProblem] = column(
        f"The first {MOST_TOLD:,} of them, by line.", length=ListLength(100, MOST_TOLD)
    )


def report(found: Imported[Any]) -> ImportReport:
    """As the API has it."""
    problems = sorted(map(_problem, found.problems), key=lambda problem: problem.line or 0)
    return ImportReport(
        lines=found.lines,
        created=len(found.entries),
        existing_count=len(found.existing),
        existing_lines=found.existing[:MOST_TOLD],
        problem_count=len(problems),
        problems=problems[:MOST_TOLD],
    )


def _problem(problem: Problem) -> LineProblem:
    _, *place = problem.path
    line, *names = [*place, None][:1] + place[1:]
    return LineProblem(
        line=None if line is None else int(line),
        column=names[0] if names else None,
        code=problem.code,
        message=problem.message,
    )
