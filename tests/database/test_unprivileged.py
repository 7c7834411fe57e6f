"""Whom the server runs as, and which folders are opened for it."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from database.unprivileged import Account, account_for

SOMEBODY = Account(uid=12345, gid=12345, is_somebody_else=True)
ONESELF = Account(uid=os.geteuid(), gid=os.getegid(), is_somebody_else=False)

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="kakusho-test-") as name:
        path = Path(name) / "data"
        path.mkdir(mode=0o700)
        yield path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_way_is_opened_for_passing_through_only(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir(mode=0o700)
    SOMEBODY.reach(inner)
    assert [mode(path) for path in (folder.parent, folder, inner)] == [0o701, 0o701, 0o700]


def test_ones_own_folders_need_no_opening(folder: Path) -> None:
    owner = Account(uid=os.geteuid(), gid=os.getegid(), is_somebody_else=True)
    owner.reach(folder / "inner")
    assert [mode(path) for path in (folder.parent, folder)] == [0o700, 0o700]


def test_programs_are_opened_for_reading_and_running(folder: Path) -> None:
    program, text = folder / "program", folder / "text"
    program.touch(mode=0o700)
    text.touch(mode=0o600)
    SOMEBODY.read(folder)
    assert [mode(path) for path in (folder, program, text)] == [0o705, 0o705, 0o604]


def test_for_oneself_nothing_is_opened(folder: Path) -> None:
    ONESELF.reach(folder / "inner")
    ONESELF.read(folder)
    ONESELF.own(folder)
    assert [mode(path) for path in (folder.parent, folder)] == [0o700, 0o700]
    assert ONESELF.process_owner == {}


@only_root
def test_roots_server_runs_as_somebody_else(folder: Path) -> None:
    account = account_for(folder)
    assert account.uid != 0
    assert account.process_owner == {"user": account.uid, "group": account.gid, "extra_groups": []}


@only_root
def test_roots_server_runs_as_the_owner_of_the_data(folder: Path) -> None:
    (folder / "inner").mkdir()
    SOMEBODY.own(folder)
    assert (folder / "inner").stat().st_uid == 12345
    assert account_for(folder) == SOMEBODY
