"""The transport without a mail server: writes mails to files."""

import asyncio
from pathlib import Path

import structlog

from mail.mime_messages import MailMessage

log = structlog.get_logger(__name__)


class FileTransport:
    """Writes mails into a folder, each as an .eml file; a mail that is sent twice gives one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: MailMessage) -> None:
        """Write the file, readable by its owner only, and log where it is."""
        path = self._folder / f"{message.name}.eml"
        await asyncio.to_thread(_write, path, message.content)
        log.info("mail_written", file=str(path), recipient=message.recipient, subject=message.subject)

    async def close_idle(self) -> None:
        """Does nothing: there is no connection."""


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
