"""kakusho export-checkpoint: write a checkpoint of the audit log to a file, to keep it elsewhere."""

import argparse
import datetime
from pathlib import Path

import app
from commands import configured_settings, database_access
from commands.refusal import RefusedError
from models.after_issue.audit_checkpoint import AuditCheckpoint
from storage.store import ContentNotFound, Store, StoreUnavailable

HELP = "write the signed checkpoint of a day to a file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and which checkpoint."""
    parser.add_argument("file", type=Path, help="the file to write, such as checkpoint.p7m")
    parser.add_argument("--day", type=datetime.date.fromisoformat, help="such as 2026-11-20; the last one by default")


def run(arguments: argparse.Namespace) -> int:
    """Write the file. Raises RefusedError."""
    settings = configured_settings.configure()
    store = app.open_store(settings)
    row, content = database_access.run(settings, lambda: find(day=arguments.day, store=store))
    try:
        arguments.file.write_bytes(content)
    except OSError as error:
        raise RefusedError(f"{arguments.file}に書き出せません（{type(error).__name__}）。") from None
    print(f"{row.day.isoformat()}のチェックポイントを{arguments.file}に書き出しました。")
    return 0


async def find(*, day: datetime.date | None, store: Store) -> tuple[AuditCheckpoint, bytes]:
    """The checkpoint of a day, or the last one, and its bytes. Raises RefusedError."""
    rows = AuditCheckpoint.filter(day=day) if day else AuditCheckpoint.all()
    found = await rows.order_by("-day").first()
    if found is None:
        raise RefusedError("チェックポイントはありません。")
    try:
        return found, await store.get(found.storage_key)
    except (ContentNotFound, StoreUnavailable) as error:
        raise RefusedError(f"チェックポイントを読めません（{type(error).__name__}）。") from None
