"""Guessing at two server processes on one database, from many addresses: how many attempts each address has."""

import asyncio
import dataclasses
import sys
import time
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from security.rate_limit_keys import MAX_FAILURES_PER_SOURCE, MAX_FAILURES_PER_SUBJECT
from tests.conftest import EMAILS
from tests.support.failure_times import CUT
from tests.support.servers import server_pairs, server_processes
from tests.support.servers.server_pairs import BROKEN, FOUND, KEY, MISSED, NUMBER, SIGN_IN, THROTTLED, WRONG, Pair

WARN = """
import asyncio, datetime, sys
from database import connection
from jobs import housekeeping

async def main():
    await connection.open_(sys.argv[1])
    await asyncio.sleep(float(sys.argv[2]) - datetime.datetime.now().timestamp())
    print((await housekeeping.run(at=datetime.datetime.now(datetime.UTC)))["warnings_of_wrong_keys"])
    await connection.close()

asyncio.run(main())
"""
"""A worker's housekeeping at a given time."""


@pytest.fixture(scope="module")
async def started() -> AsyncGenerator[Pair]:
    async with server_pairs.running() as found:
        yield found


@pytest.fixture
async def pair(started: Pair) -> Pair:
    """Two servers without failures."""
    await started.minute_passes()
    return started


async def test_a_thousand_guesses_from_four_addresses_at_two_processes(pair: Pair) -> None:
    addresses = ["203.0.113.1", "203.0.113.2", "2001:db8:1:2::1", "2001:db8:1:2:ffff::2"]
    guesses = [(turn % 2, addresses[turn // 2 % 4]) for turn in range(1_000)]
    right = asyncio.create_task(_read_from_elsewhere(pair, times=20))
    outcomes = await asyncio.gather(*(pair.look(*guess) for guess in guesses))
    found = Counter((address, outcome) for (_, address), outcome in zip(guesses, outcomes, strict=True))
    assert await right == [FOUND] * 20
    assert {outcome for _, outcome in found} == {MISSED, THROTTLED}
    answered = [found[address, MISSED] for address in addresses]
    assert [answered[0], answered[1], answered[2] + answered[3]] == [MAX_FAILURES_PER_SUBJECT] * 3
    for server in (0, 1):
        for address in addresses:
            assert await pair.look(server, address, KEY) == THROTTLED
    assert await pair.look(1, "198.51.100.7", KEY) == FOUND
    await pair.minute_passes()
    assert [await pair.look(server, address, KEY) for server in (0, 1) for address in addresses] == [FOUND] * 8


async def _read_from_elsewhere(pair: Pair, *, times: int) -> list[str]:
    return [await pair.look(turn % 2, "198.51.100.7", KEY) for turn in range(times)]


async def test_many_numbers_from_one_address(pair: Pair) -> None:
    rows = await pair.database.fetch(
        "SELECT '31072-' || lpad(n::text, 5, '0') || chr((64 + (3107200000 + n) % 26)::int) AS number"
        " FROM generate_series(2, 130) n WHERE (3107200000 + n) % 26 > 0"
    )
    guesses = [(turn % 2, row["number"]) for turn, row in enumerate(rows)]
    outcomes = await asyncio.gather(*(pair.look(server, "203.0.113.9", WRONG, number) for server, number in guesses))
    assert Counter(outcomes) == {MISSED: MAX_FAILURES_PER_SOURCE, THROTTLED: len(guesses) - MAX_FAILURES_PER_SOURCE}


async def test_aliases_and_batches_are_refused_before_they_count(pair: Pair) -> None:
    field = f'certificate(guaranteeNumber: "{NUMBER}", authKey: "{WRONG}") {{ id }}'
    aliases = {"query": "{ " + " ".join(f"a{index}: {field}" for index in range(10)) + " }"}
    for turn in range(50):
        answer = await pair.post(turn % 2, "203.0.113.200", aliases)
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["OPERATION_TOO_LARGE"]
        answer = await pair.post(turn % 2, "203.0.113.200", [{"query": f"{{ {field} }}"}] * 10)
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_REQUEST"]
    assert await pair.look(0, "203.0.113.200", KEY) == FOUND
    assert await pair.database.fetchval("SELECT count(*) FROM audit_event WHERE address = '203.0.113.200'") == 1


async def test_passwords_are_guessed_no_more_often(pair: Pair) -> None:
    async def guess(turn: int) -> str:
        variables = {"i": {"email": EMAILS["surety"], "password": f"wrong {turn}"}}
        answer = await pair.post(turn % 2, "203.0.113.1", {"query": SIGN_IN, "variables": variables})
        return (
            answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["data"]["signIn"]["__typename"]
        )

    outcomes = Counter(await asyncio.gather(*map(guess, range(60))))
    assert outcomes == {
        "WrongCredentials": MAX_FAILURES_PER_SUBJECT,
        "TOO_MANY_ATTEMPTS": 60 - MAX_FAILURES_PER_SUBJECT,
    }


async def test_the_other_process_knows_also_after_it_has_lost_its_connection(pair: Pair) -> None:
    for _ in range(MAX_FAILURES_PER_SUBJECT):
        assert await pair.look(0, "203.0.113.1") == MISSED
    await asyncio.sleep(0.1)
    assert await pair.look(1, "203.0.113.1", KEY) == THROTTLED
    assert len(await pair.database.fetch(CUT)) == 2
    for _ in range(MAX_FAILURES_PER_SUBJECT):
        assert await pair.look(0, "203.0.113.2") == MISSED
    async with asyncio.timeout(5):
        while await pair.look(1, "203.0.113.2", KEY) != THROTTLED:  # noqa: ASYNC110 -- the server does not notify
            await asyncio.sleep(0.05)
    for _ in range(MAX_FAILURES_PER_SUBJECT):
        assert await pair.look(0, "203.0.113.3") == MISSED
    await asyncio.sleep(0.1)
    assert await pair.look(1, "203.0.113.3", KEY) == THROTTLED


async def test_a_process_that_is_killed_in_the_flood_takes_no_count_with_it(pair: Pair, tmp_path: Path) -> None:
    with server_processes.serving(tmp_path, **{**pair.settings, "PORT": server_processes.free_port()}) as third:
        async with server_pairs.client(third) as to_third:
            three = dataclasses.replace(pair, clients=[*pair.clients, to_third])
            guesses = [asyncio.create_task(three.look(turn % 3, "203.0.113.1")) for turn in range(300)]
            await asyncio.sleep(0.05)
            third.kill()
            outcomes = Counter(await asyncio.gather(*guesses))
    assert outcomes[MISSED] <= MAX_FAILURES_PER_SUBJECT
    assert outcomes[BROKEN] > 0
    assert FOUND not in outcomes
    for server in (0, 1):
        assert await pair.look(server, "203.0.113.1", KEY) == THROTTLED
    assert await pair.look(1, "198.51.100.7", KEY) == FOUND


async def test_twenty_failures_at_both_processes_owe_one_warning(pair: Pair) -> None:
    number = "31072-00003K"
    for turn in range(20):
        assert await pair.look(turn % 2, f"203.0.113.{turn // 5}", WRONG, number) == MISSED
    program = [sys.executable, "-c", WARN, str(pair.settings["DATABASE_URL"]), str(time.time() + 3)]
    workers = [await asyncio.create_subprocess_exec(*program, cwd=server_processes.ROOT, stdout=PIPE) for _ in range(2)]
    printed = sorted([int((await worker.communicate())[0]) for worker in workers])
    told = "SELECT count(*) FROM outgoing_mail WHERE event LIKE 'wrong keys:' || $1 || ':%'"
    assert await pair.database.fetchval(told, number) == 1
    assert printed[0] == 0, "one of them found nothing left to do"
