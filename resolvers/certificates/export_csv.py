"""Lists of certificates as CSV files: by a link of a few minutes, and as a stream of lines."""

import base64
import dataclasses
import datetime
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from models.content.certificate_content import shown_in
from models.content.content_field import Place, ordered
from models.enums import GuaranteeKind
from models.numbering import today
from models.parties.viewer import Viewer
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS
from models.validity import validity
from resolvers import access, audit, csv_format
from resolvers.certificates import record_readings, search
from resolvers.certificates.search import CertificateFilter
from resolvers.csv_format import Cell
from resolvers.document_services import DocumentServices
from resolvers.loading import follow
from resolvers.parties import link_holders
from security.signed_urls import InvalidSignedUrl

PATH = "/exports/certificates/"
PURPOSE = f"{PATH} of a token"
"""The purpose of its signed URLs."""
BATCH = 100
"""Rows that are read, written and sent at a time: a few milliseconds in which other tasks wait."""

VERSION: Mapping[str, str] = {
    "amendment_number": "変更回数",
    "issued_at": "発行日時（日本時間）",
    "guarantee__presented_at": "受領日時（日本時間）",
    "validity": "状態",
    "invalid_since": "無効となった日時（日本時間）",
}
"""Columns of the file besides the content of a certificate, with their headings."""
_FIRST = (
    *("guarantee_number", "kind", "amendment_number", "obligee_title", "principal_name", "principal_address"),
    *("joint_venture_name", "project_name", "amount", "expiry_date", "contract_price", "contract_date", "period_from"),
    *("period_to", "deposit_bank", "issued_at", "guarantee__presented_at", "surety_name", "handling_branch_name"),
    *("handling_branch_telephone", "contract_type", "validity", "invalid_since"),
)
_HEADINGS = VERSION | {field.name: field.heading for field in shown_in(Place.CSV)}
COLUMNS: Mapping[str, str] = {name: _HEADINGS[name] for name in ordered(_HEADINGS, _FIRST)}
"""The headings in the order of the file, which clients may rely on: new columns are appended."""
HEADINGS = tuple(COLUMNS.values())
JUDGED = ("status", "medium", "ended_at", "guarantee__status", "guarantee__ended_at")
"""Columns that the validity needs."""
SELECTED = ("guarantee_id", *(name for name in COLUMNS if name not in {"validity", "invalid_since"}), *JUDGED)
_READ: Mapping[str, Callable[[Any], Any]] = {
    "search": str,
    "kind": GuaranteeKind,
    "obligee_id": UUID,
    "expires_within_days": int,
    "is_valid": bool,
}
"""Parsers for parts of a filter in a signed URL; all others are days."""


class FileLink(NamedTuple):
    """The URL and the name of a file."""

    url: str
    filename: str


class Opened(NamedTuple):
    """The content of a signed URL: which certificates, and the current state of the viewer that it was given to."""

    wanted: CertificateFilter
    viewer: Viewer


def link(
    wanted: CertificateFilter, *, viewer: Viewer | None, services: DocumentServices, at: datetime.datetime
) -> FileLink:
    """A signed URL of these certificates as a file. Raises NotSignedIn, InvalidInput."""
    viewer = access.require("certificatesCsv", viewer)
    search.validate(wanted)
    given = {name: value for name, value in dataclasses.asdict(wanted).items() if value is not None}
    claims = base64.urlsafe_b64encode(orjson.dumps(given)).decode().rstrip("=")
    own = services.signed_urls.make(PURPOSE, [claims, *link_holders.claims_of(viewer)], at=at)
    return FileLink(f"{services.address}{PATH}{own}", filename(at))


async def open_(link: str, *, address: str, services: DocumentServices, at: datetime.datetime) -> Opened:
    """The content of a signed URL. Raises ExpiredSignedUrl, InvalidSignedUrl (also for a holder without access)."""
    given, *holder = services.signed_urls.read(PURPOSE, link, at=at)
    viewer = await link_holders.from_claims(*holder, address=address, at=at)
    if viewer is None:
        raise InvalidSignedUrl
    parts: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(given + "=="))
    wanted = {name: _READ.get(name, datetime.date.fromisoformat)(value) for name, value in parts.items()}
    return Opened(CertificateFilter(**wanted), viewer)


def filename(at: datetime.datetime) -> str:
    """The name of a file generated now."""
    return f"電子証書一覧_{today(at)}.csv"


async def stream(opened: Opened, *, clock: Callable[[], datetime.datetime]) -> AsyncGenerator[bytes]:
    """The file in parts. The audit log records its start first, and its end with the number of rows in any case.

    Between two parts no database connection is held.
    """
    wanted, viewer = opened
    at = clock()
    await audit.record("certificates.export_begun", viewer=viewer, at=at)
    count, end = 0, "certificates.export_broken_off"
    try:
        yield (csv_format.BOM + csv_format.lines([HEADINGS])).encode()
        async for batch in _batches(wanted, viewer=viewer, at=at):
            count += len(batch)
            yield csv_format.lines(batch).encode()
        end = "certificates.exported"
    finally:
        await audit.record(end, viewer=viewer, at=clock(), subject=f"{count} rows")


async def _batches(
    wanted: CertificateFilter, *, viewer: Viewer, at: datetime.datetime
) -> AsyncIterator[Sequence[Sequence[Cell]]]:
    """Each page after the last row of the previous one, recorded before it is handed out."""
    found, after = search.rows(wanted, viewer=viewer, at=at), None
    while True:
        some = follow(found, order=search.LIST.order, after=after).limit(BATCH)
        batch: Any = await some.values_list(*SELECTED)
        if batch:
            if viewer.role in record_readings.READERS:
                await record_readings.record([row[0] for row in batch], viewer=viewer, at=at)
            yield [_cells(row, at) for row in batch]
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _cells(row: Sequence[Any], at: datetime.datetime) -> Sequence[Cell]:
    read: dict[str, Any] = dict(zip(SELECTED, row, strict=True))
    version: Any = SimpleNamespace(**read)
    guarantee: Any = SimpleNamespace(status=read["guarantee__status"], ended_at=read["guarantee__ended_at"])
    found = validity(version, guarantee, at=at)
    cells = read | {
        "kind": PRODUCTS[read["kind"]],
        "contract_type": CONTRACT_TYPES[read["contract_type"]],
        "validity": found.label,
        "invalid_since": found.since,
    }
    return [cells[name] for name in COLUMNS]
