"""Steps of monthly payment on a real server: the worker, the bills of a month, and what is paid."""

import datetime
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx

from models.numbering import JAPAN
from tests.conftest import Api
from tests.end_to_end.fee_steps import lines_of
from tests.support.servers import server_processes

A_MONTH_LATER = """
SET session_replication_role = replica;
UPDATE fee_statement SET billing_month = billing_month - interval '1 month';
UPDATE surety SET billed_until = NULL, billing_day = 1;
"""
"""As if this month were the next one: the clock of a server cannot be set."""
BILLS = """query($f: MonthlyBillFilter) { monthlyBillsCsv(filter: $f) { url }
  monthlyBills(filter: $f) { edges { node { id number total balance items { statement { number due } } } } } }"""
RECORD = """mutation($input: RecordFeePaymentInput!) { recordFeePayment(input: $input) {
  __typename ... on UserError { message } ... on BillPaymentRecorded { payment { id bill { balance } } } } }"""

TRIES = 20
"""Of a document: on a busy machine, the first one takes long."""


@contextmanager
def working(settings: dict[str, object]) -> Generator[None]:
    """`kakusho worker`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "worker"],
        cwd=server_processes.ROOT,
        env=server_processes.environment(**settings),
    )
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(server_processes.SECONDS) == 0


async def bills(api: Api, as_: str, **filter_: Any) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The list, and the file."""
    found = await api.data(BILLS, as_=as_, f=filter_)
    return [edge["node"] for edge in found["monthlyBills"]["edges"]], await lines_of(api, found["monthlyBillsCsv"])


async def document_of(api: Api, bill: dict[str, Any]) -> bytes:
    """The PDF; each request waits for it for some seconds."""
    query = "query($id: ID!) { node(id: $id) { ... on MonthlyBill { document { url } } } }"
    for _ in range(TRIES):
        url = (await api.data(query, as_="contractor", id=bill["id"]))["node"]["document"]["url"]
        answer = await api.http.get(httpx.URL(url).raw_path.decode())
        if answer.is_success:
            return answer.content
    raise AssertionError("It was not rendered")


async def record(api: Api, bill: dict[str, Any], *, as_: str = "surety", **given: Any) -> dict[str, Any]:
    """A payment of a bill today."""
    today = datetime.datetime.now(JAPAN).date().isoformat()
    given |= {"monthlyBillId": bill["id"], "paidOn": today}
    answer = (await api.data(RECORD, as_=as_, input=given))["recordFeePayment"]
    assert answer["__typename"] == "BillPaymentRecorded", answer
    return answer["payment"]
