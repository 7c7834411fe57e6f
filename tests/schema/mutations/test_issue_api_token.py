"""issueApiToken."""

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_clients
from tests.support.refusals import refused

VIEWER = "{ viewer { name role } }"


async def test_the_token_works_and_is_not_told_again(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    row = await api_clients.issued(api, client, "本番")
    assert row.pop("id").startswith("AccessToken_")
    assert row == {
        "name": "本番",
        "createdAt": "2026-11-20T03:00:00+00:00",
        "expiresAt": "2027-11-20T14:59:59.999999+00:00",
        "revokedAt": None,
        "lastUsedAt": None,
    }
    assert await api.data(VIEWER, as_="本番") == {"viewer": {"name": "電子契約", "role": "E_CONTRACT_SYSTEM"}}
    assert api.tokens["本番"] not in (await api.post(api_clients.LIST, as_="operator")).text


async def test_a_retry_does_not_leave_a_second_token(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    await api_clients.issued(api, client, "本番")
    again = {"apiClientId": client["id"], "name": "本番"}
    refusal = await refused(api, api_clients.ISSUE_TOKEN, as_="operator", input=again)
    assert refusal["problems"] == [{"path": ["name"], "code": "TAKEN"}]


async def test_a_client_that_was_deactivated_gets_none(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample)
    await api.data(api_clients.DEACTIVATE, as_="operator", input={"apiClientId": client["id"]})
    wanted = {"apiClientId": client["id"], "name": "本番"}
    refusal = await refused(api, api_clients.ISSUE_TOKEN, as_="operator", input=wanted)
    assert refusal["__typename"] == "ApiClientInactive"
