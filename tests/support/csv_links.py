"""Links to CSV files, their content, and their records."""

import csv
import io
from typing import Any

from models.audit_records import AuditEvent
from tests.conftest import Api

FILTERS = {
    "certificates": "CertificateFilter",
    "feeStatements": "FeeStatementFilter",
    "monthlyBills": "MonthlyBillFilter",
}
CSV = "query($f: CertificateFilter) { certificatesCsv(filter: $f) { url filename } }"


def query(list_: str) -> str:
    """The operation that answers with the link to a list's file."""
    return CSV.replace("certificates", list_).replace("CertificateFilter", FILTERS[list_])


async def link(api: Api, *, as_: str = "obligee", of: str = "certificates", **filter_: Any) -> str:
    return (await api.data(query(of), as_=as_, f=filter_))[f"{of}Csv"]["url"]


async def table(api: Api, **asked: Any) -> list[dict[str, str]]:
    """The lines of the file by heading; `asked` are as for `link`."""
    answer = await api.http.get(await link(api, **asked))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def events(subject: str = "certificates") -> list[tuple[str, str | None]]:
    found = await AuditEvent.filter(action__startswith=f"{subject}.").order_by("id")
    return [(event.action, event.subject) for event in found if "export" in event.action]
