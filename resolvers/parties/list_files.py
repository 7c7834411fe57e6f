"""Lists as CSV files: by a link of a few minutes, and as a stream of lines."""

import base64
import dataclasses
import datetime
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

import orjson
from tortoise.queryset import QuerySet

from models.numbering import today
from models.parties.viewer import Viewer
from resolvers import access, audit, csv_format
from resolvers.csv_format import Cell
from resolvers.document_services import DocumentServices
from resolvers.loading import follow
from resolvers.parties import link_holders
from security.signed_urls import InvalidSignedUrl

BATCH = 100
"""Rows that are read, written and sent at a time: a few milliseconds in which other tasks wait."""

Batches = AsyncIterator[Sequence[Sequence[Cell]]]


class FileLink(NamedTuple):
    """The URL and the name of a file."""

    url: str
    filename: str


class Opened(NamedTuple):
    """The content of a signed URL: which rows, and the current state of the viewer that it was given to."""

    wanted: Any
    viewer: Viewer


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A list that can be had as a file."""

    name: str
    """In its URL, and the file's in ASCII: fee-statements."""
    subject: str
    """In the audit log: fee_statements."""
    title: str
    """The name of the file in Japanese."""
    operation: str
    """Its operation in resolvers/access.py."""
    headings: Sequence[str]
    """In the order of the file, which clients may rely on: new columns are appended."""
    filter: type[Any]
    """A dataclass of conditions, each of a type or None."""
    validate: Callable[[Any], None]
    """Raises InvalidInput for conditions that cannot be."""
    batches: Callable[[Any, Viewer, datetime.datetime], Batches]
    """The lines for conditions, a viewer and a time."""

    @property
    def path(self) -> str:
        """Its URLs begin so."""
        return f"/exports/{self.name}/"

    @property
    def purpose(self) -> str:
        """The purpose of its signed URLs."""
        return f"{self.path} of a token"

    def filename(self, at: datetime.datetime) -> str:
        """The name of a file generated now."""
        return f"{self.title}_{today(at)}.csv"

    def link(
        self, wanted: Any, *, viewer: Viewer | None, services: DocumentServices, at: datetime.datetime
    ) -> FileLink:
        """A signed URL of these rows as a file. Raises NotSignedIn, NotAllowed, InvalidInput."""
        viewer = access.require(self.operation, viewer)
        self.validate(wanted)
        given = {name: value for name, value in dataclasses.asdict(wanted).items() if value is not None}
        claims = base64.urlsafe_b64encode(orjson.dumps(given)).decode().rstrip("=")
        own = services.signed_urls.make(self.purpose, [claims, *link_holders.claims_of(viewer)], at=at)
        return FileLink(f"{services.address}{self.path}{own}", self.filename(at))

    async def open(self, link: str, *, address: str, services: DocumentServices, at: datetime.datetime) -> Opened:
        """The content of a signed URL. Raises ExpiredSignedUrl, InvalidSignedUrl (also for a holder without access)."""
        given, *holder = services.signed_urls.read(self.purpose, link, at=at)
        viewer = await link_holders.from_claims(*holder, address=address, at=at)
        if viewer is None:
            raise InvalidSignedUrl
        parts: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(given + "=="))
        types = get_type_hints(self.filter)
        return Opened(self.filter(**{name: _read(value, types[name]) for name, value in parts.items()}), viewer)

    async def stream(self, opened: Opened, *, clock: Callable[[], datetime.datetime]) -> AsyncGenerator[bytes]:
        """The file in parts. The audit log records its start first, and its end with the number of rows in any case.

        Between two parts no database connection is held.
        """
        wanted, viewer = opened
        at = clock()
        await audit.record(f"{self.subject}.export_begun", viewer=viewer, at=at)
        count, end = 0, f"{self.subject}.export_broken_off"
        try:
            yield (csv_format.BOM + csv_format.lines([self.headings])).encode()
            async for batch in self.batches(wanted, viewer, at):
                count += len(batch)
                yield csv_format.lines(batch).encode()
            end = f"{self.subject}.exported"
        finally:
            await audit.record(end, viewer=viewer, at=clock(), subject=f"{count} rows")


async def pages(rows: QuerySet[Any], selected: Sequence[str], *, order: str) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """The selected columns of all rows, a page after the last row of the previous one; the first column orders them."""
    after = None
    while True:
        batch: Any = await follow(rows, order=order, after=after).limit(BATCH).values_list(*selected)
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _read(value: Any, type_: Any) -> Any:
    """A value of a filter's column, from JSON."""
    (type_,) = set(get_args(type_)) - {NoneType}
    return datetime.date.fromisoformat(value) if type_ is datetime.date else type_(value)
