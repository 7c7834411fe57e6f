"""The embedded PostgreSQL: a real server in the data folder, for installations without DATABASE_URL.

The server belongs to its data folder: it outlives a killed application, the next `start` attaches to it again, and it
stops when the last process that uses it calls `release`. It listens on a unix socket only, in a folder that only its
owner may enter; anyone with access to it can sign in as a superuser of the database.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError
from urllib.parse import quote

import psutil

from database import server
from database.server_account import account_for, make_data_folder
from database.table_rights import EMBEDDED_LOGIN

_used: dict[Path, int] = {}
"""Server folder → open file; its shared lock marks this process as a user of the server."""


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL cannot be started or stopped; the message says why, and where its log is."""


def start(data_dir: Path, *, database: str = "kakusho") -> str:
    """Start the server of `data_dir` or attach to it, and return the URL of `database`, which is made when missing.

    The URL suits asyncpg and Tortoise; its role owns the tables. This process counts as a user of the server until it
    calls `release` or ends.
    Blocks for about a second the first time, for a fifth of one later. Raises EmbeddedDatabaseError.
    """
    folder = _folder(data_dir)
    with _errors_explained(folder):
        account = account_for(folder)
        make_data_folder(folder.parent)
        with _exclusively(folder):
            socket_folder = server.ensure_running(folder, account, database)
            if folder not in _used:
                _used[folder] = _locked(folder.with_suffix(".users"), fcntl.LOCK_SH)
    return f"postgresql://{server.SUPERUSER}@/{quote(database)}?host={quote(str(socket_folder))}&port={server.PORT}"


def runtime_url(url: str) -> str:
    """The URL of `start` for servers and workers; its role owns nothing."""
    return url.replace(f"//{server.SUPERUSER}@", f"//{EMBEDDED_LOGIN}@", 1)


def release(data_dir: Path) -> bool:
    """End this process's use of the server, and stop the server if no other process uses it. True if it was stopped.

    Raises EmbeddedDatabaseError.
    """
    folder = _folder(data_dir)
    if folder not in _used:
        return False
    with _errors_explained(folder), _exclusively(folder):
        descriptor = _used.pop(folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return server.ensure_stopped(folder)


def stop(data_dir: Path) -> bool:
    """Stop the server of `data_dir`, regardless of its users. True if one was running.

    Returns when it has ended, after a tenth of a second as a rule. Raises EmbeddedDatabaseError.
    """
    folder = _folder(data_dir)
    with _errors_explained(folder):
        if not folder.exists():
            return False
        with _exclusively(folder):
            return server.ensure_stopped(folder)


def _folder(data_dir: Path) -> Path:
    return data_dir.resolve() / "postgresql"


@contextmanager
def _errors_explained(folder: Path) -> Generator[None]:
    try:
        yield
    except PermissionError as error:
        raise EmbeddedDatabaseError(
            f"no access to the data folder ({error}): run as its owner, or set DATA_DIR or DATABASE_URL"
        ) from error
    except (OSError, SubprocessError, psutil.Error) as error:
        raise EmbeddedDatabaseError(f"PostgreSQL in {folder}: {server.explain(error, folder)}") from error


@contextmanager
def _exclusively(folder: Path) -> Generator[None]:
    """Only one process at a time starts or stops the server of a folder; the lock ends with the process."""
    descriptor = _locked(folder.with_suffix(".lock"), fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(path: Path, operation: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, operation)
    return descriptor
