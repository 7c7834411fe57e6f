"""What accounting sees of an issued guarantee: its statement in the surety's list and file."""

import csv
import io
from typing import Any

import httpx

from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.scenarios import Scenario


async def lines_of(api: Api, link: dict[str, str]) -> list[dict[str, str]]:
    """The lines of a CSV file by heading."""
    answer = await api.http.get(httpx.URL(link["url"]).raw_path.decode())
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def accounted(api: Api, scenario: Scenario, guarantee: dict[str, Any]) -> None:
    """Paid, if it is paid singly; otherwise open until the bill of its month is paid."""
    is_single = scenario.fee == "SINGLE"
    wanted = {"guaranteeNumber": guarantee["number"], "method": scenario.fee, "isPaid": is_single}
    found = await api.data(operations.STATEMENTS, as_="surety", f=wanted)
    (edge,) = found["feeStatements"]["edges"]
    (line,) = await lines_of(api, found["feeStatementsCsv"])
    assert (line["計算書番号"], line["差引額"]) == (edge["node"]["number"], str(edge["node"]["due"]))
    assert (bool(line["入金日"]), bool(line["請求月"]), line["請求書番号"]) == (is_single, not is_single, "")
    others = await api.data(operations.STATEMENTS, as_="surety", f=wanted | {"isPaid": not is_single})
    assert others["feeStatements"]["edges"] == []
