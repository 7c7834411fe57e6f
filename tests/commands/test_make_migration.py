"""kakusho make-migration, on a copy of the sources with changed models."""

import shutil
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from settings import PROJECT_ROOT
from tests.support.servers import server_processes

EMBLEM = '''

class Shade(StrEnum):
    """Of an emblem."""

    DARK = "DARK"
    PALE = "PALE"


class Emblem(Row):
    """The emblem of a surety."""

    surety: Surety = reference("models.Surety")
    shade = fields.CharEnumField(Shade, max_length=8)
    width = fields.IntField()

    class Meta:
        table = "emblem"
        constraints = (CheckConstraint(name="emblem_width_is_positive", check="width > 0"),)
'''
NICKNAME = "    nickname = fields.CharField(max_length=20)\n    representative = "
CHANGES = {
    "models/parties/surety.py": (("from uuid import UUID", "from enum import StrEnum\nfrom uuid import UUID"),),
    "models/__init__.py": (("import Branch, Surety", "import Branch, Emblem, Surety"),),
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the application with another model, and a required field on a table that may have rows."""
    root = tmp_path / "sources"
    for package in PROJECT_ROOT.glob("*/__init__.py"):
        ignored = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(package.parent, root / package.parent.name, ignore=ignored)
    for file in (*PROJECT_ROOT.glob("*.py"), PROJECT_ROOT / "pyproject.toml"):
        shutil.copy(file, root)
    for name, replacements in CHANGES.items():
        text = (root / name).read_text()
        for before, after in replacements:
            assert before in text
            text = text.replace(before, after, 1)
        (root / name).write_text(text)
    surety = root / "models/parties/surety.py"
    surety.write_text(surety.read_text().replace("    representative = ", NICKNAME, 1) + EMBLEM)
    return root


def kakusho(sources: Path, *words: str, **settings: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", *words]
    environment = server_processes.environment(**settings)
    return subprocess.run(command, cwd=sources, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- our own command


def made(sources: Path, name: str) -> Path:
    done = kakusho(sources, "make-migration", name)
    assert (done.returncode, done.stderr) == (0, "")
    return sources / done.stdout.partition(":")[0]


def ruff(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ruff", *words], capture_output=True, text=True, check=False)  # noqa: S603 -- our own tool


async def test_a_change_of_the_models_becomes_a_migration_that_applies(
    sources: Path, tmp_path: Path, empty_database: str
) -> None:
    first = made(sources, "emblem")
    migrations = sorted(first.parent.glob("[0-9]*.py"))
    assert first == migrations[-1]
    assert [path.name[:4] for path in migrations] == [f"{number + 1:04d}" for number in range(len(migrations))]
    assert "surety.nickname is required: give it a db_default" in first.read_text()

    settings = {
        **server_processes.database_settings(empty_database),
        **server_processes.REQUIRED,
        **server_processes.signing_settings(tmp_path),
    }
    done = kakusho(sources, "migrate", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    raw = await asyncpg.connect(empty_database)
    checks = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::text::regclass"
    found = {row[0]: row[1] for row in await raw.fetch(checks, "emblem")}
    await raw.close()
    assert found["emblem_width_is_positive"] == "CHECK ((width > 0))"
    for value in ("DARK", "PALE"):
        assert f"'{value}'" in found["emblem_shade_is_known"]

    second = made(sources, "nothing")
    assert "ops.RunSQL(RULES)" in second.read_text()
    assert f'("models", "{first.stem}")' in second.read_text()
    assert not any(word in second.read_text() for word in ("CreateModel", "AddField", "AddConstraint"))


def test_a_migration_is_not_finished_before_its_todos_are_done(sources: Path) -> None:
    path = made(sources, "emblem")
    found = ruff("check", "--output-format=concise", path).stdout.splitlines()
    assert {line.split()[1] for line in found if ":" in line and " " in line} >= {"TD002", "TD003", "FIX002"}
    assert ruff("format", "--check", path).returncode == 0


@pytest.mark.parametrize("name", ["", "a", "Emblem", "em blem", "../emblem", "1emblem", "e" * 42])
def test_a_name_that_is_no_module_name_is_refused(name: str) -> None:
    refused = server_processes.run("make-migration", name)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("kakusho: NAME: expected")
