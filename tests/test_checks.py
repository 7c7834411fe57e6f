"""The static checks see all code, and detect what they are meant to detect."""

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from settings import PROJECT_ROOT

PYPROJECT = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())
NOT_OURS = {".venv", "node_modules"}


def script(name: str) -> Any:
    """The module of a script; Any, because tests replace its constants."""
    spec = importlib.util.spec_from_file_location(name, PROJECT_ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folders_with_code() -> set[str]:
    return {
        path.name
        for path in PROJECT_ROOT.iterdir()
        if path.is_dir() and path.name not in NOT_OURS and next(path.rglob("*.py"), None) is not None
    }


def test_every_folder_is_type_checked() -> None:
    assert set(PYPROJECT["tool"]["pyright"]["include"]) == {"*.py"} | folders_with_code()


def test_every_package_is_in_the_image() -> None:
    listed = (PROJECT_ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{path.parent.name}" for path in PROJECT_ROOT.glob("*/__init__.py")} <= set(listed)


def test_continuous_integration_has_every_program_that_tests_would_be_skipped_without() -> None:
    sought = {
        program
        for path in (PROJECT_ROOT / "tests").rglob("*.py")
        if not NOT_OURS & set(path.parts)
        for program in re.findall(r'which\("([\w-]+)"\) is None', path.read_text())
    }
    assert "openssl" in sought
    needed = re.findall(r"^need \S+ command -v (\S+)$", (PROJECT_ROOT / ".ci/run").read_text(), re.MULTILINE)
    assert sought <= set(needed)


@pytest.mark.parametrize(("lines", "found"), [(40, 0), (41, 1)])
def test_a_function_has_at_most_forty_lines(tmp_path: Path, lines: int, found: int) -> None:
    module = script("function_length")
    module.ROOT = tmp_path
    (tmp_path / "a.py").write_text("@decorated\nasync def f():\n" + "    x = 1\n" * (lines - 1))
    assert len(list(module.long_functions(tmp_path / "a.py"))) == found


def test_dead_code_is_found_and_exceptions_are_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = script("dead_code")
    module.ROOT = tmp_path
    module.TEMPLATES = tmp_path / "templates"
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__init__.py").touch()
    (tmp_path / "package/a.py").write_text("def forgotten(): ...\ndef by_name(): ...\ndef used(): ...\nused()\n")
    module.ALLOWED = {module.Allowed("package/*", "function", "by_*"): "called by name"}
    assert module.main() == 1
    assert "forgotten" in (shown := capsys.readouterr().out)
    assert "by_name" not in shown
    (tmp_path / "package/a.py").write_text("def used(): ...\nused()\n")
    assert module.main() == 1
    assert "nothing needs this line" in capsys.readouterr().out
    module.ALLOWED = {}
    assert module.main() == 0
