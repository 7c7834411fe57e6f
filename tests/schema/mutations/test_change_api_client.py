"""changeApiClient."""

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, api_clients
from tests.support.refusals import refused


async def test_what_is_left_out_stays(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    change = {"apiClientId": client["id"], "requestsPerMinute": 30}
    answer = await api.data(api_clients.CHANGE, as_="operator", input=change)
    del client["tokens"]
    assert answer["changeApiClient"]["apiClient"] == client | {"requestsPerMinute": 30}


async def test_the_scope_holds_from_the_next_request_on(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    given = {"number": advance["guarantee"]["number"], "key": advance["guarantee"]["authKey"]}
    client = await api_clients.created(api, sample, "富士市")
    await api_clients.issued(api, client, "本番")
    assert (await api.data(api_calls.CERTIFICATE, as_="本番", **given))["certificate"] is None
    change = {"apiClientId": client["id"], "obligeeIds": [ids.to_id("Obligee", sample.obligees["栃木県"].id)]}
    answer = await api.data(api_clients.CHANGE, as_="operator", input=change)
    assert answer["changeApiClient"]["apiClient"]["obligees"] == [{"obligee": {"name": "栃木県"}}]
    assert (await api.data(api_calls.CERTIFICATE, as_="本番", **given))["certificate"] is not None
    back = change | {"obligeeIds": [ids.to_id("Obligee", sample.obligees["富士市"].id)]}
    await api.data(api_clients.CHANGE, as_="operator", input=back)
    assert (await api.data(api_calls.CERTIFICATE, as_="本番", **given))["certificate"] is None


async def test_a_client_that_was_deactivated_is_refused(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    await api.data(api_clients.DEACTIVATE, as_="operator", input={"apiClientId": client["id"]})
    change = {"apiClientId": client["id"], "requestsPerMinute": 1}
    refusal = await refused(api, api_clients.CHANGE, as_="operator", input=change)
    assert refusal["__typename"] == "ApiClientInactive"


async def test_nobody_is_left_without_an_obligee(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    change = {"apiClientId": client["id"], "obligeeIds": []}
    refusal = await refused(api, api_clients.CHANGE, as_="operator", input=change)
    assert refusal["problems"] == [{"path": ["obligeeIds"], "code": "REQUIRED"}]
