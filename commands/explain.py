"""kakusho explain: show how an operation is compiled."""

import argparse

from commands.refusal import RefusedError
from models.enums import Role
from schema.compiled.execution import Executor, explain
from schema.compiled.plan import NotCompilableError
from schema.reading.parsed_documents import Operation

HELP = "show how an operation is compiled: plan, SQL, function"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The operation, and whose it is."""
    parser.add_argument("query", help="one GraphQL query")
    parser.add_argument("--role", choices=[role.value for role in Role], help="for viewers of this role")


def run(arguments: argparse.Namespace) -> int:
    """Print plan, SQL and generated function. Raises RefusedError for what graphql-core executes."""
    role = Role(arguments.role) if arguments.role else None
    try:
        print(explain(Executor().compile(Operation(arguments.query, {}, None), role)))
    except NotCompilableError as error:
        raise RefusedError(f"left to graphql-core: {error}") from None
    return 0
