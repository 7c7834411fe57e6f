"""What every operation knows: who asks, when, from where, and the services of this process."""

import asyncio
import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypedDict

import strawberry

from models import numbering
from models.parties.viewer import Viewer
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
    """What lives as long as the process."""

    keyring: Keyring
    throttle: Throttle
    rate_limiter: RateLimiter
    documents: DocumentServices
    verifier: SignatureVerifier
    notices: NoticeReader
    slices: Slices = field(default_factory=Slices)


class Caller(TypedDict):
    """Who asks and when, as use cases take it."""

    viewer: Viewer | None
    at: datetime.datetime


@dataclass(frozen=True)
class Context:
    """One request. `token` is the bearer token as it was sent, `at` the moment at which the request came in.

    `operation` is what it asks for; without one, graphql-core parses and validates by itself.
    """

    services: Services
    viewer: Viewer | None
    token: str | None
    address: str
    at: datetime.datetime
    operation: Operation | None = None

    @property
    def caller(self) -> Caller:
        """`viewer` and `at`, to be passed on as arguments."""
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
