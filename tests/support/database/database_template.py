"""The tables as the migrations leave them, kept as one script: migrating takes longer than many a test file.

The script is made anew whenever a file that decides about the tables changes. That the migrations themselves run, from
nothing and from each earlier state, is told by tests/database/test_migrations.py.
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
    """Make the tables in an empty database, by the script if there is one; else by migrating, and keep the script.

    The script has the rights of the runtime role too; the role itself is the server's.
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
    raw = await asyncpg.connect(owner_url)  # its search path is changed by the script
    await raw.execute(script.read_text(encoding="utf-8"))
    await raw.close()


async def _dump(owner_url: str) -> str:
    """SQL alone: without what only psql understands."""
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
