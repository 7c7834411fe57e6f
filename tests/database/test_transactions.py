import asyncio

import asyncpg
import pytest
from tortoise import connections
from tortoise.transactions import in_transaction

from database.table_rights import RUNTIME_ROLE
from database.transactions import ATTEMPTS, transactional
from models.parties.obligee import Obligee
from sample.sample_register import SampleRegister
from tests.support.database.owner_statements import execute_as_owner


async def lock(name: str) -> None:
    await Obligee.filter(name=name).select_for_update().get()


async def prefecture(name: str) -> str | None:
    return (await Obligee.get(name=name)).prefecture


async def test_what_fails_leaves_nothing(sample: SampleRegister) -> None:
    @transactional
    async def change_and_fail() -> None:
        await Obligee.filter(name="栃木県").update(prefecture="別の県")
        raise LookupError

    with pytest.raises(LookupError):
        await change_and_fail()
    assert await prefecture("栃木県") == "栃木県"


async def test_takes_arguments_and_gives_the_result(sample: SampleRegister) -> None:
    @transactional
    async def add(one: int, *, other: int) -> int:
        return one + other

    assert await add(1, other=2) == 3
    assert add.__name__ == "add"


async def test_of_two_that_lock_each_other_out_both_succeed(sample: SampleRegister) -> None:
    met, tries = asyncio.Barrier(2), {"栃木県": 0, "富士市": 0}

    @transactional
    async def lock_both(first: str, second: str) -> str:
        tries[first] += 1
        await connections.get("default").execute_query("SET LOCAL deadlock_timeout = '20ms'")
        await lock(first)
        if tries[first] == 1:
            await met.wait()
        await lock(second)
        return first

    await execute_as_owner(f"GRANT SET ON PARAMETER deadlock_timeout TO {RUNTIME_ROLE}")
    try:
        done = await asyncio.gather(lock_both("栃木県", "富士市"), lock_both("富士市", "栃木県"))
    finally:
        await execute_as_owner(f"REVOKE SET ON PARAMETER deadlock_timeout FROM {RUNTIME_ROLE}")
    assert done == ["栃木県", "富士市"]
    assert sum(tries.values()) >= 3


@pytest.mark.parametrize(
    ("condition", "error"),
    [("deadlock_detected", asyncpg.DeadlockDetectedError), ("serialization_failure", asyncpg.SerializationError)],
)
async def test_gives_up_after_five_tries(sample: SampleRegister, condition: str, error: type[Exception]) -> None:
    tries = 0

    @transactional
    async def fail() -> None:
        nonlocal tries
        tries += 1
        await connections.get("default").execute_script(f"DO $$ BEGIN RAISE {condition}; END $$")

    with pytest.raises(error):
        await fail()
    assert tries == ATTEMPTS == 5


async def test_does_not_repeat_other_failures(sample: SampleRegister) -> None:
    tries = 0

    @transactional
    async def fail() -> None:
        nonlocal tries
        tries += 1
        raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert tries == 1


async def test_one_inside_another_is_part_of_it(sample: SampleRegister) -> None:
    @transactional
    async def inner() -> None:
        await Obligee.filter(name="栃木県").update(prefecture="別の県")

    with pytest.raises(LookupError):  # noqa: PT012 -- the whole block is what fails
        async with in_transaction():
            await inner()
            raise LookupError
    assert await prefecture("栃木県") == "栃木県"
