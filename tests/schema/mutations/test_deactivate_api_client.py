"""deactivateApiClient."""

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_clients
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND

VIEWER = "{ viewer { name } }"


async def test_its_tokens_are_nobodys_from_then_on(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    await api_clients.issued(api, client, "本番")
    assert await api.data(VIEWER, as_="本番") == {"viewer": {"name": "電子契約"}}
    for _ in range(2):
        answer = await api.data(api_clients.DEACTIVATE, as_="operator", input={"apiClientId": client["id"]})
        assert answer["deactivateApiClient"]["apiClient"]["isActive"] is False
    assert await api.data(VIEWER, as_="本番") == {"viewer": None}
    assert await api.data(VIEWER, as_="system") != {"viewer": None}


@pytest.mark.parametrize("id_", ["", "x", f"ApiClient_{'0' * 32}"])
async def test_what_is_not_there_is_not_found(api: Api, id_: str) -> None:
    assert await refused(api, api_clients.DEACTIVATE, as_="operator", input={"apiClientId": id_}) == NOT_FOUND
