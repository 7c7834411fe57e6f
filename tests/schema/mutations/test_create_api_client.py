"""createApiClient."""

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_clients
from tests.support.refusals import refused


async def test_the_client_is_answered_with_its_obligees(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample, "栃木県", "富士市", requestsPerMinute=60_000)
    assert client.pop("id").startswith("ApiClient_")
    assert client == {
        "name": "電子契約",
        "isActive": True,
        "requestsPerMinute": 60_000,
        "obligees": [{"obligee": {"name": "栃木県"}}, {"obligee": {"name": "富士市"}}],
        "tokens": [],
    }


async def test_a_retry_gives_the_first_one(api: Api, sample: SampleRegister) -> None:
    first = await api_clients.created(api, sample, idempotencyKey="k")
    assert await api_clients.created(api, sample, idempotencyKey="k") == first
    other = api_clients.client_input(sample, idempotencyKey="k", name="別")
    refusal = await refused(api, api_clients.CREATE, as_="operator", input=other)
    assert refusal["__typename"] == "IdempotencyConflict"


async def test_every_problem_is_told(api: Api, sample: SampleRegister) -> None:
    branch = f"Branch_{sample.obligees['栃木県'].id.hex}"
    wrong = {"name": "", "obligeeIds": [branch, "x"], "requestsPerMinute": -(2**31)}
    refusal = await refused(api, api_clients.CREATE, as_="operator", input=wrong)
    assert [(problem["path"], problem["code"]) for problem in refusal["problems"]] == [
        (["name"], "REQUIRED"),
        (["requestsPerMinute"], "OUT_OF_RANGE"),
        (["obligeeIds", "0"], "NOT_FOUND"),
        (["obligeeIds", "1"], "NOT_FOUND"),
    ]


async def test_a_name_is_given_once(api: Api, sample: SampleRegister) -> None:
    await api_clients.created(api, sample)
    refusal = await refused(api, api_clients.CREATE, as_="operator", input=api_clients.client_input(sample))
    assert refusal["problems"] == [{"path": ["name"], "code": "TAKEN"}]
