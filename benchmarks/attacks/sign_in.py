"""Strangers sign in with wrong passwords, 400 at a time: what others notice. `python -m benchmarks.attacks.sign_in`."""

import asyncio
import itertools
import json
import random
import sys
from collections.abc import Awaitable, Callable

from benchmarks.attacks import loopback
from benchmarks.attacks.loopback import Answer, Others, Usage
from sample.sample_register import PASSWORD
from tests.support.servers.server_processes import Server

SIGN_IN = (
    "mutation($i: SignInInput!) { signIn(input: $i) { __typename ... on SignedIn { token }"
    " ... on UserError { message } } }"
)
AT_ONCE = 400
SECONDS = 12
CALM_SECONDS = 4
REFUSED_PAUSE = 1
"""Seconds, about: how many requests a stranger may send at all is another matter."""
KNOWN = "127.9.0.1"
WHO = ("surety@example.jp", "contractor@example.jp")


def main() -> None:
    """From two addresses, then from 400."""
    for addresses in (2, AT_ONCE):
        with loopback.served() as (server, port):
            asyncio.run(_run(server, port, addresses))


async def _run(server: Server, port: int, addresses: int) -> None:
    others: dict[str, Callable[[], Awaitable[bool]]] = {
        "sign-in from a known address": lambda: _signed_in(port, KNOWN, WHO[0]),
        "sign-in from an address without failures": _from_fresh_addresses(port),
        "home page": lambda: _home(port),
    }
    await others["sign-in from a known address"]()
    quiet = await _measured(others, CALM_SECONDS)
    before, stop = loopback.usage_of(server), asyncio.Event()
    peak = asyncio.create_task(loopback.peak_of(server, stop))
    with loopback.attacked("sign_in", port, addresses) as outcomes:
        await asyncio.sleep(1)
        found = await _measured(others, SECONDS)
    stop.set()
    loopback.show(f"{AT_ONCE} sign-ins at a time from {addresses} addresses", quiet, found, before, await peak)
    after: Usage = loopback.usage_of(server)
    print(f"answers: {dict(outcomes)}; afterwards {after.megabytes:.0f} MB, {after.threads} threads\n", flush=True)


async def _measured(others: dict[str, Callable[[], Awaitable[bool]]], seconds: float) -> dict[str, Others]:
    found = await asyncio.gather(*(loopback.measured(one, seconds=seconds) for one in others.values()))
    return dict(zip(others, found, strict=True))


def _from_fresh_addresses(port: int) -> Callable[[], Awaitable[bool]]:
    numbers = itertools.count(1)

    async def sign_in() -> bool:
        number = next(numbers)
        return await _signed_in(port, f"127.8.{number // 250}.{number % 250 + 1}", WHO[1])

    return sign_in


async def _signed_in(port: int, source: str, email: str) -> bool:
    answer = await _sign_in(port, source, email, PASSWORD)
    return b'"SignedIn"' in answer.body


async def _home(port: int) -> bool:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    return (await loopback.ask(port, request, source="127.9.0.2")).status == 200  # noqa: PLR2004


async def _sign_in(port: int, source: str, email: str, password: str) -> Answer:
    request = loopback.graphql(SIGN_IN, i={"email": email, "password": password})
    return await loopback.ask(port, request, source=source)


def _pause() -> float:
    return REFUSED_PAUSE * random.uniform(0.5, 1.5)  # noqa: S311 -- so that they do not come at the same moment


def _guesses(port: int, addresses: int) -> list[Callable[[], Awaitable[str]]]:
    def guess(number: int) -> Callable[[], Awaitable[str]]:
        place, tries = number % addresses, itertools.count()

        async def once() -> str:
            source = f"127.1.{place // 250}.{place % 250 + 1}"
            answer = await _sign_in(port, source, f"nobody{number}-{next(tries)}@example.jp", "guess")
            if not answer.body:
                await asyncio.sleep(_pause())
                return "no answer"
            body = json.loads(answer.body)
            if body.get("errors"):
                await asyncio.sleep(_pause())
                return f"{answer.status} {body['errors'][0]['extensions']['code']}"
            return str(body["data"]["signIn"]["__typename"])

        return once

    return [guess(number) for number in range(AT_ONCE)]


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(loopback.attack(_guesses(int(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
