"""Documentation that would otherwise become outdated."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
NPM = ("web/graphiql", "tests/clients", "desks")
"""Folders with npm packages."""
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


CITING = ("*.py", "*.md", "*.html", "*.graphql", "*.sh", "Makefile")
FOLDERS = ("benchmarks", "commands", "database", "docs", "jobs", "mail", "models", "pdf", "resolvers", "sample",
           "schema", "scripts", "security", "storage", "tests", "web")  # fmt: skip
OUTSIDE = {"node_modules", "graphiql"}


def texts() -> Iterator[tuple[Path, str]]:
    """Every file that can cite another one."""
    places = [ROOT, *(ROOT / folder for folder in FOLDERS)]
    for place in places:
        for pattern in CITING:
            for path in place.glob(pattern) if place == ROOT else place.rglob(pattern):
                if not OUTSIDE & set(path.parts) and path != Path(__file__):
                    yield path, path.read_text()


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
        described = json.loads((ROOT / package / "package.json").read_text())
        named |= described["dependencies"].keys() | described.get("devDependencies", {}).keys()
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


def test_every_cited_file_exists() -> None:
    """Paths from the project's root, as `schema/errors.py` or `docs/mail.md`."""
    cited = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FOLDERS)})/[\w./-]*\w\.(?:py|md|sql|html|css|graphql|mjs)\b")
    missing = {
        (str(path.relative_to(ROOT)), name)
        for path, text in texts()
        for name in cited.findall(text)
        if not (ROOT / name).exists() and not (path.parent / name).exists()
    }
    assert missing == set()


def test_every_link_leads_to_a_file_and_a_section() -> None:
    missing: list[tuple[str, str]] = []
    for path, text in texts():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]*)\)", text):
            name, _, section = target.partition("#")
            goal = path.parent / name if name else path
            if not goal.exists() or (section and section not in sections(goal)):
                missing.append((str(path.relative_to(ROOT)), target))
    assert missing == []


def sections(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub generates them."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_cited_decision_exists() -> None:
    records = {path.name[:4]: path for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    cited = {
        (str(path.relative_to(ROOT)), number)
        for path, text in texts()
        for number in re.findall(r"\bdecisions?(?:/| record | )([0-9]{4})\b", text)
    }
    assert {one for one in cited if one[1] not in records} == set()
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    listed = re.findall(r"(?m)^\| \[([0-9]{4})\]\((\S+)\) \|", index)
    assert listed == [(number, path.name) for number, path in sorted(records.items())]


def test_every_cited_domain_rule_exists() -> None:
    page = (ROOT / "docs" / "domain.md").read_text()
    numbers = [int(number) for number in re.findall(r"(?m)^([0-9]+)\. \*\*", page)]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {
        (str(path.relative_to(ROOT)), int(number))
        for path, text in texts()
        for numbers_ in re.findall(r"(?i)\bdomain rules? ([0-9]+(?:(?:, | and | to |–)[0-9]+)*)", text)
        for number in re.findall(r"[0-9]+", numbers_)
    }
    assert cited
    assert {one for one in cited if one[1] not in numbers} == set()
