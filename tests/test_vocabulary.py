"""Names of modules, classes and functions that were replaced by standard terms do not come back."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("commands", "database", "jobs", "mail", "models", "pdf", "resolvers", "sample", "schema", "security",
           "storage", "tests", "web")  # fmt: skip
MODULES = {
    "press": "renderer", "printing": "render worker", "rooms": "field boxes", "sheets": "document data",
    "japanese": "line breaking", "confinement": "sandbox", "examining": "notice worker",
    "enrolling": "create_api_client",
    "mailroom": "mail transports", "welcome": "startup banner", "signatory": "signing configuration",
    "processes": "pid files", "notation": "normalization", "placing": "multipart map",
    "selecting": "lookahead", "selection": "lookahead", "twins": "error types", "answers": "error formatting",
    "checking": "validate", "patience": "wait timeout", "first_readings": "mark_viewed", "acts": "API calls",
    "cases": "use cases",
}  # fmt: skip
"""Modules: the old name and its standard term (docs/architecture.md, Glossary)."""
CLASSES_AND_FUNCTIONS = {
    "Press": "Renderer", "NotPrinted": "RenderError", "Room": "FieldBox", "Children": "WorkerPool",
    "Occupied": "PoolBusy", "TooLate": "WorkerTimeout", "Copies": "ForkServer", "Roots": "TrustAnchors",
    "Carrier": "Transport", "Relay": "SmtpTransport", "Refused": "PermanentFailure", "Postponed": "TemporaryFailure",
    "Unreachable": "ConnectionFailure", "Dispatch": "OutboxWorker", "Archive": "DocumentServices", "Both": "And",
    "Belongs": "Equals", "Known": "NotNull", "Beyond": "Compare", "Window": "RateLimitKey", "Try": "Attempt",
    "Links": "SignedUrls", "House": "SampleRegister", "Door": "EchoServer, TextInput",
    "print_": "render", "carry": "send", "meets": "intersects", "grown": "inflate", "require_sound": "validate",
    "make_due": "render_due", "send_back": "return_application", "give_back": "return_certificate",
    "conceal": "redact", "owe": "enqueue",
}  # fmt: skip
"""Classes and functions: the same."""


def replaced(path: Path) -> Iterator[str]:
    """Old names of the module, and of the classes and functions in it."""
    if path.stem in MODULES:
        yield path.stem
    for node in ast.walk(ast.parse(path.read_text(), filename=str(path))):
        is_named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if is_named and node.name in CLASSES_AND_FUNCTIONS:
            yield node.name


def test_replaced_names_do_not_come_back() -> None:
    paths = [*ROOT.glob("*.py"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]
    found = {(str(path.relative_to(ROOT)), name) for path in paths for name in replaced(path)}
    assert found == set()
