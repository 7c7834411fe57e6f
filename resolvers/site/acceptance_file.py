"""The list of obligees that accept electronic guarantees as a CSV file, made at most once in ten minutes."""

import asyncio
import datetime
from collections.abc import Sequence
from typing import Any

from tortoise import connections

from models.enums import ContractType, GuaranteeKind
from models.numbering import today
from models.parties.obligee import DateBasis
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS
from resolvers import csv_format
from resolvers.column_conditions import in_force
from resolvers.csv_format import Cell
from resolvers.site.acceptances import place_of

LIFETIME = datetime.timedelta(minutes=10)
HEADING = ("都道府県", "発注者", "契約の種類", "保証", "開始日", "基準となる日", "承認した契約に限る", "備考")
BASES = {DateBasis.CONTRACT_DATE: "契約日", DateBasis.TENDER_NOTICE_DATE: "公告日", DateBasis.BID_DATE: "入札日"}
LIST = f"""
SELECT obligee.name, obligee.prefecture, acceptance.contract_type, acceptance.kind, acceptance.from_date,
    acceptance.basis, acceptance.approved_contracts_only, acceptance.note
FROM obligee JOIN electronic_acceptance AS acceptance
    ON acceptance.obligee_id = obligee.id AND {in_force("acceptance", "$1::date")}
WHERE obligee.is_active ORDER BY obligee.name, acceptance.contract_type DESC, acceptance.kind
"""  # noqa: S608 -- a condition of ours


class AcceptanceFile:
    """The file of one process's database."""

    def __init__(self) -> None:
        self._content = b""
        self._made_at: datetime.datetime | None = None
        self._making = asyncio.Lock()

    async def content(self, at: datetime.datetime) -> bytes:
        """The file in UTF-8, with the mark that Excel needs."""
        async with self._making:
            if self._made_at is None or not datetime.timedelta(0) <= at - self._made_at < LIFETIME:
                rows = await connections.get("default").execute_query_dict(LIST, [today(at)])
                text = await asyncio.to_thread(_written, rows)
                self._content, self._made_at = text.encode(), at
            return self._content


def _written(rows: Sequence[dict[str, Any]]) -> str:
    ordered = sorted(rows, key=lambda row: place_of(row["prefecture"]))
    return csv_format.BOM + csv_format.lines([HEADING, *map(_line, ordered)])


def _line(row: dict[str, Any]) -> Sequence[Cell]:
    return (
        *(row["prefecture"], row["name"]),
        *(CONTRACT_TYPES[ContractType(row["contract_type"])], PRODUCTS[GuaranteeKind(row["kind"])]),
        *(row["from_date"], BASES[DateBasis(row["basis"])], "はい" if row["approved_contracts_only"] else ""),
        row["note"],
    )
