"""kakusho stop: end the servers and the embedded PostgreSQL of DATA_DIR."""

import argparse

from commands import configured_settings, pid_files
from commands.serve import SHUTDOWN_SECONDS
from database import embedded

HELP = "stop the server and the embedded PostgreSQL of DATA_DIR"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """There are none."""


def run(_: argparse.Namespace) -> int:
    """Stop them, and wait until they have ended."""
    data_dir = configured_settings.data_dir()
    stopped = [pid_files.stop_all(data_dir, seconds=SHUTDOWN_SECONDS + 5), embedded.stop(data_dir)]
    print("停止しました。" if any(stopped) else "動いているものはありません。")
    return 0
