"""Many guarantees in one call, each all or nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from models.audit_records import AuditEvent, IdempotencyRecord, SerialCounter
from models.auth_key import AuthKey
from models.certificate import Certificate
from models.enums import GuaranteeKind, Medium, Role
from models.errors import IdempotencyConflict, InvalidInput, NotAllowed, SerialsUsedUp
from models.guarantee import FeePaymentMethod, Guarantee
from resolvers.guarantees.issue import issue_guarantees
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON
from tests.support.database.sql_statements import recorded_statements
from tests.support.issuing import certificates, issue, issue_each, outcome_labels
from tests.support.refusals import table_contents
from tests.support.use_cases import advance, applied, approved, many_approved, performance

STATEMENTS = 8
"""Lock contracts and guarantees, read, count, write, enqueue the mails; read the rates, create the fee statements."""


async def test_each_is_issued_or_refused_by_itself_and_answered_in_order(sample: SampleRegister) -> None:
    (submitted,) = await applied(sample, advance())
    (waiting,) = await approved(sample, advance(fee_payment_method=FeePaymentMethod.SINGLE))
    paper, other = await approved(sample, performance(medium=Medium.PAPER), advance())
    ids = [submitted.id, other.id, uuid4(), paper.id, waiting.id]
    outcomes = await issue_each(sample, ids)
    assert outcome_labels(outcomes) == ["WrongState", "31083-00001A", "NotFound", "31082-00001W", "FeeNotReceived"]
    assert await Certificate.all().count() == await AuditEvent.filter(action="guarantee.issued").count() == 2
    assert await AuthKey.all().values_list("guarantee_id", flat=True) == [other.id]
    assert (await Guarantee.get(id=submitted.id)).status == "SUBMITTED"


async def test_a_hundred_take_as_many_statements_as_two(sample: SampleRegister) -> None:
    for count, transactions in ((2, 1), (100, 1), (500, 5)):
        ids = await many_approved(sample, count)
        with recorded_statements() as statements:
            outcomes = await issue_each(sample, ids)
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
        opened = KEYRING.decrypt(key.envelope, key.envelope_version, str(guarantee.number))
        assert key.digest == KEYRING.digest(str(guarantee.number), opened)


async def test_what_is_answered_is_what_is_stored(sample: SampleRegister) -> None:
    outcomes = await issue_each(sample, await many_approved(sample, 4))
    for guarantee, certificate in (outcome for outcome in outcomes if isinstance(outcome, tuple)):
        assert vars(guarantee) == vars(await Guarantee.get(id=guarantee.id))
        assert vars(certificate) == vars(await Certificate.get(id=certificate.id))


@pytest.mark.parametrize(("key", "second"), [(None, "WrongState"), ("k", "31083-00001A")])
async def test_the_same_guarantee_twice(sample: SampleRegister, key: str | None, second: str) -> None:
    first, other = await many_approved(sample, 2, advance())
    outcomes = await issue_each(sample, [first, other, first, first], key)
    assert outcome_labels(outcomes) == ["31083-00001A", "31083-00002B", second, second]
    assert await Certificate.all().count() == 2


async def test_a_repeated_call_answers_again_what_was_issued_and_tries_the_rest(sample: SampleRegister) -> None:
    (submitted,) = await applied(sample, advance())
    ids = [*await many_approved(sample, 3, advance()), submitted.id]
    first = await issue_each(sample, ids, "k")
    await Guarantee.filter(id=submitted.id).update(status="APPROVED", expiry_date="2027-08-31")
    before = await table_contents()
    again = await issue_each(sample, ids[:3], "other")
    assert outcome_labels(again) == ["WrongState"] * 3
    again = await issue_each(sample, ids, "k")
    assert outcome_labels(first) == [*outcome_labels(again)[:3], "WrongState"]
    assert outcome_labels(again)[3] == "31083-00004D"
    assert certificates(again)[:3] == certificates(first)
    assert (await table_contents())["auth_key"] != before["auth_key"]
    last = await issue_each(sample, ids, "k")
    assert certificates(last) == certificates(again)


async def test_a_key_is_for_one_list_of_guarantees(sample: SampleRegister) -> None:
    ids = await many_approved(sample, 3, advance())
    await issue_each(sample, ids[:2], "k")
    before = await table_contents()
    for others in (ids, ids[1::-1], ids[2:]):
        with pytest.raises(IdempotencyConflict):
            await issue_each(sample, others, "k")
    assert await table_contents() == before
    # A single issue has its own idempotency keys.
    assert (await issue(sample, ids[2], "k"))[0].serial == 3


@pytest.mark.parametrize(
    ("ids", "problems"),
    [
        ([], [(("guaranteeIds",), "OUT_OF_RANGE")]),
        ([uuid4()] * 501, [(("guaranteeIds",), "OUT_OF_RANGE")]),
        ([None, uuid4(), None], [(("guaranteeIds", "0"), "MALFORMED"), (("guaranteeIds", "2"), "MALFORMED")]),
    ],
    ids=["none", "too many", "malformed"],
)
async def test_the_whole_call_is_refused(sample: SampleRegister, ids: list[UUID | None], problems: list[Any]) -> None:
    (approved_one,) = await approved(sample, advance())
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await issue_each(sample, [*ids, *([approved_one.id] if None in ids else [])], "k")
    assert [(problem.path, problem.code) for problem in caught.value.problems] == problems
    assert await table_contents() == before


async def test_only_sureties_issue_many(sample: SampleRegister) -> None:
    before = await table_contents()
    with pytest.raises(NotAllowed):
        await issue_guarantees.issue_each(
            guarantee_ids=[], idempotency_key=None, viewer=sample.viewers[Role.OPERATOR], keyring=KEYRING, at=NOON
        )
    assert await table_contents() == before


async def test_where_serials_end_the_first_get_them_and_the_others_keep_their_keys(sample: SampleRegister) -> None:
    await SerialCounter.create(
        branch_id=sample.branch.id, fiscal_year=2026, kind=GuaranteeKind.ADVANCE_PAYMENT, last_serial=99_997
    )
    ids = await many_approved(sample, 5, advance())
    outcomes = await issue_each(sample, [*ids[:4], ids[3]], "k")
    assert outcome_labels(outcomes) == ["31083-99998B", "31083-99999C", *["SerialsUsedUp"] * 3]
    assert await IdempotencyRecord.filter(operation="issueGuarantees.each").count() == 2
    with pytest.raises(SerialsUsedUp):
        await issue(sample, ids[4])
    assert (await SerialCounter.get()).last_serial == 99_999
