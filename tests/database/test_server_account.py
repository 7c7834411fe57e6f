"""The account that the server runs as, and the folders that it can access."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from database import server_account
from database.server_account import Account, account_for

OTHER_USER = Account(uid=12345, gid=12345, is_other_user=True)
OWN_USER = Account(uid=os.geteuid(), gid=os.getegid(), is_other_user=False)

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
    OTHER_USER.allow_traversal(inner)
    assert [mode(path) for path in (folder.parent, folder, inner)] == [0o701, 0o701, 0o700]


def test_ones_own_folders_need_no_opening(folder: Path) -> None:
    owner = Account(uid=os.geteuid(), gid=os.getegid(), is_other_user=True)
    owner.allow_traversal(folder / "inner")
    assert [mode(path) for path in (folder.parent, folder)] == [0o700, 0o700]


def test_programs_are_opened_for_reading_and_running(folder: Path) -> None:
    program, text = folder / "program", folder / "text"
    program.touch(mode=0o700)
    text.touch(mode=0o600)
    OTHER_USER.allow_reading(folder)
    assert [mode(path) for path in (folder, program, text)] == [0o705, 0o705, 0o604]


def test_for_oneself_nothing_is_opened(folder: Path) -> None:
    OWN_USER.allow_traversal(folder / "inner")
    OWN_USER.allow_reading(folder)
    OWN_USER.take_over(folder)
    assert [mode(path) for path in (folder.parent, folder)] == [0o700, 0o700]
    assert OWN_USER.process_owner == {}


@only_root
def test_roots_server_runs_as_somebody_else(folder: Path) -> None:
    account = account_for(folder)
    assert account.uid != 0
    assert account.process_owner == {"user": account.uid, "group": account.gid, "extra_groups": []}


@only_root
def test_roots_server_runs_as_the_owner_of_the_data(folder: Path) -> None:
    (folder / "inner").mkdir()
    OTHER_USER.take_over(folder)
    assert (folder / "inner").stat().st_uid == 12345
    assert account_for(folder) == OTHER_USER


@pytest.fixture
def newcomer(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a system user that does not exist on this machine; the user is deleted afterwards."""
    name = f"kakusho-test-{os.getpid()}"
    monkeypatch.setattr(server_account, "SYSTEM_USER", name)
    yield name
    monkeypatch.undo()
    subprocess.run(["/usr/sbin/userdel", name], check=False, capture_output=True)  # noqa: S603 -- constant arguments


@only_root
def test_root_makes_the_system_user_without_the_system_folders_in_its_path(
    folder: Path, newcomer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert account_for(folder).uid == pwd.getpwnam(newcomer).pw_uid


@only_root
def test_without_useradd_it_is_told_what_to_do(folder: Path, newcomer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(server_account, "SYSTEM_FOLDERS", ())
    with pytest.raises(OSError, match=f"cannot make the system user {newcomer}: there is no useradd"):
        account_for(folder)


@only_root
def test_what_useradd_says_is_told(folder: Path, newcomer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_account, "SYSTEM_USER", f"no name {newcomer}")
    with pytest.raises(OSError, match=r"cannot make the system user .*: useradd: "):
        account_for(folder)


def test_a_data_folder_that_is_made_is_closed_to_others(folder: Path) -> None:
    made = folder / "a" / "data"
    server_account.make_data_folder(made)
    assert mode(made) == (0o711 if os.geteuid() == 0 else 0o700)


@pytest.mark.parametrize("name", ["secrets.env", "postgresql"])
def test_one_that_an_earlier_version_left_open_is_closed(folder: Path, name: str) -> None:
    (folder / name).touch()
    folder.chmod(0o755)
    server_account.make_data_folder(folder)
    assert mode(folder) == (0o711 if os.geteuid() == 0 else 0o700)


def test_a_folder_of_other_things_or_of_several_users_stays_as_it_is(folder: Path) -> None:
    (folder / "other").touch()
    folder.chmod(0o755)
    server_account.make_data_folder(folder)
    assert mode(folder) == 0o755
    (folder / "secrets.env").touch()
    folder.chmod(0o1777)
    server_account.make_data_folder(folder)
    assert mode(folder) == 0o777


@only_root
def test_root_closes_the_folder_of_another_user_for_all_but_him(folder: Path) -> None:
    (folder / "postgresql").mkdir()
    os.chown(folder, 12345, 12345)
    folder.chmod(0o755)
    server_account.make_data_folder(folder)
    assert mode(folder) == 0o700
