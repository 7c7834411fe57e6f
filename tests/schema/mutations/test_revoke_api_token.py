"""revokeApiToken."""

import datetime

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_clients
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND

VIEWER = "{ viewer { name } }"


async def test_the_token_is_nobodys_and_the_others_go_on(api: Api, sample: SampleRegister) -> None:
    api.clock.at = NOON.astimezone(datetime.UTC)  # as the real one
    client = await api_clients.created(api, sample)
    row = await api_clients.issued(api, client, "本番")
    await api_clients.issued(api, client, "予備")
    for _ in range(2):
        answer = await api.data(api_clients.REVOKE_TOKEN, as_="operator", input={"accessTokenId": row["id"]})
        assert answer["revokeApiToken"]["accessToken"] == row | {"revokedAt": "2026-11-20T03:00:00+00:00"}
    assert await api.data(VIEWER, as_="本番") == {"viewer": None}
    assert await api.data(VIEWER, as_="予備") == {"viewer": {"name": "電子契約"}}


@pytest.mark.parametrize("id_", ["", "x", f"AccessToken_{'0' * 32}"])
async def test_what_is_not_there_is_not_found(api: Api, id_: str) -> None:
    assert await refused(api, api_clients.REVOKE_TOKEN, as_="operator", input={"accessTokenId": id_}) == NOT_FOUND
