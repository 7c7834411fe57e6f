"""kakusho export-schema: write the GraphQL schema into schema.graphql."""

import argparse
import sys

from schema.build import schema
from settings import PROJECT_ROOT

HELP = "write schema.graphql"
FILE = PROJECT_ROOT / "schema.graphql"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--check` is for continuous integration."""
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")


def run(arguments: argparse.Namespace) -> int:
    """Write the file, or compare it."""
    text = f"{schema.as_str()}\n"
    if not arguments.check:
        FILE.write_text(text, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        print("schema.graphql is not up to date: run `kakusho export-schema`", file=sys.stderr)
        return 1
    return 0
