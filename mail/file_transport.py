"""Where no mail server is set: mails become files that a newcomer can open."""

import asyncio
from pathlib import Path

import structlog

from mail.mime_messages import Envelope

log = structlog.get_logger(__name__)


class Folder:
    """Carries mails into a folder, each as an .eml file; one that comes twice is one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def carry(self, envelope: Envelope) -> None:
        """Write the file, for its owner's eyes only, and say where it is."""
        path = self._path / f"{envelope.name}.eml"
        await asyncio.to_thread(_write, path, envelope.content)
        log.info("mail_written", file=str(path), recipient=envelope.recipient, subject=envelope.subject)

    async def rest(self) -> None:
        """A folder needs none."""


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
