"""Real mail servers (aiosmtpd, on loopback) that misbehave on request."""

import asyncio
import ssl
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult

DROP, DROP_ACCEPTED, HANG = "drop", "drop, accepted", "hang"
"""Close the connection; the same after having accepted the mail; stop responding."""


@dataclass
class Accepted:
    """A mail that the server has accepted."""

    sender: str
    recipient: str
    content: bytes


@dataclass
class MailServer:
    """The input that a server has received, and its next replies."""

    port: int = 0
    accepted: list[Accepted] = field(default_factory=list[Accepted])
    connections: int = 0
    heard: list[str] = field(default_factory=list[str])
    """Greetings, senders and recipients, as received."""
    stages: list[str] = field(default_factory=list[str])
    seconds: float = 0
    """Before each reply."""
    always: dict[str, str] = field(default_factory=dict[str, str])
    """By command (EHLO, HELO, STARTTLS, AUTH, MAIL, RCPT, DATA), the reply unless `next` has one."""
    next: defaultdict[str, deque[str]] = field(default_factory=lambda: defaultdict[str, deque[str]](deque))
    reached: Callable[[str], None] = lambda _: None
    """Called with the command before the reply."""
    seen: Callable[[bytes], None] = lambda _: None
    """Called with a mail's content before it is accepted."""

    def says(self, command: str) -> str | None:
        """The reply to a command; None leaves it to the library."""
        return self.next[command].popleft() if self.next[command] else self.always.get(command)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(self, server: Any, _: Any, envelope: Any, address: str, __: Any) -> str:  # noqa: N802
        answer = await self._answer("MAIL", server)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server: Any, _: Any, envelope: Any, address: str, __: Any) -> str:  # noqa: N802
        answer = await self._answer("RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802
        self.seen(envelope.content)
        answer = await self._answer("DATA", server, envelope)
        if answer.startswith("250"):
            self._take(envelope)
            self.reached("ACCEPTED")
        return answer

    def _take(self, envelope: Any) -> None:
        (recipient,) = envelope.rcpt_tos
        self.accepted.append(Accepted(envelope.mail_from, recipient, envelope.content))

    async def _answer(self, stage: str, server: Any, envelope: Any = None) -> str:
        self.stages.append(stage)
        self.reached(stage)
        await asyncio.sleep(self.seconds)
        said = self.says(stage) or "250 OK"
        if said == HANG:
            await asyncio.Event().wait()
        if said == DROP_ACCEPTED:
            self._take(envelope)
        if said in {DROP, DROP_ACCEPTED}:
            server.transport.abort()
            return "421 gone"
        return said


class Scripted(SMTP):
    """A server that sends each command's configured reply, in any bytes."""

    event_handler: MailServer

    async def push(self, status: str | bytes) -> None:
        """Replies of bytes that are not UTF-8 are kept as the library keeps them, in surrogates."""
        await super().push(status.encode("utf-8", "surrogateescape") if isinstance(status, str) else status)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        await self._or("EHLO", hostname, super().smtp_EHLO)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        await self._or("HELO", hostname, super().smtp_HELO)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        await self._or("STARTTLS", arg, super().smtp_STARTTLS)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self._or("AUTH", arg, super().smtp_AUTH)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self.event_handler.heard.append(f"MAIL {arg}")
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        self.event_handler.heard.append(f"RCPT {arg}")
        await super().smtp_RCPT(arg)

    async def _or(self, command: str, arg: str, ordinary: Callable[[str], Awaitable[None]]) -> None:
        if command != "AUTH":
            self.event_handler.heard.append(f"{command} {arg}".strip())
        said = self.event_handler.says(command)
        await (ordinary(arg) if said is None else self.push(said))


@asynccontextmanager
async def listening(
    scripted: MailServer,
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    password: str = "",
) -> AsyncGenerator[MailServer]:
    """The server, within the context; entered again it has the same port. `password` is that of "kakusho"."""

    def check(_: Any, __: Any, ___: Any, mechanism: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (b"kakusho", password.encode())
        return AuthResult(success=right, handled=False)

    def connected() -> Scripted:
        scripted.connections += 1
        return Scripted(
            scripted,
            hostname="mail.test",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=check if password else None,
            auth_required=bool(starttls and password),
            auth_require_tls=starttls is not None,  # it does not use TLS from the start
            enable_SMTPUTF8=True,
            loop=loop,
        )

    loop = asyncio.get_running_loop()
    protocols: list[Scripted] = []

    def remembered() -> Scripted:
        protocols.append(connected())
        return protocols[-1]

    server = await loop.create_server(remembered, "127.0.0.1", scripted.port, ssl=tls)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        await _close(server, protocols)


async def _close(server: asyncio.Server, protocols: Sequence[Scripted]) -> None:
    server.close()
    for protocol in protocols:
        if protocol.transport is not None and not protocol.transport.is_closing():
            cast("asyncio.Transport", protocol.transport).abort()
        if protocol._handler_coroutine is not None:
            protocol._handler_coroutine.cancel()
    await server.wait_closed()
    await asyncio.sleep(0)
