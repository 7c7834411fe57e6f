"""Fail if a function is longer than 40 lines, migrations excepted.

.venv/bin/python scripts/function_length.py
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 40
"""Lines, from `def` to the last one; decorators do not count."""
SKIPPED = {".venv", "node_modules", "migrations"}


def long_functions(path: Path) -> Iterator[str]:
    """Each as `file:line name (lines)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({lines} lines, at most {LONGEST})"


def main() -> int:
    """Print them; returns the exit status."""
    files = sorted(path for path in ROOT.rglob("*.py") if not SKIPPED & set(path.relative_to(ROOT).parts))
    found = [line for path in files for line in long_functions(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
