"""API clients and their tokens, through the use cases."""

import datetime
from uuid import UUID

import pytest

from models.commands import ApiClientRequest
from models.enums import Role
from models.errors import InvalidInput
from models.parties.account import AccessToken, ApiClient
from models.parties.viewer import Viewer
from resolvers.parties import identify, manage_api_clients, manage_api_tokens
from sample.sample_register import SampleRegister
from tests.conftest import NOON


async def create(
    sample: SampleRegister, *obligees: str, key: str | None = None, name: str = "電子契約", rate: int = 600
) -> ApiClient:
    ids = tuple(sample.obligees[obligee].id for obligee in obligees or ("栃木県",))
    return await manage_api_clients.create(
        request=ApiClientRequest(name, ids, rate), idempotency_key=key, viewer=sample.viewers[Role.OPERATOR], at=NOON
    )


async def issue(
    sample: SampleRegister, client_id: UUID, name: str = "本番", expires_on: datetime.date | None = None
) -> tuple[str, AccessToken]:
    return await manage_api_tokens.issue(
        client_id=client_id, name=name, expires_on=expires_on, viewer=sample.viewers[Role.OPERATOR], at=NOON
    )


async def revoke(sample: SampleRegister, token_id: UUID) -> AccessToken:
    return await manage_api_tokens.revoke(token_id=token_id, viewer=sample.viewers[Role.OPERATOR], at=NOON)


async def identified(token: str, at: datetime.datetime = NOON) -> Viewer | None:
    return await identify.by_token(token=token, address="192.0.2.1", at=at)


def told(caught: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(".".join(problem.path), problem.code) for problem in caught.value.problems]
