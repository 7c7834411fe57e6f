"""Lists of certificates as CSV files."""

import datetime
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from models.content.certificate_content import shown_in
from models.content.content_field import Place, ordered
from models.parties.viewer import Viewer
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS
from models.validity import validity
from resolvers.certificates import record_readings, search
from resolvers.certificates.search import CertificateFilter
from resolvers.csv_format import Cell
from resolvers.parties import list_files
from resolvers.parties.list_files import Batches, ListFile

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


async def _batches(wanted: CertificateFilter, viewer: Viewer, at: datetime.datetime) -> Batches:
    """Each page is recorded before it is handed out."""
    found = search.rows(wanted, viewer=viewer, at=at)
    async for page in list_files.pages(found, SELECTED, order=search.LIST.order):
        if viewer.role in record_readings.READERS:
            await record_readings.record([row[0] for row in page], viewer=viewer, at=at)
        yield [_cells(row, at) for row in page]


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


FILE = ListFile(
    name="certificates",
    subject="certificates",
    title="電子証書一覧",
    operation="certificatesCsv",
    headings=HEADINGS,
    filter=CertificateFilter,
    validate=search.validate,
    batches=_batches,
)
