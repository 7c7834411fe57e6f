"""kakusho migrate: apply the migrations that the database does not have yet."""

import argparse

from commands import configured_settings, database_access
from database import connection

HELP = "bring the tables up to date"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """There are none: the environment has the settings."""


def run(_: argparse.Namespace) -> int:
    """Apply them, all or none."""
    settings = configured_settings.configure()
    database_access.run(settings, connection.migrate)
    print("データベースは最新です。")
    return 0
