"""Concurrent issues share a transaction, with the same results as if they were sequential."""

import asyncio
import dataclasses
from collections import Counter
from uuid import uuid4

import asyncpg
import pytest
from tortoise import connections

from database.connection import is_unreachable
from models.audit_records import AuditEvent, SerialCounter
from models.certificate import Certificate
from models.enums import Role
from models.errors import IdempotencyConflict, NotFound, WrongState
from models.guarantee import Guarantee
from models.parties.surety import Surety
from models.parties.viewer import Viewer
from sample.sample_register import SampleRegister
from tests.support.database.sql_statements import recorded_statements
from tests.support.issuing import certificates, issue, issue_each, outcome_labels
from tests.support.use_cases import advance, applied, many_approved

STATEMENTS = 8
"""Lock contracts and guarantees, read, count, write, enqueue the mails; read the rates, create the fee statements."""


async def test_one_that_breaks_a_rule_of_the_database_spoils_no_other(sample: SampleRegister) -> None:
    ids = await many_approved(sample, 20, advance())
    poisoned = ids[7]
    await Guarantee.filter(id=poisoned).update(expiry_date=None)
    outcomes = await issue_each(sample, ids, "k")
    expected = [f"31083-{serial:05}" for serial in range(1, 20)]
    assert [name[:11] for name in outcome_labels(outcomes)] == [*expected[:7], "IntegrityEr", *expected[7:]]
    assert (await Guarantee.get(id=poisoned)).number is None
    await Guarantee.filter(id=poisoned).update(expiry_date="2027-08-31")
    assert [name[:11] for name in outcome_labels(await issue_each(sample, ids, "k"))][7] == "31083-00020"


async def test_a_single_one_that_breaks_a_rule_is_alone_with_it(sample: SampleRegister) -> None:
    ids = await many_approved(sample, 12, advance())
    await Guarantee.filter(id=ids[5]).update(expiry_date=None)
    outcomes = await asyncio.gather(*(issue(sample, id_) for id_ in ids), return_exceptions=True)
    kinds = Counter(type(outcome).__name__ for outcome in outcomes)
    assert kinds == {"tuple": 11, "IntegrityError": 1}
    assert (await SerialCounter.get()).last_serial == await Certificate.all().count() == 11


async def test_single_issues_at_the_same_moment_share_their_statements(sample: SampleRegister) -> None:
    ids = await many_approved(sample, 50, advance())
    with recorded_statements() as statements:
        await asyncio.gather(*(issue(sample, id_) for id_ in ids))
    # All calls are waiting before the first batch begins.
    assert len(statements) == STATEMENTS
    assert await Certificate.all().count() == 50


async def test_single_issues_of_one_batch_are_apart(sample: SampleRegister) -> None:
    surety = await Surety.create(name="別の保証会社", address="大阪市", representative="社長")
    stranger = Viewer(Role.SURETY, uuid4(), "別", "192.0.2.9", surety_id=surety.id)
    first, second, third = await many_approved(sample, 3, advance())
    outcomes = await asyncio.gather(
        issue(sample, first, viewer=stranger),
        issue(sample, first, "a"),
        issue(sample, second, "a"),
        issue(sample, first, "b"),
        issue(sample, first, "a"),
        issue(sample, third, "a", viewer=stranger),
        issue(sample, third),
        return_exceptions=True,
    )
    names = ["NotFound", "31083-00001A", "IdempotencyConflict", "WrongState", "31083-00001A", "NotFound"]
    assert outcome_labels(outcomes) == [*names, "31083-00002B"]  # pyright: ignore[reportArgumentType]
    addresses = await AuditEvent.filter(action="guarantee.issued").values_list("address", flat=True)
    assert addresses == [sample.viewers[Role.SURETY].address] * 2


async def test_a_key_of_another_act_is_a_conflict_whatever_is_asked_for(sample: SampleRegister) -> None:
    first, _ = await many_approved(sample, 2, advance())
    (submitted,) = await applied(sample, advance())
    await issue(sample, first, "k")
    for id_ in (submitted.id, uuid4()):
        with pytest.raises(IdempotencyConflict):
            await issue(sample, id_, "k")


async def test_what_is_no_longer_the_viewers_to_see_is_not_answered_again(sample: SampleRegister) -> None:
    (id_,) = await many_approved(sample, 1, advance())
    await issue(sample, id_, "k")
    moved = dataclasses.replace(sample.viewers[Role.SURETY], surety_id=uuid4())
    with pytest.raises(NotFound):
        await issue(sample, id_, "k", viewer=moved)


async def test_answers_that_repeat_another_have_rows_of_their_own(sample: SampleRegister) -> None:
    (id_,) = await many_approved(sample, 1, advance())
    results = await asyncio.gather(*(issue(sample, id_, "k") for _ in range(3)))
    assert len({id(row) for result in results for row in result}) == 6


async def test_when_the_database_is_lost_on_the_way_the_call_fails_and_can_be_repeated(
    sample: SampleRegister, database_url: str
) -> None:
    ids = await many_approved(sample, 3, advance())
    other = await asyncpg.connect(database_url)
    try:
        held = other.transaction()
        await held.start()
        await other.execute("SELECT FROM guarantee WHERE id = $1 FOR UPDATE", ids[1])
        call = asyncio.create_task(issue_each(sample, ids, "k"))
        waiting = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while not await other.fetch(waiting):  # noqa: ASYNC110 -- in the database, where no event is set
            await asyncio.sleep(0.01)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)) as caught:
            await call
        assert is_unreachable(caught.value)
        await held.rollback()
    finally:
        await other.close()
    assert await Certificate.all().count() == 0
    assert [name[:11] for name in outcome_labels(await issue_each(sample, ids, "k"))] == [
        f"31083-0000{n}" for n in (1, 2, 3)
    ]


async def test_opposite_orders_do_not_deadlock(sample: SampleRegister) -> None:
    execute = connections.get("default").execute_query_dict
    sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    before = await execute(sql)
    for _ in range(5):
        ids = await many_approved(sample, 60)
        outcomes = await asyncio.gather(*(issue_each(sample, order) for order in (ids, ids[::-1], ids[30:] + ids[:30])))
        issued = Counter(id_ for each in outcomes for id_ in certificates(each))
        assert len(issued) == 60
        refused = [outcome for each in outcomes for outcome in each if isinstance(outcome, Exception)]
        assert [type(outcome) for outcome in refused] == [WrongState] * 120
    assert await execute(sql) == before
