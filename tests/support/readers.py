"""Readers as schema/ and web/ create them."""

import asyncio
import datetime

from models.parties.viewer import Viewer
from resolvers import read_context
from resolvers.document_services import wait_deadline
from resolvers.loading import Reader
from tests.conftest import DOCUMENT_SERVICES, NOON


def soon() -> float:
    """When a reader who begins now stops waiting for documents."""
    return wait_deadline(asyncio.get_running_loop().time())


def reader_of(viewer: Viewer | None, at: datetime.datetime = NOON) -> Reader:
    """A reader with the tests' services."""
    return read_context.reader(viewer, at=at, services=DOCUMENT_SERVICES, wait_until=soon())
