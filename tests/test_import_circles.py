"""No import cycles between modules; type-checking and local imports count."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {".venv", "node_modules", ".git"}
LAZY_TYPES = "schema/types/lazy_types.py"


def modules(root: Path) -> dict[str, Path]:
    """Every Python file below a folder, by its import name."""
    found = (path for path in root.rglob("*.py") if not OUTSIDE & set(path.relative_to(root).parts))
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


def imported(path: Path, known: dict[str, Path]) -> set[str]:
    """Our modules that a file imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(), filename=str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= whole if whole <= known.keys() else whole | {node.module or ""}
    return names & known.keys()


def require_no_circle(root: Path) -> int:
    """The number of modules. Raises CycleError with a circle of imports."""
    known = modules(root)
    graph = {name: imported(path, known) - {name} for name, path in known.items()}
    return len(list(TopologicalSorter(graph).static_order()))


def test_there_is_no_circle_of_imports() -> None:
    assert require_no_circle(ROOT) > 500


@pytest.mark.parametrize(
    "back",
    ["import a", "from a import x", "def f():\n    import a", "if TYPE_CHECKING:\n    from a import X"],
    ids=["import", "from", "local", "type checking"],
)
def test_a_circle_is_found_wherever_the_import_stands(tmp_path: Path, back: str) -> None:
    (tmp_path / "a.py").write_text("from p import b\n")
    (tmp_path / "p").mkdir()
    (tmp_path / "p/__init__.py").write_text("")
    (tmp_path / "p/b.py").write_text(back)
    with pytest.raises(CycleError) as circle:
        require_no_circle(tmp_path)
    assert set(circle.value.args[1]) == {"a", "p.b"}


def test_lazy_types_are_named_in_one_place() -> None:
    schema = [path for path in (ROOT / "schema").rglob("*.py") if "lazy" in path.read_text().lower()]
    assert {str(path.relative_to(ROOT)) for path in schema if "LazyType(" in path.read_text()} == {LAZY_TYPES}
    assert [str(path.relative_to(ROOT)) for path in schema if "strawberry.lazy" in path.read_text()] == []
