"""What must not happen while somebody works at a desk: errors in the console, failed requests, breaches of the CSP."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, ConsoleMessage, Request, Response, WebError

REPORT_BREACHES = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
ABANDONED = "net::ERR_ABORTED"
"""A request that the page no longer needs, because somebody has gone on; also the beginning of a download."""
FIRST_ERROR = 400


@dataclass
class Faults:
    """The faults of all pages of a browser context."""

    found: list[str] = field(default_factory=list[str])

    async def watch(self, context: BrowserContext) -> None:
        """From now on."""
        await context.add_init_script(REPORT_BREACHES)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    @contextmanager
    def expected(self, *patterns: str) -> Generator[None]:
        """Within the context, faults of these patterns belong to the test, such as those of a cut network."""
        before = len(self.found)
        yield
        self.found[before:] = [
            fault for fault in self.found[before:] if not any(re.search(pattern, fault) for pattern in patterns)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.found.append(f"error: {error.error}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABANDONED:
            self.found.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= FIRST_ERROR:
            self.found.append(f"answered: {response.status} {response.request.method} {response.url}")


CUT = (r"net::ERR_", r"Failed to fetch")
"""While the network is cut or the server is down."""
SIGNED_OUT = (r"answered: 401", r"status of 401")
"""Once a session has ended."""
