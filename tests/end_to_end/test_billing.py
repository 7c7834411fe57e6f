"""Monthly payment on a real server with a worker: guarantees of a month, its bill, payments in parts."""

from collections.abc import AsyncGenerator, Generator

import asyncpg
import pytest

from database import embedded
from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.billing_steps import A_MONTH_LATER, bills, document_of, record, working
from tests.end_to_end.fee_steps import lines_of
from tests.support import api_calls
from tests.support.mails import wait_until
from tests.support.pdf.readers import by_pypdf, closed_up
from tests.support.servers import server_processes


@pytest.fixture(scope="module")
def settings() -> Generator[dict[str, object]]:
    """Of a server on a database of its own, with the sample data."""
    with server_processes.folder() as folder:
        url = embedded.start(folder / "database")
        given: dict[str, object] = {"DATA_DIR": folder / "unused", **server_processes.REQUIRED}
        given |= server_processes.database_settings(url) | server_processes.signing_settings(folder)
        given |= {"SMTP_URL": f"smtp://127.0.0.1:{server_processes.free_port()}"}
        for words in (["migrate"], ["demo", "--yes"]):
            assert server_processes.run(*words, **given).returncode == 0
        yield given
        embedded.release(folder / "database")
        embedded.stop(folder / "database")


@pytest.fixture(scope="module")
async def api(settings: dict[str, object]) -> AsyncGenerator[Api]:
    with server_processes.folder() as folder, server_processes.serving(folder, **settings) as server:
        async with server_processes.client(server) as client:
            yield client
            assert "Traceback" not in server.output()


async def test_from_guarantees_of_a_month_to_the_bill_that_is_paid(api: Api, settings: dict[str, object]) -> None:
    approved = await server_processes.approved(api, 3)
    issued = [(await api_calls.issue(api, id_))["guarantee"]["number"] for id_ in approved]
    assert await bills(api, "surety") == ([], [])
    owner = await asyncpg.connect(str(settings["MIGRATION_DATABASE_URL"]))
    await owner.execute(A_MONTH_LATER)

    async def are_made() -> bool:
        return await owner.fetchval("SELECT EXISTS (SELECT FROM monthly_bill)") is True

    with working(settings):
        await wait_until(are_made)
    await owner.close()
    found, lines = await bills(api, "contractor")
    ((bill, line),) = [pair for pair in zip(found, lines, strict=True) if len(pair[0]["items"]) >= len(issued)]
    assert {f"{number}-1" for number in issued} <= {item["statement"]["number"] for item in bill["items"]}
    assert bill["total"] == bill["balance"] == sum(item["statement"]["due"] for item in bill["items"])
    assert (line["請求書番号"], line["残高"]) == (bill["number"], str(bill["total"]))
    assert f"ご請求額{bill['total']:,}円" in closed_up(by_pypdf(await document_of(api, bill)))

    first = await record(api, bill, amount=bill["total"] - 1)
    assert first["bill"]["balance"] == 1
    assert (await record(api, bill, reverses=first["id"]))["bill"]["balance"] == bill["total"]
    assert await bills(api, "surety", isPaid=True) == ([], [])
    assert (await record(api, bill, amount=bill["total"], idempotencyKey="入金1"))["bill"]["balance"] == 0
    assert (await record(api, bill, amount=bill["total"], idempotencyKey="入金1"))["bill"]["balance"] == 0
    ((paid,), (line,)) = await bills(api, "surety", isPaid=True)
    assert (paid["id"], line["入金額"], line["残高"]) == (bill["id"], str(bill["total"]), "0")
    for number in issued:
        wanted = {"guaranteeNumber": number, "isPaid": True}
        found = await api.data(operations.STATEMENTS, as_="surety", f=wanted)
        (line,) = await lines_of(api, found["feeStatementsCsv"])
        assert line["請求書番号"] == bill["number"]
