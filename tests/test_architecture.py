"""Rules of docs/architecture.md that import-linter cannot check: names, sizes, clocks and dependencies."""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = {
    "commands",
    "web",
    "sample",
    "schema",
    "jobs",
    "resolvers",
    "pdf",
    "mail",
    "storage",
    "models",
    "security",
    "database",
}
MODULES = {path.stem for path in ROOT.glob("*.py")}
DOORS = ("schema", "web", "commands")
BELOW_DOORS = ("resolvers", "pdf", "mail", "storage", "models", "security", "database", "jobs")
LONGEST_FILE = 250
"""Lines."""
FULLEST_FOLDER = 25
"""Files."""
DESKS = ("contractor", "obligee")


def files(*parts: str) -> list[Path]:
    """The project's Python files in some of its folders, or single ones."""
    found = [
        path for part in parts for path in ((ROOT / part).rglob("*.py") if (ROOT / part).is_dir() else [ROOT / part])
    ]
    return sorted(path for path in found if path.exists())


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, as `package.module`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno} imports relatively"
            yield node.module or ""


def imported_packages(path: Path) -> set[str]:
    return {module.partition(".")[0] for module in imports(path)}


def in_root(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


SOURCES = files(*LAYERS, *(f"{module}.py" for module in MODULES))


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("strawberry", ("schema/", "app.py")),
        ("borb", ("pdf/",)),
        ("aiosmtplib", ("mail/smtp_transport.py",)),
        ("pyhanko", ("pdf/",)),
        ("obstore", ("storage/bucket.py",)),
    ],
)
def test_a_library_is_known_in_its_own_place_only(package: str, allowed: tuple[str, ...]) -> None:
    users = in_root([path for path in SOURCES if package in imported_packages(path)])
    assert [user for user in users if not user.startswith(allowed)] == []


@pytest.mark.parametrize("place", ["settings.py", "pdf"])
def test_settings_and_documents_know_nothing_of_the_rest(place: str) -> None:
    strangers = LAYERS | MODULES - {place.removesuffix(".py"), "fair_queue"}
    for path in files(place):
        assert imported_packages(path) & (strangers - {place}) == set(), path


def test_the_queue_knows_nothing_of_ours() -> None:
    assert imported_packages(ROOT / "fair_queue.py") & (LAYERS | MODULES) == set()


@pytest.mark.parametrize("path", files("resolvers", "models"), ids=lambda path: str(path.relative_to(ROOT)))
def test_time_is_passed_in(path: Path) -> None:
    assert "time" not in imported_packages(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "utcnow", "today"}, f"line {node.lineno} reads the clock"
        if isinstance(node, ast.keyword):
            assert node.arg not in {"auto_now", "auto_now_add"}, f"line {node.value.lineno} reads the clock"


@pytest.mark.parametrize("path", files("resolvers"), ids=lambda path: str(path.relative_to(ROOT)))
def test_resolvers_never_see_graphqls_info(path: Path) -> None:
    for node in ast.walk(tree(path)):
        name = node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else ""
        assert name != "info", f"line {getattr(node, 'lineno', 0)}"


def test_files_stay_small() -> None:
    written = [path for path in (*SOURCES, *files("tests")) if "migrations" not in path.parts]
    too_long = in_root([path for path in written if len(path.read_text().splitlines()) > LONGEST_FILE])
    assert too_long == []


def test_folders_stay_small() -> None:
    folders = Counter(path.parent for path in (*SOURCES, *files("tests")) if "migrations" not in path.parts)
    assert in_root([folder for folder, count in folders.items() if count > FULLEST_FOLDER]) == []


def desk_files() -> list[Path]:
    """The front end's own TypeScript files."""
    outside = {"node_modules", "dist", "generated"}
    found = [path for pattern in ("*.ts", "*.tsx") for path in (ROOT / "desks").rglob(pattern)]
    return [path for path in found if not outside & set(path.parts) and path.name != "graphql-env.d.ts"]


def test_files_and_folders_of_the_desks_are_small_too() -> None:
    long = [path for path in desk_files() if len(path.read_text().splitlines()) > LONGEST_FILE]
    assert in_root(long) == []
    folders = Counter(path.parent for path in desk_files())
    assert in_root([folder for folder, count in folders.items() if count > FULLEST_FOLDER]) == []


def test_desks_import_what_is_shared_and_never_each_other() -> None:
    for path in desk_files():
        desk = path.relative_to(ROOT / "desks").parts[0]
        for imported in re.findall(r"""(?:from|import\() ?["'](\.[^"']+)["']""", path.read_text()):
            target = (path.parent / imported).resolve().relative_to(ROOT / "desks").parts[0]
            allowed = {desk, "gql", "shared", "ui"} if desk in DESKS else {"gql", "shared", "ui", "build"}
            assert target in allowed, f"{path.relative_to(ROOT)} imports {imported}"


def modules(*folders: str) -> list[Path]:
    return [path for path in files(*folders) if path.stem != "__init__" and "migrations" not in path.parts]


def test_a_module_name_stands_for_one_module() -> None:
    """Below the doors; each door may reuse a name once."""
    for layer in (BELOW_DOORS, *((door,) for door in DOORS)):
        names = Counter(path.stem for path in modules(*layer))
        assert [name for name, count in names.items() if count > 1] == [], layer


def test_a_module_is_not_named_like_its_folder() -> None:
    assert in_root([path for path in modules(*LAYERS, "tests") if path.stem == path.parent.name]) == []


def test_no_test_module_imports_another() -> None:
    importers = [(path, name) for path in files("tests") for name in imports(path) if name.startswith("tests.")]
    assert [(str(path), name) for path, name in importers if name.rpartition(".")[2].startswith("test_")] == []


def test_names_say_what_a_module_is_about() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
    assert in_root([path for path in SOURCES if path.stem in vague or path.parent.name in vague]) == []


def test_no_folder_hides_a_module_of_the_standard_library() -> None:
    assert (LAYERS | MODULES) & sys.stdlib_module_names == set()


def test_every_package_is_built_and_its_imports_are_checked() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= LAYERS
    built = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["include"]
    assert set(built) == {f"/{package}" for package in packages} | {"/*.py"}
    assert set(PYPROJECT["tool"]["importlinter"]["root_packages"]) == packages
