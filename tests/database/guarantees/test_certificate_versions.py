"""Versions of certificates in the database: which of them may hold again, whoever writes."""

import asyncpg
import pytest

from models.commands import AmendmentTerms
from models.enums import Role
from resolvers.amendments import amend_guarantee
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, issued

HOLD = "UPDATE certificate SET status = 'CURRENT', ended_at = NULL WHERE amendment_number = {number}"
END = "UPDATE certificate SET status = '{status}' WHERE amendment_number = {number}"
ROTATE = """
WITH old AS (UPDATE auth_key SET status = 'ROTATED' RETURNING *)
INSERT INTO auth_key SELECT row.* FROM old,
    jsonb_populate_record(NULL::auth_key, to_jsonb(old) || jsonb_build_object(
        'id', uuidv7(), 'digest', sha256('new'), 'status', 'ACTIVE')) AS row"""
NOTICES = "SELECT count(*) FROM document JOIN certificate ON certificate.id = certificate_id WHERE {where}"


@pytest.fixture
async def amended(sample: SampleRegister, raw: asyncpg.Connection) -> asyncpg.Connection:
    """A connection to a guarantee that is amended twice."""
    (guarantee,) = await issued(sample, advance())
    for amount in (18_000_000, 17_000_000):
        await amend_guarantee.amend(
            guarantee_id=guarantee.id,
            terms=AmendmentTerms(amount=amount),
            reason="変更",
            idempotency_key=None,
            viewer=sample.viewers[Role.SURETY],
            at=NOON,
        )
    return raw


async def refused(raw: asyncpg.Connection, trigger: str, sql: str) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=f"^{trigger}:"):
        await raw.execute(sql)


async def test_the_last_one_holds_again_once_the_later_is_cancelled(amended: asyncpg.Connection) -> None:
    await amended.execute(END.format(status="CANCELLED", number=2))
    await amended.execute(HOLD.format(number=1))
    rows = await amended.fetch("SELECT status, ended_at FROM certificate ORDER BY amendment_number")
    assert [row["status"] for row in rows] == ["SUPERSEDED", "CURRENT", "CANCELLED"]
    assert rows[1]["ended_at"] is None


@pytest.mark.parametrize(("status", "number"), [("CANCELLED", 0), ("CORRECTED", 1)])
async def test_nothing_holds_again_before_one_that_stands_or_without_a_cancellation(
    amended: asyncpg.Connection, status: str, number: int
) -> None:
    await amended.execute(END.format(status=status, number=2))
    await refused(amended, "certificate_holds_again_as_the_last", HOLD.format(number=number))


async def test_nothing_holds_again_as_the_newest(amended: asyncpg.Connection) -> None:
    await amended.execute(END.format(status="SUPERSEDED", number=2))
    await refused(amended, "certificate_holds_again_as_the_last", HOLD.format(number=2))


@pytest.mark.parametrize("status", ["CORRECTED", "CANCELLED"])
async def test_what_is_taken_back_never_holds_again(amended: asyncpg.Connection, status: str) -> None:
    await amended.execute(END.format(status=status, number=2))
    await refused(amended, "certificate_content_is_immutable", HOLD.format(number=2))


async def test_a_version_that_holds_again_has_no_end(amended: asyncpg.Connection) -> None:
    await amended.execute(END.format(status="CANCELLED", number=2))
    await refused(amended, "certificate_content_is_immutable", END.format(status="CURRENT", number=1))


async def test_the_notice_of_a_key_that_is_newer_is_requested(amended: asyncpg.Connection) -> None:
    await amended.execute(ROTATE)
    of_first = NOTICES.format(where="document.kind = 'KEY_NOTICE' AND amendment_number = 1")
    assert await amended.fetchval(of_first) == 1
    await amended.execute(END.format(status="CANCELLED", number=2))
    await amended.execute(HOLD.format(number=1))
    assert await amended.fetchval(of_first) == 2


async def test_the_notice_of_the_same_key_is_not_requested_twice(amended: asyncpg.Connection) -> None:
    before = await amended.fetchval("SELECT count(*) FROM document")
    await amended.execute(END.format(status="CANCELLED", number=2))
    await amended.execute(HOLD.format(number=1))
    assert await amended.fetchval("SELECT count(*) FROM document") == before
