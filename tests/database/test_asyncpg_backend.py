import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg
import pytest
from tortoise import Model, connections
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.exceptions import BaseORMException
from tortoise.transactions import in_transaction

import models
from database import asyncpg_backend, connection
from database.asyncpg_backend import NameTooLongError
from models.document import Document
from sample.sample_register import SampleRegister
from tests.support.use_cases import advance, issued

POOL = 5
CANCELLATIONS = 2_000


@asynccontextmanager
async def pool_of_five(url: str, client_class: type[AsyncpgDBClient]) -> AsyncGenerator[AsyncpgDBClient]:
    """A second client, beside that of the application."""
    settings = connection.config(url, pool_size=POOL)["connections"]["default"]["credentials"]
    client = client_class(**settings, connection_name="pool of five")
    await client.create_connection(with_db=True)
    yield client
    assert client._pool is not None
    client._pool.terminate()


async def one_transaction(client: AsyncpgDBClient) -> None:
    async with client._in_transaction() as transaction:
        await transaction.execute_query("SELECT 1")


async def cancel_at_random(client: AsyncpgDBClient) -> None:
    """Begin one transaction after another, and cancel each at a different moment."""
    chance = random.Random(1)  # noqa: S311 -- the same moments in every run

    async def begin_and_cancel() -> None:
        task = asyncio.create_task(one_transaction(client))
        await asyncio.sleep(chance.uniform(0, 0.001))
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    for _ in range(CANCELLATIONS // 10):
        await asyncio.gather(*(begin_and_cancel() for _ in range(10)))


async def is_alive(client: AsyncpgDBClient, *, within: float = 20) -> bool:
    """Whether all connections of the pool can be used at the same time."""
    met = asyncio.Barrier(POOL)

    async def hold() -> None:
        async with client._in_transaction() as transaction:
            await transaction.execute_query("SELECT 1")
            await met.wait()

    try:
        async with asyncio.timeout(within):
            await asyncio.gather(*(hold() for _ in range(POOL)))
    except TimeoutError:
        return False
    return True


async def test_random_cancellations_do_not_exhaust_the_pool(database_url: str, register: SampleRegister) -> None:
    async with pool_of_five(database_url, asyncpg_backend.Client) as client:
        await asyncio.wait_for(cancel_at_random(client), 30)
        assert await is_alive(client)


async def test_tortoises_own_backend_still_leaks(database_url: str, register: SampleRegister) -> None:
    """When this fails, upstream has fixed the bug: remove database/asyncpg_backend.py."""
    async with pool_of_five(database_url, AsyncpgDBClient) as client:
        with suppress(TimeoutError):
            await asyncio.wait_for(cancel_at_random(client), 2)
        assert not await is_alive(client, within=1)


async def test_a_transaction_that_cannot_begin_gives_its_connection_back(
    database_url: str, owner_url: str, register: SampleRegister
) -> None:
    async with pool_of_five(database_url, asyncpg_backend.Client) as client:
        assert await is_alive(client)
        killer = await asyncpg.connect(owner_url)
        for _ in range(POOL):
            pids = await _pids(client)
            await killer.execute("SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid", pids)
            with suppress(
                asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, BaseORMException
            ):
                await one_transaction(client)
        await killer.close()
        await asyncio.sleep(0.05)
        assert await is_alive(client)


LONG = "x" * 64


@pytest.mark.parametrize(
    "statement",
    [f'SELECT 1 AS "{LONG}"', f"SELECT 1 AS {LONG}", f'SELECT 1 AS "{"あ" * 22}"', f'SELECT \'"\', 1 AS "{LONG}"'],
)
async def test_a_name_that_would_be_cut_is_an_error_everywhere(sample: SampleRegister, statement: str) -> None:
    client = connections.get("default")
    for read in (client.execute_query, client.execute_query_dict):
        with pytest.raises(NameTooLongError):
            await read(statement)
    async with in_transaction() as outer, in_transaction() as inner:
        for read in (outer.execute_query, outer.execute_query_dict, inner.execute_query, inner.execute_query_dict):
            with pytest.raises(NameTooLongError):
                await read(statement)


async def test_names_that_fit_and_long_texts_are_none(sample: SampleRegister) -> None:
    statement = f"""SELECT '{LONG}, "{LONG}' AS "{LONG[1:]}", 'it''s "{LONG}"' AS {LONG[1:-1]}z"""
    (row,) = await connections.get("default").execute_query_dict(statement)
    assert list(row) == [LONG[1:], LONG[2:] + "z"]


async def test_a_row_is_never_made_without_a_column(sample: SampleRegister) -> None:
    """Three relations give names that are too long; without the guard the contract has no contractor's id."""
    await issued(sample, advance())
    with pytest.raises(NameTooLongError, match=r"^document__certificate__guarantee__contract\."):
        await Document.all().select_related("certificate__guarantee__contract")


@pytest.mark.parametrize("model", [getattr(models, name) for name in models.__all__])
async def test_every_relation_may_be_followed_but_two(sample: SampleRegister, model: type[Model]) -> None:
    found = model.all().select_related(*model._meta.fk_fields).limit(1)
    if model in {models.ElectronicAcceptance, models.ContractingOfficer}:  # whose obligee has the longest columns
        with pytest.raises(NameTooLongError):
            await found
    else:
        await found


async def _pids(client: AsyncpgDBClient) -> list[int]:
    assert client._pool is not None
    return [holder._con.get_server_pid() for holder in client._pool._holders if holder._con is not None]


@pytest.mark.parametrize("broken", [LookupError, asyncio.CancelledError])
async def test_whatever_happens_in_a_transaction_it_gives_its_connection_back(
    database_url: str, register: SampleRegister, broken: Callable[[], BaseException]
) -> None:
    async with pool_of_five(database_url, asyncpg_backend.Client) as client:
        for _ in range(2 * POOL):
            with suppress(LookupError, asyncio.CancelledError):
                async with client._in_transaction():
                    raise broken()
        assert await is_alive(client)


async def is_usable(client: AsyncpgDBClient) -> bool:
    """Whether a query and a transaction both get a connection."""
    ways = (client.execute_query("SELECT 1"), one_transaction(client))
    outcomes = await asyncio.gather(*ways, return_exceptions=True)
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(connection.is_unreachable(error) for error in errors)
    return not errors


async def backend(client: AsyncpgDBClient) -> int:
    _, rows = await client.execute_query("SELECT pg_backend_pid() AS pid")
    return int(rows[0]["pid"])


async def becomes(client: AsyncpgDBClient, *, usable: bool) -> bool:
    """Whether all of its connections become so within seconds: the server reloads its settings with a delay."""
    for _ in range(300):
        if all([await is_usable(client) is usable for _ in range(2 * POOL)]):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_connections_to_a_server_that_becomes_read_only_are_made_anew(
    database_url: str, owner_url: str, register: SampleRegister
) -> None:
    async with pool_of_five(database_url, asyncpg_backend.Client) as client:
        assert await is_alive(client)
        before = await backend(client)
        operator = await asyncpg.connect(owner_url)
        await operator.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        try:
            await operator.execute("SELECT pg_reload_conf()")
            assert await becomes(client, usable=False)
        finally:
            await operator.execute("ALTER SYSTEM RESET default_transaction_read_only")
            await operator.execute("SELECT pg_reload_conf()")
            await operator.close()
        assert await becomes(client, usable=True)
        assert await is_alive(client)
        assert await backend(client) != before


async def test_a_pool_that_opens_while_its_client_is_closed_is_closed_too(database_url: str) -> None:
    settings = connection.config(database_url, pool_size=POOL)["connections"]["default"]["credentials"]
    client = asyncpg_backend.Client(**settings, connection_name="closed early")
    asking = asyncio.create_task(client.execute_query("SELECT 1"))
    await asyncio.sleep(0)
    await client.close()
    with pytest.raises(asyncpg.InterfaceError, match="closed") as refused:
        await asking
    assert client._pool is None
    assert connection.is_unreachable(refused.value)
