"""Links to CSV files, and their records."""

from typing import Any

from models.audit_records import AuditEvent
from tests.conftest import Api

CSV = "query($f: CertificateFilter) { certificatesCsv(filter: $f) { url filename } }"


async def link(api: Api, *, as_: str = "obligee", **filter_: Any) -> str:
    return (await api.data(CSV, as_=as_, f=filter_))["certificatesCsv"]["url"]


async def events() -> list[tuple[str, str | None]]:
    found = await AuditEvent.filter(action__startswith="certificates.").order_by("id")
    return [(event.action, event.subject) for event in found]
