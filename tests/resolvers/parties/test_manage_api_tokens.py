import asyncio
import datetime
from uuid import uuid4

import pytest

from models.enums import Role
from models.errors import InvalidInput, NotFound
from models.parties.account import AccessToken
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.api_client_use_cases import create, identified, issue, revoke, told
from tests.support.refusals import table_contents

TODAY = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("expires_on", "last_day"),
    [(None, datetime.date(2027, 11, 20)), (TODAY, TODAY), (datetime.date(2028, 11, 19), datetime.date(2028, 11, 19))],
)
async def test_a_token_is_valid_to_the_end_of_its_last_day_in_japan(
    sample: SampleRegister, expires_on: datetime.date | None, last_day: datetime.date
) -> None:
    token, row = await issue(sample, (await create(sample)).id, expires_on=expires_on)
    midnight = datetime.datetime.combine(last_day, datetime.time.min, NOON.tzinfo) + datetime.timedelta(days=1)
    assert row.expires_at == midnight - datetime.timedelta(microseconds=1)
    assert await identified(token, midnight - datetime.timedelta(seconds=1)) is not None
    assert await identified(token, midnight) is None


@pytest.mark.parametrize(
    ("name", "expires_on", "expected"),
    [
        ("", None, [("name", "REQUIRED")]),
        ("x" * 121, None, [("name", "TOO_LONG")]),
        ("本番 ", None, [("name", "TAKEN")]),
        ("a\nb", datetime.date(2026, 11, 19), [("name", "FORBIDDEN_CHARACTER"), ("expiresOn", "OUT_OF_RANGE")]),
        ("予備", datetime.date(2028, 11, 20), [("expiresOn", "OUT_OF_RANGE")]),
        ("予備", datetime.date(2999, 12, 31), [("expiresOn", "OUT_OF_RANGE")]),
    ],
)
async def test_refuses_a_token_that_is_not_sound(
    sample: SampleRegister, name: str, expires_on: datetime.date | None, expected: list[tuple[str, str]]
) -> None:
    client = await create(sample)
    await issue(sample, client.id)
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await issue(sample, client.id, name, expires_on)
    assert told(caught) == expected
    assert await table_contents() == before


async def test_of_many_tokens_of_one_name_one_is_issued(sample: SampleRegister) -> None:
    client = await create(sample)
    outcomes = await asyncio.gather(*(issue(sample, client.id) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(outcome, InvalidInput) for outcome in outcomes) == 9
    assert await AccessToken.filter(api_client_id=client.id).count() == 1


async def test_a_revoked_token_is_nobodys_at_once_and_leaves_its_name(sample: SampleRegister) -> None:
    client = await create(sample)
    token, row = await issue(sample, client.id)
    other, _ = await issue(sample, client.id, "予備")
    assert (await revoke(sample, row.id)).revoked_at == NOON
    assert await identified(token) is None
    assert await identified(other) is not None
    before = await table_contents()
    await revoke(sample, row.id)
    assert await table_contents() == before
    again, _ = await issue(sample, client.id)
    assert await identified(again) is not None


async def test_sessions_of_people_are_not_revoked_by_this(sample: SampleRegister) -> None:
    account_id = sample.viewers[Role.CONTRACTOR].actor_id
    session = await AccessToken.create(digest=b"d" * 32, account_id=account_id, created_at=NOON, expires_at=NOON)
    for token_id in (session.id, uuid4()):
        with pytest.raises(NotFound):
            await revoke(sample, token_id)
