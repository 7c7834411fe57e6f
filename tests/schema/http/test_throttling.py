"""The throttle over HTTP: only failures count, and failures of one client do not lock out others."""

import asyncio
from typing import Any

import httpx

from models.enums import GuaranteeKind
from models.numbering import compose
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, Api
from tests.support import api_calls
from tests.support.api_calls import CERTIFICATE
from tests.support.refusals import table_contents

WRONG = "Z28YUE4J3Bux"
MISS = {"data": {"certificate": None}}
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
REFUSED = {"data": {"signIn": {"__typename": "WrongCredentials"}}}


def number(serial: int) -> str:
    return compose(branch_code="310", year=2020, kind=GuaranteeKind.PERFORMANCE, serial=serial)


def at(api: Api, address: str) -> Api:
    """The same accounts at another address."""
    transport = api.http._transport
    assert isinstance(transport, httpx.ASGITransport)
    other = httpx.ASGITransport(transport.app, client=(address, 1))
    http = httpx.AsyncClient(transport=other, base_url="http://kakusho.test")
    return Api(http, api.clock, api.throttle, api.tokens)


async def look(api: Api, number: str, key: str = WRONG, *, as_: str = "obligee") -> dict[str, Any]:
    return body(await api.post(CERTIFICATE, as_=as_, number=number, key=key))


def body(response: httpx.Response) -> dict[str, Any]:
    """The body of the response without its cost."""
    answer = response.json()
    answer.pop("extensions", None)
    return answer


def is_throttled(answer: dict[str, Any]) -> bool:
    """Whether it says how long to wait, and nothing else."""
    if "errors" not in answer:
        return False
    (error,) = answer["errors"]
    assert answer["data"] in ({"certificate": None}, None)
    assert error["extensions"]["code"] == "TOO_MANY_ATTEMPTS"
    assert 1 <= error["extensions"]["retryAfter"] <= 60
    assert set(error["extensions"]) == {"code", "retryAfter"}
    return True


async def test_after_five_wrong_keys_a_number_has_to_wait_here_and_nowhere_else(
    api: Api, sample: SampleRegister
) -> None:
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    for _ in range(5):
        assert await look(api, advance["number"]) == MISS
    before = await table_contents()
    assert is_throttled(await look(api, advance["number"]))
    assert is_throttled(await look(api, advance["number"], advance["authKey"]))
    assert await table_contents() == before, "throttled before any work"
    assert (await look(api, performance["number"], performance["authKey"]))["data"]["certificate"]
    elsewhere = at(api, "192.0.2.2")
    assert (await look(elsewhere, advance["number"], advance["authKey"]))["data"]["certificate"]
    await elsewhere.http.aclose()


async def test_the_right_key_after_four_wrong_ones_is_read_as_often_as_wanted(api: Api, sample: SampleRegister) -> None:
    advance = (await api_calls.issued(api, sample))[0]["guarantee"]
    for _ in range(4):
        assert await look(api, advance["number"]) == MISS
    for _ in range(10):
        assert (await look(api, advance["number"], advance["authKey"]))["data"]["certificate"]


async def test_an_address_has_thirty_failures_a_minute_whoever_asks(api: Api) -> None:
    for serial in range(1, 31):
        assert await look(api, number(serial), as_=("obligee", "city")[serial % 2]) == MISS
    assert is_throttled(await look(api, number(31)))
    assert is_throttled(await look(api, number(32), as_="city"))
    assert await look(api, number(31), as_="system") == MISS, "a system's tries are its own"


async def test_a_system_has_its_own_tries_wherever_it_asks_from(api: Api) -> None:
    elsewhere = at(api, "192.0.2.3")
    for _ in range(5):
        assert await look(api, number(1), as_="system") == MISS
    assert is_throttled(await look(elsewhere, number(1), as_="system"))
    assert await look(api, number(1), as_="obligee") == MISS
    await elsewhere.http.aclose()


async def test_a_hundred_guesses_at_once_get_five_answers(api: Api, sample: SampleRegister) -> None:
    advance = (await api_calls.issued(api, sample))[0]["guarantee"]
    answers = await asyncio.gather(*(look(api, advance["number"]) for _ in range(100)))
    missed = [answer for answer in answers if answer == MISS]
    assert 1 <= len(missed) <= 5
    assert all(is_throttled(answer) for answer in answers if answer != MISS)


async def test_what_is_malformed_costs_no_try(api: Api, sample: SampleRegister) -> None:
    advance = (await api_calls.issued(api, sample))[0]["guarantee"]
    for _ in range(10):
        for malformed in ("31083-00001B", "x", ""):
            assert (await look(api, malformed))["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        for malformed in ("x", "", "Z28YUE4J3Bu", "Z28YUE4J3Bu!"):
            answer = await look(api, advance["number"], malformed)
            assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert (await look(api, advance["number"], advance["authKey"]))["data"]["certificate"]


async def test_a_number_is_the_same_number_in_every_spelling(api: Api) -> None:
    plain = number(7)
    spellings = [plain, plain.replace("-", ""), f" {plain}", plain.lower(), plain.replace("-", "－")]
    for spelling in spellings:
        assert await look(api, spelling) == MISS
    assert is_throttled(await look(api, plain))


async def sign_in(api: Api, email: str, password: str = "wrong") -> dict[str, Any]:
    return body(await api.post(SIGN_IN, i={"email": email, "password": password}))


async def test_signing_in_is_throttled_by_address_and_account(api: Api) -> None:
    for email in ("contractor@example.jp", "CONTRACTOR@example.jp", " contractor@example.jp") * 2:
        answer = await sign_in(api, email)
        if answer != REFUSED:
            break
    assert is_throttled(await sign_in(api, EMAILS["contractor"], "kakusho-demo"))
    assert (await sign_in(api, EMAILS["surety"], "kakusho-demo"))["data"]["signIn"]["__typename"] == "SignedIn"
    elsewhere = at(api, "192.0.2.4")
    answer = await sign_in(elsewhere, EMAILS["contractor"], "kakusho-demo")
    assert answer["data"]["signIn"]["__typename"] == "SignedIn"
    await elsewhere.http.aclose()


async def test_thirty_failed_sign_ins_an_address(api: Api) -> None:
    answers = [await sign_in(api, f"nobody{index}@example.jp") for index in range(31)]
    assert answers[:30] == [REFUSED] * 30
    assert is_throttled(answers[30])


async def test_parallel_sign_ins_under_aliases_get_no_more(api: Api) -> None:
    given = '(input: {email: "contractor@example.jp", password: "wrong"})'
    query = "mutation { " + " ".join(f"a{index}: signIn{given} {{ __typename }}" for index in range(15)) + " }"
    answer = (await api.post(query)).json()
    codes = [error["extensions"]["code"] for error in answer["errors"]]
    assert set(codes) == {"TOO_MANY_ATTEMPTS"}
    assert is_throttled(await sign_in(api, EMAILS["contractor"]))
