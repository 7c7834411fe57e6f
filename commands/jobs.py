"""kakusho jobs: list jobs that are dead, failing or not worked on, and retry dead ones."""

import argparse
from collections.abc import Sequence
from uuid import UUID

from commands import clock, configured_settings, database_access
from jobs import stuck_jobs

HELP = "list mails and documents that are dead, failing or not worked on"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--retry` without ids means all dead jobs."""
    parser.add_argument("--retry", nargs="*", type=UUID, metavar="ID", help="retry dead ones first: these, or all")


def run(arguments: argparse.Namespace) -> int:
    """Retry if asked to, then print a line a job, with tabs between job, kind, id, state, attempts, due and error."""
    settings = configured_settings.configure()
    database_access.run(settings, lambda: _list(arguments.retry))
    return 0


async def _list(retried: Sequence[UUID] | None) -> None:
    if retried is not None:
        print(f"{await stuck_jobs.retry(at=clock.now(), ids=retried or None)}件をやり直します。")
    for each in await stuck_jobs.find(at=clock.now()):
        print(*each[:-2], each.due_at.isoformat(timespec="seconds"), each.last_error or "", sep="\t")
