"""Writing the next migration from the difference between the models and the migrations.

Tortoise finds the difference and renders its operations. This module adds what Tortoise omits: the constraints of a new
model, and the CHECK constraint of an enumeration's values. Triggers, values for existing rows, and lines of SQL CASE
expressions remain as a TODO, which the linter refuses.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tortoise import Model, Tortoise
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.operations import AddConstraint, AddField, AlterField, CreateModel, Operation
from tortoise.migrations.writer import MigrationWriter

from database.connection import APPS

APP = "models"
FOLDER = Path(__file__).parent / "migrations"
SUMMARY = '"""TODO: say what changes, and what becomes of existing rows."""'
ALWAYS = "# TODO: add triggers, indexes with a condition, and new lines of SQL CASE expressions, or delete this line."
EXISTING_ROWS = "# TODO: {table}.{column} is required: give it a db_default, or add it with null, fill and alter it."
RUFF = (("check", "--select", "I", "--fix", "--quiet"), ("format", "--quiet"))
"""Sorts the imports, then formats."""


async def changes() -> list[Operation]:
    """The operations that lead from the migrations to the models.

    Needs the models to be registered (`connection.open_`), but no database.
    """
    apps = Tortoise.apps
    assert apps is not None, "the models are not registered"  # noqa: S101 -- a caller's mistake
    return [each for writer in await MigrationAutodetector(apps, APPS).changes() for each in writer.operations]


def write(name: str, operations: Sequence[Operation]) -> Path:
    """Write the next numbered migration, formatted, and return its file.

    Without operations it has only the place for SQL. Raises CalledProcessError when the formatter cannot be run.
    """
    last = max(path.stem for path in FOLDER.glob("[0-9]*.py"))
    file = FOLDER / f"{int(last[:4]) + 1:04d}_{name}.py"
    rules = list(_rules(operations))
    completed = [each for operation in operations for each in _with_constraints(operation)]
    writer = MigrationWriter(file.stem, APP, completed, dependencies=[(APP, last)], initial=False)
    file.write_text(_with_sql(writer.as_string(), rules), encoding="utf-8")
    for arguments in RUFF:
        subprocess.run([sys.executable, "-m", "ruff", *arguments, file], check=True)  # noqa: S603 -- our own tool
    return file


def _with_constraints(operation: Operation) -> Iterator[Operation]:
    """Tortoise 1.1.9 creates a new model's table without the constraints that its options list."""
    yield operation
    if isinstance(operation, CreateModel) and operation.options:
        for constraint in operation.options.pop("constraints", ()):
            yield AddConstraint(operation.name, constraint)


def _rules(operations: Sequence[Operation]) -> Iterator[str]:
    """The lines of the list of SQL statements: comments, and statements as Python literals."""
    for operation in operations:
        if isinstance(operation, CreateModel):
            for name, field in operation.fields:
                yield from _known_values(_model(operation.name), name, field)
        elif isinstance(operation, AddField):
            model = _model(operation.model_name)
            yield from _known_values(model, operation.name, operation.field)
            if _needs_a_value(operation.field):
                yield EXISTING_ROWS.format(table=_table(model), column=_column(operation.name, operation.field))
        elif isinstance(operation, AlterField):
            yield from _known_values(_model(operation.model_name), operation.name, operation.field, is_new=False)
    yield ALWAYS


def _known_values(model: type[Model], name: str, field: Any, *, is_new: bool = True) -> Iterator[str]:
    """The CHECK constraint of an enumeration's values; that of an altered field is replaced."""
    enum = getattr(field, "enum_type", None)
    if enum is None:
        return
    table, column = _table(model), _column(name, field)
    values = ", ".join(f"'{each.value}'" for each in enum)
    drop = "" if is_new else f" DROP CONSTRAINT IF EXISTS {table}_{column}_is_known,"
    statement = f"ALTER TABLE {table}{drop} ADD CONSTRAINT {table}_{column}_is_known CHECK ({column} IN ({values}))"
    yield f"{statement!r},"


def _needs_a_value(field: Any) -> bool:
    return not (field.null or field.generated or field.has_db_default())


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 -- Tortoise has no public name for it


def _column(name: str, field: Any) -> str:
    return field.source_field or name


def _model(name: str) -> type[Model]:
    apps = Tortoise.apps
    assert apps is not None  # noqa: S101 -- as above
    return apps[APP][name]


def _with_sql(text: str, rules: Sequence[str]) -> str:
    """The module with a docstring, the SQL statements, and the operation that executes them last."""
    head, body = text.split("class Migration", 1)
    statements = "\n    ".join(["RULES: list[str] = [", *rules])
    operations, end = body.rstrip().rsplit("\n", 1)
    last = "        ops.RunSQL(RULES),"
    return f"{SUMMARY}\n\n{head}{statements}\n]\n\n\nclass Migration{operations}\n{last}\n{end}\n"
