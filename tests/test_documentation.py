"""Documentation that would otherwise fall behind."""

import json
import re
import tomllib
from pathlib import Path

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
NPM = ("web/graphiql", "tests/clients")
"""Folders whose packages come from npm."""
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def first_column(page: str) -> list[str]:
    rows = [line.split("|")[1] for line in (ROOT / "docs" / page).read_text().splitlines() if line.startswith("| ")]
    return [word.strip(" `") for row in rows for word in row.split(",")]


def test_every_setting_is_listed() -> None:
    listed = [word for word in first_column("operations.md") if word.isupper()]
    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)


def test_every_direct_dependency_is_explained() -> None:
    groups = [PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"].values()]
    named = {re.split(r"[\[<>=~; ]", entry)[0] for group in groups for entry in group if isinstance(entry, str)}
    for package in NPM:
        named |= json.loads((ROOT / package / "package.json").read_text())["dependencies"].keys()
    assert set(first_column("dependencies.md")) - {"Package"} == named


def test_the_locks_name_no_address_and_every_package_has_a_hash() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert not re.search(r"^\s*(--(extra-)?index-url|--find-links|--trusted-host)|://", text, re.MULTILINE), lock
        for package in re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", text).strip()):
            assert re.match(r"[\w.-]+(\[\w+\])?==", package), package
            assert "--hash=sha256:" in package, package
    for package in NPM:
        assert '"resolved"' not in (ROOT / package / "package-lock.json").read_text()
