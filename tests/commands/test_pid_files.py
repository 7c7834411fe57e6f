import os
import subprocess
import sys
from pathlib import Path

import psutil

from commands import pid_files
from settings import Settings


def test_a_server_is_on_record_for_as_long_as_it_runs(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", port=8123)
    with pid_files.recorded(settings):
        (record,) = (tmp_path / "data").iterdir()
        assert record.name == "server-8123.pid"
        assert record.read_text().split()[0] == str(os.getpid())
        assert [path.stat().st_mode & 0o066 for path in (tmp_path / "data", record)] == [0, 0]
    assert list((tmp_path / "data").iterdir()) == []


def record(folder: Path, program: str, port: int) -> subprocess.Popen[bytes]:
    """A process that prints a line when it is ready, recorded as a server."""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)  # noqa: S603 -- our own command
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    created = psutil.Process(process.pid).create_time()
    (folder / f"server-{port}.pid").write_text(f"{process.pid} {created}\n")
    return process


def test_stops_every_server_and_kills_the_stubborn(tmp_path: Path) -> None:
    obedient = record(tmp_path, "import time; print('ready', flush=True); time.sleep(60)", 1)
    ignore = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    stubborn = record(tmp_path, f"{ignore}print('ready', flush=True); time.sleep(60)", 2)
    assert pid_files.stop_all(tmp_path, seconds=0.5) == 2
    for process in (obedient, stubborn):
        process.wait(5)
        assert not psutil.pid_exists(process.pid)
    assert list(tmp_path.iterdir()) == []


def test_leaves_those_alone_who_got_the_number_of_a_dead_server(tmp_path: Path) -> None:
    (tmp_path / "server-1.pid").write_text(f"{os.getpid()} 1.0\n")
    (tmp_path / "server-2.pid").write_text("not a record\n")
    (tmp_path / "server-3.pid").write_text("999999999 1.0\n")
    assert pid_files.stop_all(tmp_path, seconds=1) == 0
    assert list(tmp_path.iterdir()) == []
