"""The listeners of the server."""

import asyncio
import socket
from contextlib import ExitStack

import pytest
import uvloop

from commands import listening_socket
from settings import Settings, SettingsError


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_waiting_connections_are_accepted_in_a_few_turns_of_the_loop() -> None:
    settings, accepted = Settings(host="127.0.0.1", port=_free_port()), list[asyncio.BaseTransport]()

    class Accepting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted.append(transport)

    async def turns(listeners: list[socket.socket]) -> int:
        loop = asyncio.get_running_loop()
        servers = [await loop.create_server(Accepting, sock=listener) for listener in listeners]
        count = 0
        while len(accepted) < 100:
            count += 1
            await asyncio.sleep(0)
        for each in [*servers, *accepted]:
            each.close()
        await asyncio.gather(*(server.wait_closed() for server in servers))
        return count

    with listening_socket.opened(settings) as listeners, ExitStack() as clients:
        for _ in range(100):
            clients.enter_context(socket.create_connection(("127.0.0.1", settings.port)))
        assert uvloop.run(asyncio.wait_for(turns(listeners), 60)) <= 20


def test_a_port_in_use_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(host="127.0.0.1", port=int(taken.getsockname()[1]))
        with pytest.raises(SettingsError, match=f"PORT {settings.port} "), listening_socket.opened(settings):
            pass
