"""The peer without GraphQL: Starlette and asyncpg, one hand-written statement for each operation, JSON by orjson."""

import base64
import hashlib
import hmac
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LOOK_UP = """
SELECT c.guarantee_number, c.kind, c.status, c.reason, c.amendment_number, c.issued_at, c.principal_name,
    c.principal_address, c.obligee_title, c.amount, c.expiry_date, c.deposit_bank, c.surety_name,
    b.code, b.name, b.telephone, g.status AS guarantee_status, g.medium, t.project_name, t.contract_type
FROM auth_key k
JOIN guarantee g ON g.id = k.guarantee_id
JOIN certificate c ON c.guarantee_id = g.id AND c.status = 'CURRENT'
JOIN branch b ON b.id = c.handling_branch_id
JOIN contract t ON t.id = g.contract_id
WHERE k.digest = $1 AND k.status = 'ACTIVE'
"""

LIST = """
WITH page AS (SELECT * FROM contract ORDER BY id DESC LIMIT $1)
SELECT t.id, t.project_name, t.contract_type, t.contract_price, t.contract_date, t.period_from, t.period_to,
    g.id AS guarantee_id, g.number, g.kind, g.medium, g.status, g.amount, g.expiry_date, c.id AS certificate_id,
    c.status AS certificate_status, c.principal_name, c.obligee_title, c.surety_name, c.issued_at
FROM page t
LEFT JOIN guarantee g ON g.contract_id = t.id
LEFT JOIN certificate c ON c.guarantee_id = g.id AND c.status = 'CURRENT'
ORDER BY t.id DESC, g.id
"""

PEPPER = base64.b64decode(os.environ["AUTH_KEY_PEPPER"])


async def cert(request: Request) -> Response:
    """A certificate by number and key."""
    asked = orjson.loads(await request.body())
    digest = hmac.digest(PEPPER, f"{asked['number']}|{asked['key']}".encode(), hashlib.sha256)
    row = await request.app.state.pool.fetchrow(LOOK_UP, digest)
    return _json({"certificate": row and _certificate(row)})


async def contracts(request: Request) -> Response:
    """The newest contracts."""
    count = orjson.loads(await request.body())["first"]
    edges: list[dict[str, Any]] = []
    last = None
    for row in await request.app.state.pool.fetch(LIST, count + 1):
        if row["id"] != last:
            last, guarantees = row["id"], list[dict[str, Any]]()
            edges.append({"node": _contract(row, guarantees)})
        if row["guarantee_id"] is not None:
            guarantees.append(_guarantee(row))  # pyright: ignore[reportPossiblyUnboundVariable]
    return _json({"contracts": {"edges": edges[:count], "pageInfo": {"hasNextPage": len(edges) > count}}})


def _certificate(row: Any) -> dict[str, Any]:
    return {
        "guaranteeNumber": row["guarantee_number"],
        "kind": row["kind"],
        "status": row["status"],
        "reason": row["reason"],
        "amendmentNumber": row["amendment_number"],
        "issuedAt": row["issued_at"],
        "principalName": row["principal_name"],
        "principalAddress": row["principal_address"],
        "obligeeTitle": row["obligee_title"],
        "amount": row["amount"],
        "expiryDate": row["expiry_date"],
        "depositBank": row["deposit_bank"],
        "suretyName": row["surety_name"],
        "handlingBranch": {"code": row["code"], "name": row["name"], "telephone": row["telephone"]},
        "guarantee": {
            "status": row["guarantee_status"],
            "medium": row["medium"],
            "contract": {"projectName": row["project_name"], "contractType": row["contract_type"]},
        },
    }


def _contract(row: Any, guarantees: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "projectName": row["project_name"],
        "contractType": row["contract_type"],
        "contractPrice": row["contract_price"],
        "contractDate": row["contract_date"],
        "periodFrom": row["period_from"],
        "periodTo": row["period_to"],
        "guarantees": guarantees,
    }


def _guarantee(row: Any) -> dict[str, Any]:
    return {
        "number": row["number"],
        "kind": row["kind"],
        "medium": row["medium"],
        "status": row["status"],
        "amount": row["amount"],
        "expiryDate": row["expiry_date"],
        "certificate": row["certificate_id"]
        and {
            "status": row["certificate_status"],
            "principalName": row["principal_name"],
            "obligeeTitle": row["obligee_title"],
            "suretyName": row["surety_name"],
            "issuedAt": row["issued_at"],
        },
    }


def _json(data: Any) -> Response:
    return Response(orjson.dumps({"data": data}), media_type="application/json")


@asynccontextmanager
async def lifespan(application: Starlette) -> AsyncGenerator[None]:
    """The pool, during the application's lifespan."""
    size = int(os.environ["DATABASE_POOL_SIZE"])
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=size) as pool:
        application.state.pool = pool
        yield


if __name__ == "__main__":
    routes = [Route("/cert", cert, methods=["POST"]), Route("/list", contracts, methods=["POST"])]
    uvicorn.run(
        Starlette(routes=routes, lifespan=lifespan),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_level="warning",
        access_log=False,
        server_header=False,
    )
