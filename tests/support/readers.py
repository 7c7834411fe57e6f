"""Readers as schema/ and web/ create them."""

import asyncio
import datetime
from uuid import UUID

from models.enums import Role
from models.parties.account import ApiClient
from models.parties.viewer import Viewer
from resolvers import read_context
from resolvers.document_services import wait_deadline
from resolvers.loading import Reader
from tests.conftest import DOCUMENT_SERVICES, NOON


def soon() -> float:
    """When a reader who begins now stops waiting for documents."""
    return wait_deadline(asyncio.get_running_loop().time())


async def system_viewer(*obligee_ids: UUID) -> Viewer:
    """The sample's e-contract system as it acts for these obligees."""
    client = await ApiClient.get(name="見本電子契約システム")
    return Viewer(Role.E_CONTRACT_SYSTEM, client.id, client.name, "192.0.2.9", obligee_ids=obligee_ids)


def reader_of(viewer: Viewer | None, at: datetime.datetime = NOON) -> Reader:
    """A reader with the tests' services."""
    return read_context.reader(viewer, at=at, services=DOCUMENT_SERVICES, wait_until=soon())
