"""The server process of a data folder: finding it, waiting for it, stopping it."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

START_SECONDS = 60
"""Includes recovery after a crash."""
STOP_SECONDS = 30


class ServerError(OSError):
    """PostgreSQL did not start or stop as requested."""


@dataclass(frozen=True)
class Postmaster:
    """The main process of PostgreSQL in `folder`, known by its lock file there: process id, socket, state."""

    folder: Path

    @property
    def lock_file(self) -> Path:
        """Exists while the server runs, and after it was killed."""
        return self.folder / "postmaster.pid"

    @property
    def socket_folder(self) -> Path:
        """Where the running server has its socket."""
        return Path(self._line(4))

    def process(self) -> psutil.Process | None:
        """The running process; None too if another program has the process id of a dead server now."""
        process = _process_in(self.lock_file)
        return process if process and self._is_served_by(process) else None

    def await_ready(self) -> None:
        """Wait until a server that was just started accepts connections. Raises ServerError."""
        deadline = time.monotonic() + START_SECONDS
        while self._line(7) != "ready":
            if time.monotonic() > deadline or not self.process():
                raise ServerError("the server does not get ready")
            time.sleep(0.05)

    def end(self, process: psutil.Process) -> None:
        """Stop the server (fast shutdown), and wait until it has ended. Raises ServerError.

        If that takes more than 30 seconds it is stopped at once (immediate shutdown), and recovers at the next start.
        """
        for request in (signal.SIGINT, signal.SIGQUIT):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(request)
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                if not self.lock_file.exists() or not self._is_served_by(process):
                    return
                time.sleep(0.01)
        raise ServerError(f"process {process.pid} does not end")

    def clear_after_crash(self, socket_lock_file: Path) -> None:
        """Wait for the child processes of a killed server, and delete its lock files if another process has its id now.

        PostgreSQL would take that process for a running server, and not start. Raises ServerError.
        """
        lock_files = [path for path in (self.lock_file, socket_lock_file) if path.exists()]
        deadline = time.monotonic() + STOP_SECONDS
        while lock_files and any(self._is_served_by(process) for process in psutil.process_iter()):
            if time.monotonic() > deadline:
                raise ServerError("processes of a server that was killed do not end")
            time.sleep(0.05)
        for path in lock_files:
            if _process_in(path):
                path.unlink()

    def _is_served_by(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and Path(process.cwd()).samefile(self.folder)
        except (psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
            return False

    def _line(self, index: int) -> str:
        try:
            return os.fsdecode(self.lock_file.read_bytes()).splitlines()[index].strip()
        except (FileNotFoundError, IndexError):
            return ""


def _process_in(lock_file: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int(lock_file.read_text(errors="replace").split()[0]))
    except (FileNotFoundError, IndexError, psutil.NoSuchProcess):
        return None
