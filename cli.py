"""The command line of 確証 Kakusho, the register of electronic surety guarantees."""

import argparse
import sys
from collections.abc import Mapping
from typing import Protocol

from commands import (
    create_api_client,
    create_operator,
    demo,
    explain,
    export_checkpoint,
    export_schema,
    jobs,
    make_migration,
    migrate,
    serve,
    stop,
    verify_audit,
    worker,
)
from commands.database_access import DatabaseUnreachableError
from commands.refusal import RefusedError
from database.embedded import EmbeddedDatabaseError
from settings import SettingsError


class Command(Protocol):
    """What a module of `commands/` has that is a verb of the command line."""

    @property
    def HELP(self) -> str:  # noqa: N802 -- a constant of the module
        """What the command does, in half a line."""
        ...

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace, /) -> int:
        """Run it; returns the exit status. Raises RefusedError and the errors of an unusable installation."""
        ...


COMMANDS: Mapping[str, Command] = {
    "serve": serve,
    "stop": stop,
    "worker": worker,
    "jobs": jobs,
    "verify-audit": verify_audit,
    "export-checkpoint": export_checkpoint,
    "migrate": migrate,
    "demo": demo,
    "create-operator": create_operator,
    "create-api-client": create_api_client,
    "export-schema": export_schema,
    "explain": explain,
    "make-migration": make_migration,
}


def main() -> int:
    """Run one command. Exit status: 0 done, 1 refused, 2 wrong arguments or an installation that cannot be used."""
    parser = argparse.ArgumentParser(prog="kakusho", description=__doc__)
    parsers = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        command.add_arguments(parsers.add_parser(name, help=command.HELP))
    arguments = parser.parse_args()
    try:
        return COMMANDS[arguments.command].run(arguments)
    except RefusedError as error:
        print(f"kakusho: {error}", file=sys.stderr)
        return 1
    except (SettingsError, EmbeddedDatabaseError, DatabaseUnreachableError) as error:
        print(f"kakusho: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
