"""Rendering documents, for tests that need them."""

import asyncio
import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from database import leases
from models.document import Document
from models.job import LEASE
from pdf.documents.renderer import DocumentData, Renderer, RenderError
from resolvers.document_services import DocumentServices
from resolvers.documents import render_documents
from tests.conftest import DOCUMENT_SERVICES, IDENTITY, NOON

KINDS = ["CERTIFICATE", "FEE_STATEMENT", "KEY_NOTICE"]


def services_with(**changes: Any) -> DocumentServices:
    return dataclasses.replace(DOCUMENT_SERVICES, in_flight={}, **changes)


async def document_kinds(**where: Any) -> list[str]:
    return sorted(document.kind.value for document in await Document.filter(**where))


async def render_all(services: DocumentServices = DOCUMENT_SERVICES, at: datetime.datetime = NOON) -> int:
    """Render all, as the worker does; returns the number of attempts."""
    tried = 0
    while claimed := await claim(at=at):
        tried += len(claimed)
        await asyncio.gather(*(render_one(document, services, at) for document in claimed))
    return tried


async def render_once(services: DocumentServices = DOCUMENT_SERVICES, at: datetime.datetime = NOON) -> int:
    """One attempt at each due document."""
    claimed = await claim(at=at)
    await asyncio.gather(*(render_one(document, services, at) for document in claimed))
    return len(claimed)


async def render_one(
    document: Document, services: DocumentServices = DOCUMENT_SERVICES, at: datetime.datetime = NOON
) -> None:
    await render_documents.render_claimed(document, services=services, clock=lambda: at)


async def claim(ids: Sequence[UUID] | None = None, at: datetime.datetime = NOON, most: int = 16) -> list[Document]:
    return await leases.claim(Document, at=at, until=at + LEASE, most=most, ids=ids)


MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


class Broken(Renderer):
    """A renderer that fails the given number of times, then renders."""

    def __init__(self, failures: int = 1_000, error: Exception | None = None) -> None:
        super().__init__(IDENTITY, processes=1)
        self.failures, self.error = failures, error or RenderError("TextDoesNotFit at layout.py:1")

    async def render(self, data: DocumentData, *, source: str = "") -> bytes:
        if self.failures > 0:
            self.failures -= 1
            raise self.error
        return await DOCUMENT_SERVICES.renderer.render(data, source=source)
