"""What every operation knows: who asks, when, from where, and the services of this process."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import strawberry

from models import numbering
from models.parties.viewer import Viewer
from pdf.reading.notice_reader import NoticeReader
from pdf.signing.signature_verifier import SignatureVerifier
from resolvers import loading
from resolvers.document_services import Archive
from resolvers.loading import Reader
from schema.reading.lookahead import include
from security.auth_keys import Keyring
from security.rate_limiter import RateLimiter
from security.throttle import Throttle


@dataclass(frozen=True)
class Services:
    """What lives as long as the process."""

    keyring: Keyring
    throttle: Throttle
    rate_limiter: RateLimiter
    archive: Archive
    verifier: SignatureVerifier
    notices: NoticeReader


@dataclass(frozen=True)
class Context:
    """One request. `token` is the bearer token as it was sent, `at` the moment at which the request came in."""

    services: Services
    viewer: Viewer | None
    token: str | None
    address: str
    at: datetime.datetime

    @property
    def today(self) -> datetime.date:
        """The day in Japan."""
        return numbering.today(self.at)

    @cached_property
    def reader(self) -> Reader:
        """For reads, all of which share its patience."""
        return Reader(self.viewer, self.at, self.services.keyring, self.services.archive)


Info: TypeAlias = strawberry.Info[Context, None]


async def loaded(info: Info, row: Any, *path: str, on: str) -> Any:
    """The row with everything loaded along that is selected at `path` of the union's member `on`."""
    await loaded_each(info, [row], *path, on=on)
    return row


async def loaded_each(info: Info, rows: Sequence[Any], *path: str, on: str) -> None:
    """The same for rows that stand at one place of a list's items, in as many statements as for one."""
    await loading.load(rows, include(info, *path, on=on), reader=info.context.reader)
