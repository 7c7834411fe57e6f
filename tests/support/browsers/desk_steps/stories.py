"""Stories in steps: a step that fails names itself, and leaves a picture of each window."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import BrowserContext


@dataclass
class Story:
    """What several people do, one after the other."""

    folder: Path
    contexts: list[BrowserContext]

    @asynccontextmanager
    async def step(self, name: str) -> AsyncGenerator[None]:
        """One step, within the context."""
        try:
            yield
        except BaseException as error:
            error.add_note(f"in the step: {name}")
            pages = [page for context in self.contexts for page in context.pages]
            for number, page in enumerate(pages):
                picture = self.folder / f"{name} {number}.png".replace("/", " ")
                await page.screenshot(path=picture, full_page=True)
                error.add_note(f"{page.url}: {picture}")
            raise
