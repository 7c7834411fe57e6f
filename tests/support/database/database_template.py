"""The migrated tables, cached as one script: migrating takes longer than many a test file.

The script is regenerated when a file that determines the tables changes. tests/database/test_migrations.py tests that
the migrations themselves run, from an empty database and from each earlier state.
"""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from database import connection, server
from settings import PROJECT_ROOT

SOURCES = ("database/**/*.py", "models/texts/search_text.py", "models/texts/kanji_forms.py", "requirements.lock")


async def migrate(owner_url: str, cache: Path) -> None:
    """Create the tables in an empty database, with the script if it exists; else migrate, and keep the script.

    The script includes the rights of the runtime role; the role itself belongs to the server.
    """
    script = cache / f"{_digest()}.sql"
    with _alone(cache / "lock"):
        if not script.exists():
            await connection.open_(owner_url)
            await connection.migrate()
            await connection.close()
            draft = script.with_suffix(".draft")
            draft.write_text(await _dump(owner_url), encoding="utf-8")
            draft.rename(script)
            return
    raw = await asyncpg.connect(owner_url)  # the script changes its search path
    await raw.execute(script.read_text(encoding="utf-8"))
    await raw.close()


async def _dump(owner_url: str) -> str:
    """Only SQL, without psql's own commands."""
    process = await asyncio.create_subprocess_exec(
        server.PROGRAMS / "pg_dump",
        "--inserts",
        "--no-owner",
        f"--dbname={owner_url}",
        env={**os.environ, "LD_LIBRARY_PATH": str(server.LIBRARIES)},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return "\n".join(line for line in output.decode().splitlines() if not line.startswith("\\"))


def _digest() -> str:
    hashed = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in PROJECT_ROOT.glob(pattern)):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """One process at a time; the lock ends with the process."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
