"""The context of every operation: viewer, time, address, and the services of this process."""

import asyncio
import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypedDict

import strawberry

from models import numbering
from models.parties.viewer import Viewer
from pdf.reading.attachment_reader import AttachmentReader
from pdf.reading.notice_reader import NoticeReader
from pdf.signing.signature_verifier import SignatureVerifier
from resolvers import read_context
from resolvers.document_services import DocumentServices, wait_deadline
from resolvers.loading import Reader
from schema.reading.parsed_documents import Operation
from schema.reading.slices import Slices
from security.auth_keys import Keyring
from security.rate_limiter import RateLimiter
from security.throttle import Throttle


@dataclass(frozen=True)
class Services:
    """The services of a process."""

    keyring: Keyring
    throttle: Throttle
    rate_limiter: RateLimiter
    documents: DocumentServices
    verifier: SignatureVerifier
    notices: NoticeReader
    attachments: AttachmentReader
    slices: Slices = field(default_factory=Slices)


class Caller(TypedDict):
    """The viewer and the time, as parameters of use cases."""

    viewer: Viewer | None
    at: datetime.datetime


@dataclass(frozen=True)
class Context:
    """One request. `token` is the bearer token as sent, `at` the time of arrival.

    `operation` is the parsed operation; without one, graphql-core parses and validates.
    """

    services: Services
    viewer: Viewer | None
    token: str | None
    address: str
    at: datetime.datetime
    operation: Operation | None = None

    @property
    def caller(self) -> Caller:
        """`viewer` and `at`, as keyword arguments."""
        return {"viewer": self.viewer, "at": self.at}

    @property
    def today(self) -> datetime.date:
        """The day in Japan."""
        return numbering.today(self.at)

    @cached_property
    def reader(self) -> Reader:
        """For all reads of the request: together they wait for documents as long as one would."""
        wait_until = wait_deadline(asyncio.get_running_loop().time())
        return read_context.reader(self.viewer, at=self.at, services=self.services.documents, wait_until=wait_until)


Info: TypeAlias = strawberry.Info[Context, None]
