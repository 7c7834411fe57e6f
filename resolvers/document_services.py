"""The services of a process for rendering, storing and reading documents."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from pdf.documents.renderer import Renderer
from security.auth_keys import Keyring
from security.signed_urls import SignedUrls
from storage.store import Store

WAIT_SECONDS = 5
"""How long a reader waits for all documents of a request together; a request has ten."""


@dataclass(frozen=True)
class DocumentServices:
    """Renders, encrypts and stores documents, and signs links to them."""

    renderer: Renderer
    store: Store
    keyring: Keyring
    signed_urls: SignedUrls
    address: str
    """The URL of this installation, without a trailing slash."""
    in_flight: dict[asyncio.Task[Any], str] = field(default_factory=dict[asyncio.Task[Any], str])
    """Rendering in progress and its source, also for readers that have disconnected."""

    async def close(self) -> None:
        """Cancel what is in flight (another process renders it later) and end the render processes."""
        for task in self.in_flight:
            task.cancel()
        await asyncio.gather(*self.in_flight, return_exceptions=True)
        await self.renderer.close()


def wait_deadline(now: float) -> float:
    """When a reader who begins `now` stops waiting for documents; both are times of the event loop's clock."""
    return now + WAIT_SECONDS
