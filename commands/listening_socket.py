"""The socket that the server listens on, duplicated.

uvloop (libuv 1.45 and later) accepts one connection per listener in each turn of the loop. With a single listener a new
client waits one turn for every connection that arrived before it, and a turn may include a whole request.
"""

import os
import socket
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from settings import Settings, SettingsError

BACKLOG = 2048
"""Connections that wait to be accepted."""
LISTENERS = 32
"""Connections that are accepted in each turn of the loop."""


@contextmanager
def opened(settings: Settings) -> Generator[list[socket.socket]]:
    """Listeners on HOST and PORT with one queue of connections; closed at the end.

    Raises SettingsError when the port cannot be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SettingsError(f"PORT {settings.port} on HOST {settings.host} cannot be used: {reason}") from None
    with ExitStack() as stack:
        stack.enter_context(listener)
        yield [listener, *(stack.enter_context(listener.dup()) for _ in range(LISTENERS - 1))]
