"""The idiomatic peer: Strawberry and Tortoise as their documentation shows them, a resolver for each related field."""

import base64
import datetime
import hashlib
import hmac
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, NewType

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.schema.config import StrawberryConfig
from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url

from benchmarks.peers import idiomatic_models as models
from benchmarks.peers.idiomatic_models import (
    CertificateReason,
    CertificateStatus,
    ContractType,
    GuaranteeKind,
    GuaranteeStatus,
    Medium,
)

PEPPER = base64.b64decode(os.environ["AUTH_KEY_PEPPER"])

Yen = NewType("Yen", int)
GuaranteeNumber = NewType("GuaranteeNumber", str)
AuthKey = NewType("AuthKey", str)
SCALARS: dict[object, Any] = {
    Yen: strawberry.scalar(name="Yen", serialize=int, parse_value=int),
    GuaranteeNumber: strawberry.scalar(name="GuaranteeNumber", serialize=str, parse_value=str),
    AuthKey: strawberry.scalar(name="AuthKey", serialize=str, parse_value=str),
}


@strawberry.type
class Branch:
    """A branch."""

    code: str
    name: str
    telephone: str


@strawberry.type
class Certificate:
    """A certificate."""

    guarantee_number: GuaranteeNumber
    kind: GuaranteeKind
    status: CertificateStatus
    reason: CertificateReason
    amendment_number: int
    issued_at: datetime.datetime
    principal_name: str
    principal_address: str
    obligee_title: str
    amount: Yen
    expiry_date: datetime.date
    deposit_bank: str | None
    surety_name: str
    surety_representative: str

    @strawberry.field
    async def handling_branch(self: Any) -> Branch:
        """The branch that handles it."""
        branch: Any = await self.handling_branch
        return branch

    @strawberry.field
    async def guarantee(self: Any) -> "Guarantee":
        """Its guarantee."""
        guarantee: Any = await self.guarantee
        return guarantee


@strawberry.type
class Guarantee:
    """A guarantee."""

    number: GuaranteeNumber | None
    kind: GuaranteeKind
    medium: Medium
    status: GuaranteeStatus
    amount: Yen
    expiry_date: datetime.date | None
    deposit_bank: str | None
    issued_at: datetime.datetime | None

    @strawberry.field
    async def contract(self: Any) -> "Contract":
        """Its contract."""
        contract: Any = await self.contract
        return contract

    @strawberry.field
    async def certificate(self: Any) -> Certificate | None:
        """The version that holds."""
        certificate: Any = await self.certificates.filter(status=CertificateStatus.CURRENT).first()
        return certificate


@strawberry.type
class Contract:
    """A contract."""

    project_name: str
    contract_type: ContractType
    contract_price: Yen
    contract_date: datetime.date
    period_from: datetime.date
    period_to: datetime.date
    advance_payment_planned: bool

    @strawberry.field
    async def guarantees(self: Any) -> list[Guarantee]:
        """Its guarantees."""
        guarantees: Any = await self.guarantees.all().order_by("id")
        return guarantees


@strawberry.type
class ContractEdge:
    """A row of a page."""

    node: Contract


@strawberry.type
class PageInfo:
    """The position of a page."""

    has_next_page: bool


@strawberry.type
class ContractConnection:
    """A page."""

    edges: list[ContractEdge]
    page_info: PageInfo


@strawberry.type
class Query:
    """The two operations."""

    @strawberry.field
    async def certificate(self, guarantee_number: GuaranteeNumber, auth_key: AuthKey) -> Certificate | None:
        """By number and key."""
        digest = hmac.digest(PEPPER, f"{guarantee_number}|{auth_key}".encode(), hashlib.sha256)
        key = await models.AuthKey.get_or_none(digest=digest, status="ACTIVE")
        if key is None:
            return None
        guarantee_id = key.guarantee_id
        current = models.Certificate.filter(guarantee_id=guarantee_id, status=CertificateStatus.CURRENT)
        certificate: Any = await current.first()
        return certificate

    @strawberry.field
    async def contracts(self, first: int = 20) -> ContractConnection:
        """The newest ones."""
        found: Any = await models.Contract.all().order_by("-id").limit(first + 1)
        return ContractConnection(
            edges=[ContractEdge(node=contract) for contract in found[:first]],
            page_info=PageInfo(has_next_page=len(found) > first),
        )


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncGenerator[None]:
    """The pool, during the application's lifespan."""
    connection: dict[str, Any] = expand_db_url(os.environ["DATABASE_URL"])
    connection["credentials"] |= {"minsize": 1, "maxsize": int(os.environ["DATABASE_POOL_SIZE"])}
    apps = {"models": {"models": ["benchmarks.peers.idiomatic_models"]}}
    config = {"connections": {"default": connection}, "apps": apps, "use_tz": True, "timezone": "UTC"}
    await Tortoise.init(config=config, _enable_global_fallback=True)
    yield
    await Tortoise.close_connections()


if __name__ == "__main__":
    schema = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS))
    endpoint: Any = GraphQL(schema)
    application = Starlette(routes=[Route("/graphql", endpoint)], lifespan=lifespan)
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_level="warning",
        access_log=False,
        server_header=False,
    )
