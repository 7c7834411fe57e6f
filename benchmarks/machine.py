"""The machine and the versions of a measurement."""

import datetime
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

import orjson
import psutil

from benchmarks import node

PYTHON_PACKAGES = ("strawberry-graphql", "graphql-core", "starlette", "uvicorn", "uvloop", "tortoise-orm", "asyncpg")
NODE_PACKAGES = ("graphql", "graphql-yoga", "dataloader", "mercurius", "fastify", "graphql-jit", "postgraphile", "pg")


def describe(*, postgresql: str, how: str, has_node: bool) -> str:
    """The introduction of a report."""
    python = [f"{name} {importlib.metadata.version(name)}" for name in PYTHON_PACKAGES]
    now = datetime.datetime.now(datetime.UTC)
    memory = f"{psutil.virtual_memory().total / 2**30:.0f} GiB"
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    load = f"load average at the start {os.getloadavg()[0]:.1f}"
    lines = [
        f"- **When**: {now:%Y-%m-%d %H:%M} UTC, commit {_commit()}",
        f"- **Machine**: {_processor()}, {os.cpu_count()} cores, {memory}, {system}; {load}",
        f"- **How**: {how}",
        f"- **PostgreSQL** {postgresql}, as `database/server.py` sets it up (fsync on)",
        f"- **Python** {platform.python_version()}: {', '.join(python)}",
    ]
    if has_node:
        lines.append(f"- **Node.js** {node.version()}: {', '.join(_node_packages())}")
    return "\n".join(lines) + "\n"


def busy_seconds() -> float:
    """CPU time of all processes of this machine so far."""
    times = psutil.cpu_times()
    return times.user + times.system + sum(getattr(times, name, 0.0) for name in ("nice", "irq", "softirq"))


def _node_packages() -> list[str]:
    packages = [(name, node.PEERS / "node_modules" / name / "package.json") for name in NODE_PACKAGES]
    return [f"{name} {orjson.loads(path.read_bytes())['version']}" for name, path in packages if path.exists()]


def _commit() -> str:
    def git(*arguments: str) -> str:
        result = subprocess.run(["git", *arguments], check=False, capture_output=True, text=True, timeout=30)  # noqa: S603, S607
        return result.stdout.strip() if result.returncode == 0 else ""

    changed = " with changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown processor")
