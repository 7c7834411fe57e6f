"""Which servers run on a data folder, so that `kakusho stop` finds them."""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil

from settings import Settings

PATTERN = "server-*.pid"


@contextmanager
def recorded(settings: Settings) -> Generator[None]:
    """This process counts as a server of its data folder for as long as the context lasts."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / PATTERN.replace("*", str(settings.port))
    path.write_text(f"{os.getpid()} {psutil.Process().create_time()}\n")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def stop_all(data_dir: Path, *, seconds: float) -> int:
    """Ask every server of the data folder to end, and wait for it; after `seconds` it is killed. Returns how many."""
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
    """The process of a record, unless it has ended; its number may be another's by now."""
    try:
        pid, created = path.read_text().split()
        process = psutil.Process(int(pid))
        return process if process.create_time() == float(created) and not _has_ended(process) else None
    except (ValueError, OSError, psutil.NoSuchProcess):
        return None


def _has_ended(process: psutil.Process) -> bool:
    """Also where nobody has fetched its exit status yet: in containers that may never happen."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
