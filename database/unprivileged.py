"""PostgreSQL refuses to run as root: the account it runs under instead, and the way to its files.

An ordinary user's server runs as that user, and nothing here does anything. Root's server runs as the owner of the data
folder, if that is somebody else, or as the system user `kakusho`, which is made on first use.
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
"""Where useradd is: su and some containers leave them out of root's PATH."""

log = logging.getLogger(__name__)


class ProcessOwner(TypedDict, total=False):
    """Keyword arguments of `subprocess.run` that make the process somebody else's."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Whom the server runs as."""

    uid: int
    gid: int
    is_somebody_else: bool

    @property
    def process_owner(self) -> ProcessOwner:
        """For `subprocess.run`: empty for one's own processes."""
        if not self.is_somebody_else:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give root's `folder` and everything in it to this account."""
        if not self.is_somebody_else or folder.stat().st_uid == self.uid:
            return
        for path in (*folder.rglob("*"), folder):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def reach(self, folder: Path) -> None:
        """Let this account pass through the folders above `folder`: passing only (o+x), not listing."""
        if not self.is_somebody_else:
            return
        closed = [parent for parent in folder.parents if not self._may_pass(parent.stat())]
        if closed:
            names = ", ".join(map(str, closed))
            log.warning("Opening %s for passing through, so that the database server reaches %s", names, folder)
        for parent in closed:
            parent.chmod(stat.S_IMODE(parent.stat().st_mode) | stat.S_IXOTH)

    def _may_pass(self, status: os.stat_result) -> bool:
        return bool(status.st_mode & (stat.S_IXUSR if status.st_uid == self.uid else stat.S_IXOTH))

    def read(self, folder: Path) -> None:
        """Let this account read `folder`, which an installation under a strict umask has closed."""
        self.reach(folder)
        if not self.is_somebody_else or folder.stat().st_mode & stat.S_IROTH:
            return
        for path in (folder, *folder.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            executable = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            path.chmod(mode | stat.S_IROTH | executable)


def account_for(folder: Path) -> Account:
    """The account for the server whose data is, or will be, in `folder`. Raises OSError or CalledProcessError."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_somebody_else=False)
    status = folder.stat() if folder.exists() else None
    if status and status.st_uid != 0:
        return Account(status.st_uid, status.st_gid, is_somebody_else=True)
    user = _system_user()
    return Account(user.pw_uid, user.pw_gid, is_somebody_else=True)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        said = _make_system_user()
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise OSError(f"cannot make the system user {SYSTEM_USER}: {said}") from None


def _make_system_user() -> str:
    """What useradd said, or that there is none."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
    program = shutil.which("useradd", path=path)
    if program is None:
        return "there is no useradd; make it by hand, or set DATABASE_URL"
    command = [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    made = subprocess.run(  # noqa: S603 -- constant words
        command, check=False, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )
    return made.stderr.strip()
