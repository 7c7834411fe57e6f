"""kakusho make-migration: write the next migration from the models. For contributors; needs no database."""

import argparse
import asyncio
import re
from pathlib import Path
from subprocess import CalledProcessError

from commands.refusal import RefusedError
from database import connection, migration_writer
from settings import PROJECT_ROOT

HELP = "write the next migration from the difference between models and migrations"
NAME = re.compile("[a-z][a-z0-9_]{2,40}", re.ASCII)
UNUSED_URL = "postgresql://localhost/unused"
"""Registering the models takes a URL; nothing connects to it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name follows the number in the file's name."""
    parser.add_argument("name", help="what changes, in a few words with underscores: surety_logo")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and print its path. Raises RefusedError."""
    if not NAME.fullmatch(arguments.name):
        raise RefusedError("NAME: expected small letters, digits and underscores, such as surety_logo")
    try:
        file, count = asyncio.run(_write(arguments.name))
    except CalledProcessError:
        raise RefusedError("ruff cannot be run: install the development tools (scripts/install --dev)") from None
    print(f"{file.relative_to(PROJECT_ROOT)}: {count} operations. Complete what is marked with TODO.")
    return 0


async def _write(name: str) -> tuple[Path, int]:
    await connection.open_(UNUSED_URL)
    try:
        operations = await migration_writer.changes()
    finally:
        await connection.close()
    return migration_writer.write(name, operations), len(operations)
