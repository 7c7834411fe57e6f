"""A surety registers the same contract once, also under concurrency."""

import datetime
import json
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from models.applying.contract import Contract
from models.enums import Role
from models.errors import ContractAlreadyRegistered, InvalidInput
from models.guarantee import FeePaymentMethod, Guarantee
from models.parties.contractor import Contractor
from models.parties.surety import Branch, Surety
from resolvers.applications import submit
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.lock_waits import open_transaction, results_after_release
from tests.support.refusals import table_contents
from tests.support.use_cases import advance, applied, contract_request, form, intermediate

NAME = "市道1号線　髙橋ﾄﾝﾈﾙ改良工事―その２"
SAME_NAMES = ["市道１号線高橋トンネル改良工事-その2", " 市道1号線 髙橋トンネル改良工事ーその２ ", NAME]
COPY = """INSERT INTO contract SELECT * FROM jsonb_populate_record(NULL::contract,
    (SELECT to_jsonb(contract) FROM contract LIMIT 1) || $1::jsonb)"""


async def register(sample: SampleRegister, **changes: Any) -> Contract:
    """A contract, created by an application; not marked as another one unless `changes` say so."""
    given: dict[str, Any] = {"project_name": NAME, "is_another": False} | changes
    contract = contract_request(sample, **given)
    (guarantee,) = await applied(sample, advance(10_000), contract=contract)
    return await Contract.get(id=guarantee.contract_id)


@pytest.mark.parametrize("name", SAME_NAMES)
async def test_a_contract_that_looks_the_same_is_refused_with_the_registered_one(
    sample: SampleRegister, name: str
) -> None:
    first = await register(sample)
    before = await table_contents()
    with pytest.raises(ContractAlreadyRegistered) as caught:
        await register(sample, project_name=name, period_to=datetime.date(2028, 3, 31), tender_notice_date=None)
    assert isinstance(caught.value.contract, Contract)
    assert caught.value.contract.id == first.id
    assert await table_contents() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"project_name": f"{NAME}（第2工区）"},
        {"contract_date": datetime.date(2026, 11, 2)},
        {"contract_price": 50_000_001},
        {"obligee": "足利市"},
        {"is_another": True},
    ],
    ids=str,
)
async def test_another_contract_is_registered(sample: SampleRegister, changes: dict[str, Any]) -> None:
    first, second = await register(sample), await register(sample, **changes)
    assert first.id != second.id
    assert (first.is_another, second.is_another) == (False, changes == {"is_another": True})


async def test_the_first_is_never_another_whatever_was_claimed(sample: SampleRegister) -> None:
    assert not (await register(sample, is_another=True)).is_another
    with pytest.raises(ContractAlreadyRegistered):
        await register(sample)
    assert (await register(sample, is_another=True)).is_another
    assert (await register(sample, is_another=True)).is_another


async def test_each_surety_and_contractor_has_contracts_of_its_own(sample: SampleRegister) -> None:
    await register(sample)
    surety = await Surety.create(name="別の保証株式会社", address="東京都", representative="社長")
    branch = await Branch.create(surety_id=surety.id, code="999", name="本店", telephone="03")
    contract = contract_request(sample, project_name=NAME, is_another=False)
    single = advance(10_000, fee_payment_method=FeePaymentMethod.SINGLE)
    await applied(sample, single, contract=contract, submission_branch_id=branch.id)
    company = await Contractor.create(name="△△土木 株式会社", address="群馬県")
    await Contract.all().update(contractor_id=sample.contractor.id)
    viewer = sample.viewers[Role.CONTRACTOR]
    other = type(viewer)(viewer.role, viewer.actor_id, "別", viewer.address, contractor_id=company.id)
    request = form(sample, single, contract=contract)
    await submit.application(request=request, idempotency_key=None, viewer=other, at=NOON)
    assert await Contract.filter(is_another=False).count() == 3


@pytest.mark.parametrize("status", ["WITHDRAWN", "DECLINED"])
async def test_it_stays_registered_when_its_guarantees_have_ended(sample: SampleRegister, status: str) -> None:
    first = await register(sample)
    await Guarantee.all().update(status=status)
    with pytest.raises(ContractAlreadyRegistered):
        await register(sample)
    (guarantee,) = await applied(sample, advance(20_000_000), contract=None, contract_id=first.id)
    assert guarantee.contract_id == first.id


async def test_it_is_told_before_what_the_rules_say_of_a_contract_without_guarantees(sample: SampleRegister) -> None:
    await register(sample)
    contract = contract_request(sample, project_name=NAME, is_another=False)
    with pytest.raises(ContractAlreadyRegistered):
        await applied(sample, intermediate(), contract=contract)
    with pytest.raises(InvalidInput):
        await applied(sample, intermediate(), contract=contract, email=None)


async def under_way(sample: SampleRegister, connection: asyncpg.Connection) -> str:
    """The name of a contract that the connection registers next."""
    await register(sample)
    changes = {"id": str(uuid4()), "project_name": "別の工事", "folded_project_name": "別の工事"}
    await connection.execute(COPY, json.dumps(changes))
    return "別の工事"


@pytest.mark.parametrize(("end", "count"), [("COMMIT", 2), ("ROLLBACK", 2)])
async def test_one_that_is_being_registered_is_waited_for(
    sample: SampleRegister, database_url: str, end: str, count: int
) -> None:
    async with open_transaction(database_url) as holder:
        name = await under_way(sample, holder)
        (outcome,) = await results_after_release(holder, register(sample, project_name=name), end=end)
    assert isinstance(outcome, ContractAlreadyRegistered if end == "COMMIT" else Contract)
    assert await Contract.all().count() == count


async def test_also_by_one_that_is_claimed_to_be_another(sample: SampleRegister, database_url: str) -> None:
    async with open_transaction(database_url) as holder:
        name = await under_way(sample, holder)
        (outcome,) = await results_after_release(
            holder, register(sample, project_name=name, is_another=True), end="COMMIT"
        )
    assert isinstance(outcome, Contract)
    assert outcome.is_another


async def test_the_longest_name_fits_into_the_index(sample: SampleRegister) -> None:
    # U+3316 becomes six characters, the maximum for a character that the documents can print.
    first = await register(sample, project_name="㌖" * 120)
    assert len(first.folded_project_name) == 720
    with pytest.raises(ContractAlreadyRegistered):
        await register(sample, project_name="㌖" * 120)
