import asyncio
import dataclasses
import datetime
import hashlib
from typing import Any

import pytest

from models.after_issue.retention import PurgeSubject
from models.applying.application import Application
from models.audit_records import IdempotencyRecord
from models.commands import GuaranteeRequest
from models.enums import Role
from models.errors import IdempotencyConflict, InvalidInput
from resolvers.applications import submit
from resolvers.guarantees.issue import issue_guarantees
from resolvers.retention import purge_rows
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON
from tests.support.refusals import table_contents
from tests.support.use_cases import advance, approved, form, performance

DAY = datetime.timedelta(hours=24)


async def apply(sample: SampleRegister, key: str | None, *asked: Any, at: datetime.datetime = NOON) -> Application:
    viewer = sample.viewers[Role.CONTRACTOR]
    return await submit.application(request=form(sample, *asked), idempotency_key=key, viewer=viewer, at=at)


async def test_the_same_key_with_the_same_input_gives_the_first_result(sample: SampleRegister) -> None:
    first = await apply(sample, "k")
    before = await table_contents()
    assert (await apply(sample, "k", at=NOON + DAY)).id == first.id
    assert await table_contents() == before


async def test_input_that_is_the_same_when_tidied_is_the_same(sample: SampleRegister) -> None:
    first = await apply(sample, "k", performance(bill_to="経理部"))
    assert (await apply(sample, "k", performance(bill_to=" 経理部 "))).id == first.id


async def test_refuses_the_same_key_with_other_input(sample: SampleRegister) -> None:
    await apply(sample, "k", advance())
    before = await table_contents()
    with pytest.raises(IdempotencyConflict):
        await apply(sample, "k", advance(2_000))
    assert await table_contents() == before


async def test_without_a_key_every_call_acts(sample: SampleRegister) -> None:
    assert (await apply(sample, None)).id != (await apply(sample, None)).id
    assert await IdempotencyRecord.all().count() == 0


async def test_a_key_is_free_again_after_24_hours(sample: SampleRegister) -> None:
    later = NOON + DAY + datetime.timedelta(microseconds=1)
    first = await apply(sample, "k", advance())
    second = await apply(sample, "k", advance(2_000), at=later)
    assert second.id != first.id
    assert (await apply(sample, "k", advance(2_000), at=later)).id == second.id
    assert await IdempotencyRecord.all().count() == 1


async def test_a_refused_act_leaves_its_key_free(sample: SampleRegister) -> None:
    with pytest.raises(InvalidInput):
        await apply(sample, "k", advance(0))
    assert await Application.filter(id=(await apply(sample, "k", advance())).id).exists()


@pytest.mark.parametrize("key", ["", "k" * 121, "a\0b", "a\nb", "\ud800"])
async def test_refuses_malformed_keys(sample: SampleRegister, key: str) -> None:
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await apply(sample, key)
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [(("idempotencyKey",), "MALFORMED")]
    assert await table_contents() == before


async def test_takes_the_longest_key_in_any_script(sample: SampleRegister) -> None:
    key = "冪" * 120
    assert (await apply(sample, key)).id == (await apply(sample, key)).id


async def test_of_many_at_once_one_acts_and_all_give_its_result(sample: SampleRegister) -> None:
    found = await asyncio.gather(*(apply(sample, "k") for _ in range(10)))
    assert len({application.id for application in found}) == 1
    assert await Application.all().count() == 1


async def test_of_two_at_once_with_other_input_one_is_refused(sample: SampleRegister) -> None:
    calls = [apply(sample, "k", advance(amount)) for amount in (2_000, 2_001)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Application", "IdempotencyConflict"]
    assert await Application.all().count() == 1


async def test_keys_of_different_people_and_operations_are_apart(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    await apply(sample, "k")
    issued, certificate = await issue_guarantees.issue(
        guarantee_id=guarantee.id, idempotency_key="k", viewer=sample.viewers[Role.SURETY], keyring=KEYRING, at=NOON
    )
    assert certificate.guarantee_id == issued.id
    assert await IdempotencyRecord.all().count() == 2


async def test_forgets_what_is_over(sample: SampleRegister) -> None:
    await apply(sample, "k")
    assert (await purge_rows.run(at=NOON + DAY))[PurgeSubject.IDEMPOTENCY_RECORDS] == 0
    later = NOON + DAY + datetime.timedelta(seconds=1)
    assert (await purge_rows.run(at=later))[PurgeSubject.IDEMPOTENCY_RECORDS] == 1
    assert await IdempotencyRecord.all().count() == 0


async def test_across_a_deployment_that_adds_fields_a_retry_gets_the_first_result(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await apply(sample, "k")
    fields = [(field.name, field.type) for field in dataclasses.fields(GuaranteeRequest)]
    added: list[Any] = [("is_another", bool, dataclasses.field(default=False)), ("branch", str, None)]
    later = dataclasses.make_dataclass("GuaranteeRequest", [*fields, *added], frozen=True)
    requests = [later(**vars(asked)) for asked in (advance(), performance())]
    assert (await apply(sample, "k", *requests)).id == first.id
    with pytest.raises(IdempotencyConflict):
        await apply(sample, "k", *[dataclasses.replace(request, is_another=True) for request in requests])


async def test_what_an_older_version_has_stored_is_known_by_the_key_alone(sample: SampleRegister) -> None:
    first = await apply(sample, "k")
    await IdempotencyRecord.all().update(input_digest=hashlib.sha256(b"as it was").digest())
    assert (await apply(sample, "k")).id == first.id
    assert await Application.all().count() == 1
