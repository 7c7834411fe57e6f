"""Many issues at a moment share a transaction, and are answered as if they had come one after the other."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tortoise import connections

from database.connection import is_unreachable
from models.auth_key import AuthKey
from models.certificate import Certificate
from models.errors import IdempotencyConflict, InvalidInput, NotAllowed, SerialsUsedUp, WrongState
from models.guarantee import FeePaymentMethod, Guarantee
from models.kinds import GuaranteeKind, Medium, Role
from models.records import AuditEvent, IdempotencyRecord, SerialCounter
from models.surety import Surety
from models.viewer import Viewer
from resolvers import issuing
from resolvers.issuing_together import Outcome
from resolvers.sample_data import House
from tests.cases import advance, applied, approved, many_approved, performance
from tests.conftest import KEYRING, NOON
from tests.refusals import contents
from tests.statements import counted

STATEMENTS = 4
"""Lock, read, count, write."""


async def issue_each(house: House, ids: Sequence[UUID | None], key: str | None = None) -> Sequence[Outcome]:
    return await issuing.issue_each(
        guarantee_ids=ids, idempotency_key=key, viewer=house.viewers[Role.SURETY], keyring=KEYRING, at=NOON
    )


async def issue(house: House, id_: UUID, key: str | None = None, viewer: Viewer | None = None) -> Any:
    viewer = viewer or house.viewers[Role.SURETY]
    return await issuing.issue(guarantee_id=id_, idempotency_key=key, viewer=viewer, keyring=KEYRING, at=NOON)


def told(outcomes: Sequence[Outcome]) -> list[str]:
    """The kind of each refusal, the number of each guarantee that was issued."""
    return [
        type(outcome).__name__ if isinstance(outcome, Exception) else str(outcome[0].number) for outcome in outcomes
    ]


def certificates(outcomes: Sequence[Outcome]) -> list[UUID]:
    return [outcome[1].id for outcome in outcomes if not isinstance(outcome, Exception)]


async def test_each_is_issued_or_refused_by_itself_and_answered_in_order(house: House) -> None:
    (submitted,) = await applied(house, advance())
    (waiting,) = await approved(house, advance(fee_payment_method=FeePaymentMethod.SINGLE))
    paper, other = await approved(house, performance(medium=Medium.PAPER), advance())
    ids = [submitted.id, other.id, uuid4(), paper.id, waiting.id]
    outcomes = await issue_each(house, ids)
    assert told(outcomes) == ["WrongState", "31083-00001A", "NotFound", "31082-00001W", "FeeNotReceived"]
    assert await Certificate.all().count() == await AuditEvent.filter(action="guarantee.issued").count() == 2
    assert await AuthKey.all().values_list("guarantee_id", flat=True) == [other.id]
    assert (await Guarantee.get(id=submitted.id)).status == "SUBMITTED"


async def test_a_hundred_take_as_many_statements_as_two(house: House) -> None:
    for count, transactions in ((2, 1), (100, 1), (500, 5)):
        ids = await many_approved(house, count)
        with counted() as statements:
            outcomes = await issue_each(house, ids)
        assert len(statements) == transactions * STATEMENTS, statements
        assert set(map(type, outcomes)) == {tuple}
        assert [outcome[0].id for outcome in outcomes if isinstance(outcome, tuple)] == ids
    serials = await Guarantee.filter(number__isnull=False).order_by("kind", "serial").values_list("kind", "serial")
    kinds = (GuaranteeKind.ADVANCE_PAYMENT, GuaranteeKind.PERFORMANCE)
    assert serials == [(kind, serial) for kind in kinds for serial in range(1, 302)]
    stored = {(row.id, row.guarantee_number) for row in await Certificate.all()}
    keys = {row.guarantee_id: row for row in await AuthKey.all()}
    for guarantee, certificate in (outcome for outcome in outcomes if isinstance(outcome, tuple)):
        assert (certificate.id, guarantee.number) in stored
        key = keys[guarantee.id]
        opened = KEYRING.open(key.envelope, key.envelope_version, str(guarantee.number))
        assert KEYRING.matches(key.digest, str(guarantee.number), opened)


async def test_what_is_answered_is_what_is_stored(house: House) -> None:
    outcomes = await issue_each(house, await many_approved(house, 4))
    for guarantee, certificate in (outcome for outcome in outcomes if isinstance(outcome, tuple)):
        assert vars(guarantee) == vars(await Guarantee.get(id=guarantee.id))
        assert vars(certificate) == vars(await Certificate.get(id=certificate.id))


@pytest.mark.parametrize(("key", "second"), [(None, "WrongState"), ("k", "31083-00001A")])
async def test_the_same_guarantee_twice(house: House, key: str | None, second: str) -> None:
    first, other = await many_approved(house, 2, advance())
    outcomes = await issue_each(house, [first, other, first, first], key)
    assert told(outcomes) == ["31083-00001A", "31083-00002B", second, second]
    assert await Certificate.all().count() == 2


async def test_a_repeated_call_answers_again_what_was_issued_and_tries_the_rest(house: House) -> None:
    (submitted,) = await applied(house, advance())
    ids = [*await many_approved(house, 3, advance()), submitted.id]
    first = await issue_each(house, ids, "k")
    await Guarantee.filter(id=submitted.id).update(status="APPROVED", expiry_date="2027-08-31")
    before = await contents()
    again = await issue_each(house, ids[:3], "other")
    assert told(again) == ["WrongState"] * 3
    again = await issue_each(house, ids, "k")
    assert told(first) == [*told(again)[:3], "WrongState"]
    assert told(again)[3] == "31083-00004D"
    assert certificates(again)[:3] == certificates(first)
    assert (await contents())["auth_key"] != before["auth_key"]
    last = await issue_each(house, ids, "k")
    assert certificates(last) == certificates(again)


async def test_a_key_is_for_one_list_of_guarantees(house: House) -> None:
    ids = await many_approved(house, 3, advance())
    await issue_each(house, ids[:2], "k")
    before = await contents()
    for others in (ids, ids[1::-1], ids[2:]):
        with pytest.raises(IdempotencyConflict):
            await issue_each(house, others, "k")
    assert await contents() == before
    # A single issue's keys are its own.
    assert (await issue(house, ids[2], "k"))[0].serial == 3


@pytest.mark.parametrize(
    ("ids", "problems"),
    [
        ([], [(("guaranteeIds",), "OUT_OF_RANGE")]),
        ([uuid4()] * 501, [(("guaranteeIds",), "OUT_OF_RANGE")]),
        ([None, uuid4(), None], [(("guaranteeIds", "0"), "MALFORMED"), (("guaranteeIds", "2"), "MALFORMED")]),
    ],
    ids=["none", "too many", "malformed"],
)
async def test_the_whole_call_is_refused(house: House, ids: list[UUID | None], problems: list[Any]) -> None:
    (approved_one,) = await approved(house, advance())
    before = await contents()
    with pytest.raises(InvalidInput) as caught:
        await issue_each(house, [*ids, *([approved_one.id] if None in ids else [])], "k")
    assert [(problem.path, problem.code) for problem in caught.value.problems] == problems
    assert await contents() == before


async def test_only_sureties_issue_many(house: House) -> None:
    before = await contents()
    with pytest.raises(NotAllowed):
        await issuing.issue_each(
            guarantee_ids=[], idempotency_key=None, viewer=house.viewers[Role.OPERATOR], keyring=KEYRING, at=NOON
        )
    assert await contents() == before


async def test_where_serials_end_the_first_get_them_and_the_others_keep_their_keys(house: House) -> None:
    await SerialCounter.create(
        branch_id=house.branch.id, fiscal_year=2026, kind=GuaranteeKind.ADVANCE_PAYMENT, last_serial=99_997
    )
    ids = await many_approved(house, 5, advance())
    outcomes = await issue_each(house, [*ids[:4], ids[3]], "k")
    assert told(outcomes) == ["31083-99998B", "31083-99999C", *["SerialsUsedUp"] * 3]
    assert await IdempotencyRecord.filter(operation="issueGuarantees.each").count() == 2
    with pytest.raises(SerialsUsedUp):
        await issue(house, ids[4])
    assert (await SerialCounter.get()).last_serial == 99_999


async def test_one_that_breaks_a_rule_of_the_database_spoils_no_other(house: House) -> None:
    ids = await many_approved(house, 20, advance())
    poisoned = ids[7]
    await Guarantee.filter(id=poisoned).update(expiry_date=None)
    outcomes = await issue_each(house, ids, "k")
    expected = [f"31083-{serial:05}" for serial in range(1, 20)]
    assert [name[:11] for name in told(outcomes)] == [*expected[:7], "IntegrityEr", *expected[7:]]
    assert (await Guarantee.get(id=poisoned)).number is None
    await Guarantee.filter(id=poisoned).update(expiry_date="2027-08-31")
    assert [name[:11] for name in told(await issue_each(house, ids, "k"))][7] == "31083-00020"


async def test_a_single_one_that_breaks_a_rule_is_alone_with_it(house: House) -> None:
    ids = await many_approved(house, 12, advance())
    await Guarantee.filter(id=ids[5]).update(expiry_date=None)
    outcomes = await asyncio.gather(*(issue(house, id_) for id_ in ids), return_exceptions=True)
    kinds = Counter(type(outcome).__name__ for outcome in outcomes)
    assert kinds == {"tuple": 11, "IntegrityError": 1}
    assert (await SerialCounter.get()).last_serial == await Certificate.all().count() == 11


async def test_single_issues_at_the_same_moment_share_their_statements(house: House) -> None:
    ids = await many_approved(house, 50, advance())
    with counted() as statements:
        await asyncio.gather(*(issue(house, id_) for id_ in ids))
    # All are there before the first batch begins.
    assert len(statements) == STATEMENTS
    assert await Certificate.all().count() == 50


async def test_single_issues_of_one_batch_are_apart(house: House) -> None:
    surety = await Surety.create(name="別の保証会社", address="大阪市", representative="社長")
    stranger = Viewer(Role.SURETY, uuid4(), "別", "192.0.2.9", surety_id=surety.id)
    first, second, third = await many_approved(house, 3, advance())
    outcomes = await asyncio.gather(
        issue(house, first, viewer=stranger),
        issue(house, first, "a"),
        issue(house, second, "a"),
        issue(house, first, "b"),
        issue(house, first, "a"),
        issue(house, third, "a", viewer=stranger),
        issue(house, third),
        return_exceptions=True,
    )
    names = ["NotFound", "31083-00001A", "IdempotencyConflict", "WrongState", "31083-00001A", "NotFound"]
    assert told(outcomes) == [*names, "31083-00002B"]  # pyright: ignore[reportArgumentType]
    addresses = await AuditEvent.filter(action="guarantee.issued").values_list("address", flat=True)
    assert addresses == [house.viewers[Role.SURETY].address] * 2


async def test_answers_that_repeat_another_have_rows_of_their_own(house: House) -> None:
    (id_,) = await many_approved(house, 1, advance())
    results = await asyncio.gather(*(issue(house, id_, "k") for _ in range(3)))
    assert len({id(row) for result in results for row in result}) == 6


async def test_when_the_database_is_lost_on_the_way_the_call_fails_and_can_be_repeated(
    house: House, database_url: str
) -> None:
    ids = await many_approved(house, 3, advance())
    other = await asyncpg.connect(database_url)
    try:
        held = other.transaction()
        await held.start()
        await other.execute("SELECT FROM guarantee WHERE id = $1 FOR UPDATE", ids[1])
        call = asyncio.create_task(issue_each(house, ids, "k"))
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
    assert [name[:11] for name in told(await issue_each(house, ids, "k"))] == [f"31083-0000{n}" for n in (1, 2, 3)]


async def test_opposite_orders_do_not_deadlock(house: House) -> None:
    execute = connections.get("default").execute_query_dict
    sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    before = await execute(sql)
    for _ in range(5):
        ids = await many_approved(house, 60)
        outcomes = await asyncio.gather(*(issue_each(house, order) for order in (ids, ids[::-1], ids[30:] + ids[:30])))
        issued = Counter(id_ for each in outcomes for id_ in certificates(each))
        assert len(issued) == 60
        refused = [outcome for each in outcomes for outcome in each if isinstance(outcome, Exception)]
        assert [type(outcome) for outcome in refused] == [WrongState] * 120
    assert await execute(sql) == before
