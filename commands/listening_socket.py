"""The socket that the server listens on."""

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager

from settings import Settings, SettingsError

BACKLOG = 2048
"""Connections that wait to be accepted."""


@contextmanager
def opened(settings: Settings) -> Generator[socket.socket]:
    """Listens on HOST and PORT; closed at the end. Raises SettingsError when the port cannot be used."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SettingsError(f"PORT {settings.port} on HOST {settings.host} cannot be used: {reason}") from None
    with listener:
        yield listener
