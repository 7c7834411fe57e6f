"""Migrating in a process of its own, all the way or to the state of an earlier version."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process

from settings import PROJECT_ROOT

MIGRATE = """
import asyncio, sys
from database import connection

async def main():
    await connection.open_(sys.argv[1])
    await connection.migrate()
    print(await connection.is_current())
    await connection.close()

asyncio.run(main())
"""


MIGRATE_UNTIL = """
import asyncio, sys
from database import connection
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise import connections

async def main():
    await connection.open_(sys.argv[1])
    executor = MigrationExecutor(connections.get("default"), connection.APPS)
    with connection._models_without_queries():
        await executor.migrate([MigrationTarget("models", sys.argv[2])])
    print(await connection.is_current())
    await connection.close()

asyncio.run(main())
"""


async def start_migration(url: str, *, until: str | None = None) -> Process:
    program = (
        [sys.executable, "-c", MIGRATE, url] if until is None else [sys.executable, "-c", MIGRATE_UNTIL, url, until]
    )
    return await asyncio.create_subprocess_exec(*program, cwd=PROJECT_ROOT, stdout=PIPE, stderr=PIPE)
