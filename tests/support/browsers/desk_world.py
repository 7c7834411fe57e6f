"""What the desks work with: a server with the demonstration's data, its worker, a mail server, clients of the API."""

import re
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx

from resolvers import throttle_failures
from security.throttle import Throttle
from tests.conftest import Api, Clock
from tests.support.mails import wait_until
from tests.support.servers import server_processes
from tests.support.servers.smtp_servers import MailServer, listening


@dataclass
class World:
    """The server can be stopped and started again; it keeps its address, and its data."""

    folder: Path
    mails: MailServer
    port: int = field(default_factory=server_processes.free_port)
    tokens: dict[str, str] = field(default_factory=dict[str, str])
    _running: ExitStack = field(default_factory=ExitStack)

    @property
    def address(self) -> str:
        """Where browsers find it, and where the links of its mails lead."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Wait until it answers."""
        own = {"DATA_DIR": self.folder / "data", "PORT": self.port, "PUBLIC_URL": self.address}
        serving = server_processes.serving(self.folder, **own, SMTP_URL=self.mails.url, SAMPLE_DATA="demo")
        self._server = self._running.enter_context(serving)

    def stop(self) -> None:
        """Wait until it has ended."""
        self._running.close()

    def output(self) -> str:
        """The server's output since its last start."""
        return self._server.output()

    @asynccontextmanager
    async def api(self) -> AsyncGenerator[Api]:
        """Clients of the sample accounts, which stay signed in."""
        async with httpx.AsyncClient(base_url=self.address, timeout=server_processes.SECONDS) as http:
            yield Api(http, Clock(), Throttle(throttle_failures.count), self.tokens)

    async def mail(self, recipient: str, *texts: str) -> EmailMessage:
        """Wait for a mail to this address with all of these texts; the latest one."""
        found: list[EmailMessage] = []

        def has_come() -> bool:
            found[:] = [mail for mail in self._mails_to(recipient) if all(text in _text(mail) for text in texts)]
            return bool(found)

        await wait_until(has_come)
        return found[-1]

    def _mails_to(self, recipient: str) -> list[EmailMessage]:
        mails = [mail for mail in self.mails.accepted if mail.recipient == recipient]
        return [message_from_bytes(mail.content, policy=policy.default) for mail in mails]


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{part.get_content() if part else ''}"


def link_of(mail: EmailMessage) -> str:
    """The only link in a mail."""
    (link,) = set(re.findall(r"http://[^\s>]+", _text(mail)))
    return link


@asynccontextmanager
async def world() -> AsyncGenerator[World]:
    """In a new folder, within the context; at its end the server must not have reported a fault of its own."""
    with server_processes.folder() as folder:
        async with listening(MailServer()) as mails:
            made = World(folder, mails)
            made.start()
            try:
                yield made
                assert "Traceback" not in made.output()
            finally:
                made.stop()
