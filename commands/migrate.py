"""kakusho migrate: apply the migrations that the database does not have yet."""

import argparse
import asyncio

from commands import configured_settings, database_access

HELP = "bring the tables up to date"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """There are none: the environment has the settings."""


def run(_: argparse.Namespace) -> int:
    """Apply all or none, as the owner of the tables (MIGRATION_DATABASE_URL)."""
    settings = configured_settings.configure()
    with database_access.urls_of(settings) as urls:
        asyncio.run(database_access.migrate(settings, urls))
    print("データベースは最新です。")
    return 0
