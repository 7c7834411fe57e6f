"""The text inputs of API clients and their tokens, for text_inputs.py."""

from collections.abc import Callable
from typing import TypeVar

import models
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_clients

T = TypeVar("T")


async def text_inputs(api: Api, sample: SampleRegister, made: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema, each made of operation, account, variables and path."""
    client = {"input": api_clients.client_input(sample)}
    token = {"input": {"apiClientId": (await api_clients.created(api, sample))["id"]}}
    return {
        "CreateApiClientInput.name": made(
            api_clients.CREATE, "operator", client, ("input", "name"), longest=120, column=(models.ApiClient, "name")
        ),
        "CreateApiClientInput.idempotencyKey": made(
            api_clients.CREATE, "operator", client, ("input", "idempotencyKey"), "MALFORMED"
        ),
        "IssueApiTokenInput.name": made(
            *(api_clients.ISSUE_TOKEN, "operator", token, ("input", "name")),
            longest=120,
            column=(models.AccessToken, "name"),
        ),
    }
