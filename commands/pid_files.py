"""Files with the process ids of the servers of a data folder, for `kakusho stop`."""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil

from database.server_account import make_data_folder
from settings import Settings

PATTERN = "server-*.pid"


@contextmanager
def recorded(settings: Settings) -> Generator[None]:
    """Writes the file of this process, and deletes it at the end."""
    make_data_folder(settings.data_dir)
    path = settings.data_dir / PATTERN.replace("*", str(settings.port))
    path.touch(mode=0o600)
    path.write_text(f"{os.getpid()} {psutil.Process().create_time()}\n")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def stop_all(data_dir: Path, *, seconds: float) -> int:
    """Terminate every server of the data folder, and kill it if it runs after `seconds`. Returns how many."""
    running = [process for path in data_dir.glob(PATTERN) if (process := _running(path))]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + seconds
    while any(not _has_ended(process) for process in running) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in running:
        if not _has_ended(process):
            process.kill()
    for path in data_dir.glob(PATTERN):
        path.unlink(missing_ok=True)
    return len(running)


def _running(path: Path) -> psutil.Process | None:
    """The process of a file, unless it has ended; another process may have its id now."""
    try:
        pid, created = path.read_text().split()
        process = psutil.Process(int(pid))
        return process if process.create_time() == float(created) and not _has_ended(process) else None
    except (ValueError, OSError, psutil.NoSuchProcess):
        return None


def _has_ended(process: psutil.Process) -> bool:
    """A zombie counts as ended: in containers its exit status may never be read."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
