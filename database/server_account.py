"""The user account of the embedded PostgreSQL, which refuses to run as root, and its access to files.

The server of an ordinary user runs as that user: every method here does nothing. The server of root runs as the owner
of the data folder, or, if that is root, as the system user `kakusho`, which is created on first use.
"""

import logging
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

SYSTEM_USER = "kakusho"
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where useradd is: `su` and some containers leave them out of the PATH of root."""
DATA_FILES = frozenset({"secrets.env", "postgresql"})
"""By which a data folder is known."""

log = logging.getLogger(__name__)


class ProcessOwner(TypedDict, total=False):
    """Keyword arguments of `subprocess.run` that set the user of a process."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The user that the server runs as."""

    uid: int
    gid: int
    is_other_user: bool

    @property
    def process_owner(self) -> ProcessOwner:
        """For `subprocess.run`: empty if it is the current user."""
        if not self.is_other_user:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take_over(self, folder: Path) -> None:
        """Change the owner of a folder of root and of everything in it."""
        if not self.is_other_user or folder.stat().st_uid == self.uid:
            return
        for path in (*folder.rglob("*"), folder):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def allow_traversal(self, folder: Path) -> None:
        """Allow traversal of the folders above `folder` (o+x), not listing."""
        if not self.is_other_user:
            return
        closed = [parent for parent in folder.parents if not self._may_traverse(parent.stat())]
        if closed:
            names = ", ".join(map(str, closed))
            log.warning("Allowing traversal of %s for others, so that the database server reaches %s", names, folder)
        for parent in closed:
            parent.chmod(stat.S_IMODE(parent.stat().st_mode) | stat.S_IXOTH)

    def _may_traverse(self, status: os.stat_result) -> bool:
        return bool(status.st_mode & (stat.S_IXUSR if status.st_uid == self.uid else stat.S_IXOTH))

    def allow_reading(self, folder: Path) -> None:
        """Allow reading `folder`, which is private after an installation under a strict umask."""
        self.allow_traversal(folder)
        if not self.is_other_user or folder.stat().st_mode & stat.S_IROTH:
            return
        for path in (folder, *folder.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            executable = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            path.chmod(mode | stat.S_IROTH | executable)


def make_data_folder(folder: Path) -> None:
    """Make the data folder where it is missing, and close it to others where it is ours and open. Raises OSError.

    Root's may be traversed (0711), for the server of another user; everything in it is closed by itself. A folder of
    other things, or one that several users share, stays as it is.
    """
    is_made = not folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    mode, is_of_root = stat.S_IMODE(status.st_mode), status.st_uid == 0
    closed = mode & (stat.S_IRWXU | stat.S_IXGRP | stat.S_IXOTH if is_of_root else stat.S_IRWXU)
    if is_made and is_of_root:
        closed |= stat.S_IXGRP | stat.S_IXOTH
    is_changeable = os.geteuid() in {0, status.st_uid} and not mode & stat.S_ISVTX
    if closed != mode and is_changeable and (is_made or _is_data_folder(folder)):
        folder.chmod(closed)


def _is_data_folder(folder: Path) -> bool:
    names = {path.name for path in folder.iterdir()}
    return not names or not names.isdisjoint(DATA_FILES)


def account_for(folder: Path) -> Account:
    """The account for the server whose data is, or will be, in `folder`. Raises OSError or CalledProcessError."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_other_user=False)
    status = folder.stat() if folder.exists() else None
    if status and status.st_uid != 0:
        return Account(status.st_uid, status.st_gid, is_other_user=True)
    user = _system_user()
    return Account(user.pw_uid, user.pw_gid, is_other_user=True)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        reason = _make_system_user()
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise OSError(f"cannot make the system user {SYSTEM_USER}: {reason}") from None


def _make_system_user() -> str:
    """Create it; returns the error message of useradd, or that there is no useradd."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
    program = shutil.which("useradd", path=path)
    if program is None:
        return "there is no useradd; make it by hand, or set DATABASE_URL"
    command = [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    made = subprocess.run(  # noqa: S603 -- constant words
        command, check=False, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )
    return made.stderr.strip()
