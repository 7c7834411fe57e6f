"""Lists of certificates as CSV files: by a link of a few minutes, and as a stream of lines."""

import base64
import dataclasses
import datetime
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from models.enums import ContractType, GuaranteeKind
from models.numbering import today
from models.parties.viewer import Viewer
from models.texts.trade_terms import BOTH
from models.validity import validity
from pdf.documents.document_data import Product
from resolvers import access, audit, csv_format
from resolvers.certificates import search
from resolvers.certificates.search import CertificateFilter
from resolvers.csv_format import Cell
from resolvers.document_services import Archive
from resolvers.loading import follow
from resolvers.parties import sessions
from security.signed_urls import InvalidSignedUrl

PATH = "/exports/certificates/"
PURPOSE = f"{PATH} of a token"
"""What its links are made for: a link of another form is none of these."""
BATCH = 100
"""Rows that are read, written and sent at a time: a few milliseconds in which others wait."""

COLUMNS: Mapping[str, str] = {
    "guarantee_number": "保証契約番号",
    "kind": "保証の種類",
    "amendment_number": "変更回数",
    "obligee_title": "被保証者",
    "principal_name": "保証契約者",
    "principal_address": "保証契約者の住所",
    "joint_venture_name": "共同企業体",
    "project_name": BOTH.project_name,
    "amount": "保証金額（円）",
    "expiry_date": "保証期限",
    "contract_price": f"{BOTH.price}（円）",
    "contract_date": BOTH.contract_date,
    "period_from": f"{BOTH.period}（始期）",
    "period_to": f"{BOTH.period}（終期）",
    "deposit_bank": "預託金融機関",
    "issued_at": "発行日時（日本時間）",
    "guarantee__presented_at": "受領日時（日本時間）",
    "surety_name": "保証事業会社",
    "handling_branch_name": "取扱箇所",
    "handling_branch_telephone": "取扱箇所の電話",
}
"""What stands in the file as it is in the row, in this order, under which heading."""
TYPES: Mapping[ContractType, str] = {ContractType.WORKS: "工事", ContractType.SERVICES: "業務委託"}
JUDGED = ("status", "medium", "ended_at", "guarantee__status", "guarantee__ended_at", "contract_type")
"""What is read besides."""
MORE = ("工事・業務委託の別", "状態", "無効となった日時（日本時間）")
HEADINGS = (*COLUMNS.values(), *MORE)
_READ: Mapping[str, Callable[[Any], Any]] = {
    "search": str,
    "kind": GuaranteeKind,
    "obligee_id": UUID,
    "expires_within_days": int,
    "is_valid": bool,
}
"""How parts of a filter are read again from a link; all others are days."""


class FileLink(NamedTuple):
    """Where a file is, and under which name to keep it."""

    url: str
    filename: str


class Opened(NamedTuple):
    """What a link opens: which certificates, and whom it was given to, as he is now."""

    wanted: CertificateFilter
    viewer: Viewer


def link(wanted: CertificateFilter, *, viewer: Viewer | None, archive: Archive, at: datetime.datetime) -> FileLink:
    """A link to these certificates as a file. Raises NotSignedIn, InvalidInput."""
    viewer = access.require("certificatesCsv", viewer)
    search.check(wanted)
    given = {name: value for name, value in dataclasses.asdict(wanted).items() if value is not None}
    claims = base64.urlsafe_b64encode(orjson.dumps(given)).decode().rstrip("=")
    own = archive.signed_urls.make(PURPOSE, [claims, *sessions.claims_of(viewer)], at=at)
    return FileLink(f"{archive.address}{PATH}{own}", filename(at))


async def open_(link: str, *, address: str, archive: Archive, at: datetime.datetime) -> Opened:
    """What a link opens. Raises InvalidSignedUrl, also when who got it may no longer ask, and ExpiredSignedUrl."""
    given, *holder = archive.signed_urls.read(PURPOSE, link, at=at)
    viewer = await sessions.of_claims(*holder, address=address, at=at)
    if viewer is None:
        raise InvalidSignedUrl
    parts: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(given + "=="))
    wanted = {name: _READ.get(name, datetime.date.fromisoformat)(value) for name, value in parts.items()}
    return Opened(CertificateFilter(**wanted), viewer)


def filename(at: datetime.datetime) -> str:
    """Of a file that is made at this moment."""
    return f"電子証書一覧_{today(at)}.csv"


async def stream(opened: Opened, *, clock: Callable[[], datetime.datetime]) -> AsyncGenerator[bytes]:
    """The file in parts. Its beginning is recorded before the first, its end with the number of rows, come what may.

    Between two parts no connection of the database is held.
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
    """Each behind the last row of the one before."""
    found, after = search.rows(wanted, viewer=viewer, at=at), None
    while True:
        some = follow(found, order=search.LIST.order, after=after).limit(BATCH)
        batch: Any = await some.values_list("guarantee_id", *COLUMNS, *JUDGED)
        if batch:
            yield [_cells(row, at) for row in batch]
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _cells(row: Sequence[Any], at: datetime.datetime) -> Sequence[Cell]:
    read: dict[str, Any] = dict(zip(("guarantee_id", *COLUMNS, *JUDGED), row, strict=True))
    version: Any = SimpleNamespace(**read)
    guarantee: Any = SimpleNamespace(status=read["guarantee__status"], ended_at=read["guarantee__ended_at"])
    found = validity(version, guarantee, at=at)
    number, kind, *rest = (read[name] for name in COLUMNS)
    return number, Product(kind).printed, *rest, TYPES[read["contract_type"]], found.label, found.since
