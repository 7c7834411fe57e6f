"""What making, keeping and handing out documents needs, as it lives in a process."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from pdf.documents.renderer import Renderer
from security.auth_keys import Keyring
from security.signed_urls import SignedUrls
from storage.store import Store


@dataclass(frozen=True)
class Archive:
    """Where documents are printed, sealed and kept, and how links to them are made."""

    renderer: Renderer
    store: Store
    keyring: Keyring
    signed_urls: SignedUrls
    address: str
    """The URL of this installation, without a slash at the end."""
    under_way: set[asyncio.Task[Any]] = field(default_factory=set[asyncio.Task[Any]])
    """What is being made, also for a reader who has gone."""

    async def close(self) -> None:
        """Give up what is being made (somebody makes it later) and end the printing processes."""
        for task in self.under_way:
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        await self.renderer.close()
