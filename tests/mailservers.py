"""Mail servers that are real (aiosmtpd, on loopback) and misbehave when they are told to."""

import asyncio
import ssl
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult

DROP, DROP_ACCEPTED, HANG = "drop", "drop, accepted", "hang"
"""End the connection; the same after having taken the mail; say nothing any more."""


@dataclass
class Accepted:
    """A mail that the server has taken over."""

    sender: str
    recipient: str
    content: bytes


@dataclass
class MailServer:
    """What a server has seen, and what it is to say next."""

    port: int = 0
    accepted: list[Accepted] = field(default_factory=list[Accepted])
    connections: int = 0
    stages: list[str] = field(default_factory=list[str])
    seconds: float = 0
    """Before each answer."""
    always: dict[str, str] = field(default_factory=dict[str, str])
    """By command, what is said to it if nothing else is said next."""
    next: defaultdict[str, deque[str]] = field(default_factory=lambda: defaultdict[str, deque[str]](deque))
    reached: Callable[[str], None] = lambda _: None
    """Called with the command before it is answered."""
    seen: Callable[[bytes], None] = lambda _: None
    """Called with a mail's content before it is taken."""

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
        said = self.next[stage].popleft() if self.next[stage] else self.always.get(stage, "250 OK")
        if said == HANG:
            await asyncio.Event().wait()
        if said == DROP_ACCEPTED:
            self._take(envelope)
        if said in {DROP, DROP_ACCEPTED}:
            server.transport.abort()
            return "421 gone"
        return said


@asynccontextmanager
async def listening(
    house: MailServer, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, password: str = ""
) -> AsyncGenerator[MailServer]:
    """The server, as long as the context lasts; entered again it has the same port. `password` is that of "kakusho"."""

    def check(_: Any, __: Any, ___: Any, mechanism: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (b"kakusho", password.encode())
        return AuthResult(success=right, handled=False)

    def connected() -> SMTP:
        house.connections += 1
        return SMTP(
            house,
            hostname="mail.test",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=check if password else None,
            auth_required=bool(starttls and password),
            auth_require_tls=starttls is not None,  # it takes no notice of TLS from the start
            enable_SMTPUTF8=True,
            loop=loop,
        )

    loop = asyncio.get_running_loop()
    protocols: list[SMTP] = []

    def remembered() -> SMTP:
        protocols.append(connected())
        return protocols[-1]

    server = await loop.create_server(remembered, "127.0.0.1", house.port, ssl=tls)
    house.port = server.sockets[0].getsockname()[1]
    try:
        yield house
    finally:
        server.close()
        for protocol in protocols:
            if protocol.transport is not None:
                cast("asyncio.Transport", protocol.transport).abort()
            if protocol._handler_coroutine is not None:
                protocol._handler_coroutine.cancel()
        await server.wait_closed()
        await asyncio.sleep(0)
