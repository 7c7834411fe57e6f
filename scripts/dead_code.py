"""Fail if a definition of the application is not used by its other code (vulture); uses in tests do not count.

.venv/bin/python scripts/dead_code.py

Uses that vulture cannot detect are listed, each with the reason. An unnecessary line of the list fails too.
"""

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parents[1]
LIKELY = 60
"""Percent: vulture's confidence for names that occur nowhere else."""
SKIPPED = ["*/node_modules/*", "*/migrations/*"]
TEMPLATES = ROOT / "web/pages/templates"


class Allowed(NamedTuple):
    """Names of a kind ("*" for any) in some files, as shell patterns."""

    files: str
    kind: str
    names: str


ALLOWED: dict[Allowed, str] = {
    Allowed(
        "models/*", "variable", "[a-z]*"
    ): "columns and options of Meta: Tortoise, SQL and GraphQL read them by name",
    Allowed("models/*", "class", "Meta"): "options of a model: Tortoise reads them",
    Allowed("models/*", "attribute", "*"): "columns that are stored, and read by GraphQL",
    Allowed(
        "models/auth_key.py", "variable", "REVOKED"
    ): "state of a key of a cancelled guarantee, known to the database",
    Allowed("models/*", "variable", "[A-Z]*"): "values of enumerations of the public GraphQL schema",
    Allowed("schema/*", "variable", "*"): "fields of the GraphQL schema",
    Allowed("schema/*", "attribute", "__annotations__"): "read by Strawberry",
    Allowed("schema/queries/*", "method", "*"): "fields of the GraphQL schema",
    Allowed("schema/build.py", "method", "process_errors"): "called by Strawberry",
    Allowed("schema/reading/fields.py", "attribute", "is_type_of"): "read by graphql-core",
    Allowed("schema/reading/parsed_documents.py", "*", "*"): "called and read by Strawberry and graphql-core",
    Allowed("schema/reading/sliced_execution.py", "*", "*"): "called and read by graphql-core",
    Allowed("schema/http/error_formatting.py", "attribute", "positions"): "read by graphql-core",
    Allowed("settings.py", "*", "*"): "declarations and validators, called by pydantic",
    Allowed("logs.py", "attribute", "handlers"): "read by the standard library",
    Allowed("web/http_protocol.py", "*", "*"): "called and read by asyncio and uvicorn",
    Allowed("web/asgi_application.py", "attribute", "redirect_slashes"): "read by Starlette",
    Allowed("web/pages/forms.py", "attribute", "spool_max_size"): "read by Starlette",
    Allowed("database/asyncpg_backend.py", "*", "*"): "called by Tortoise",
    Allowed("database/server_account.py", "variable", "*"): "keyword arguments of subprocess.run",
    Allowed("resolvers/text_conditions.py", "variable", "database_func"): "read by Tortoise",
    Allowed("resolvers/lists/text_search.py", "variable", "database_func"): "read by Tortoise",
    Allowed("resolvers/lists/text_search.py", "method", "get_function_sql"): "called by pypika",
    Allowed("resolvers/guarantees/list_*.py", "variable", "database_func"): "read by Tortoise",
    Allowed("models/fees/fee_rates.py", "property", "is_above_amount"): "field of the GraphQL schema",
    Allowed("resolvers/applications/suggest.py", "variable", "[a-z]*"): "fields of the GraphQL schema",
    Allowed("resolvers/certificates/presented_keys.py", "variable", "[a-z]*"): "fields of the GraphQL schema",
    Allowed("resolvers/retention/retention_rules.py", "variable", "[a-z]*"): "fields of the GraphQL schema",
    Allowed("pdf/reading/*", "*", "*"): "called by pdfminer.six",
    Allowed("pdf/layout/page_layout.py", "attribute", "_LayoutElement__previous_paint_box"): "read by borb",
    Allowed("pdf/writer/typefaces.py", "attribute", "flags"): "read by borb",
    Allowed("pdf/signing/signatures.py", "*", "*"): "called by pyHanko",
    Allowed(
        "pdf/signing/signature_verification.py", "*", "is_*"
    ): "parts of a finding that tests of signatures compare",
}


def sources() -> list[str]:
    """The application: the packages, and the modules at the top."""
    packages = [str(path.parent) for path in ROOT.glob("*/__init__.py")]
    return sorted([*packages, *map(str, ROOT.glob("*.py"))])


def unused() -> list[Item]:
    """The findings of vulture; names in templates count as used."""
    words = Vulture()
    words.scavenge(sources(), exclude=SKIPPED)
    templates = {word for path in TEMPLATES.rglob("*.html") for word in re.findall(r"\w+", path.read_text("utf-8"))}
    return [item for item in words.get_unused_code(LIKELY) if item.name not in templates]


def allowed(item: Item) -> list[Allowed]:
    """The lines of the list that permit it."""
    file = str(Path(item.filename).resolve().relative_to(ROOT))
    return [
        each
        for each in ALLOWED
        if fnmatchcase(file, each.files) and fnmatchcase(item.typ, each.kind) and fnmatchcase(item.name, each.names)
    ]


def main() -> int:
    """Print the findings; returns the exit status."""
    found = {item.get_report(): allowed(item) for item in unused()}
    needed = {each for lines in found.values() for each in lines}
    dead = [report for report, lines in found.items() if not lines]
    stale = [f"nothing needs this line of the list any more: {each}" for each in ALLOWED if each not in needed]
    print(*dead, *stale, sep="\n", end="\n" if dead or stale else "")
    return 1 if dead or stale else 0


if __name__ == "__main__":
    sys.exit(main())
