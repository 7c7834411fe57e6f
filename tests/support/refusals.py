"""Proof that a refusal changes nothing: the contents of every table, before and after."""

from typing import Any

import httpx
from tortoise import connections

from tests.conftest import Api


async def table_contents(*, but: tuple[str, ...] = ()) -> dict[str, str]:
    """A digest of every row of every table, by table; uses of a token and failed attempts do not count as changes."""
    execute = connections.get("default").execute_query_dict
    tables = await execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    digests = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) || ':' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        f" AS digest FROM (SELECT to_jsonb(t) - 'last_used_at' AS t FROM \"{name}\" t) t"
        for name in (row["tablename"] for row in tables)
        if name not in (*but, "failure_window")
    )
    return {row["name"]: row["digest"] for row in await execute(digests)}


async def unchanged(
    api: Api, query: str, *, as_: str | None = None, but: tuple[str, ...] = (), **variables: Any
) -> httpx.Response:
    """The response to an operation that changes nothing in the database (except in the tables `but`)."""
    if as_ is not None:
        await api.token(as_)
    before = await table_contents(but=but)
    response = await api.post(query, as_=as_, **variables)
    assert await table_contents(but=but) == before
    return response


async def refused(
    api: Api, query: str, *, as_: str | None = None, but: tuple[str, ...] = (), **variables: Any
) -> dict[str, Any]:
    """The refusal in a mutation's union; nothing has changed in the database."""
    response = await unchanged(api, query, as_=as_, but=but, **variables)
    body = response.json()
    assert response.status_code == 200, body
    assert "errors" not in body, body
    return next(iter(body["data"].values()))


async def error_of(api: Api, query: str, *, as_: str | None = None, **variables: Any) -> tuple[int, str, str]:
    """Status, code and message of the only error of an operation that changes nothing."""
    response = await unchanged(api, query, as_=as_, **variables)
    errors = response.json()["errors"]
    assert len(errors) == 1, errors
    return response.status_code, errors[0]["extensions"]["code"], errors[0]["message"]
