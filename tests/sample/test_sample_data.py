import pytest

from models.certificate import Certificate
from models.enums import Role
from models.guarantee import Guarantee
from models.parties.surety import Surety
from resolvers import throttle_failures
from resolvers.certificates import look_up
from sample import sample_data, sample_register
from sample.sample_data import KEY, NUMBER, PERFORMANCE_KEY
from sample.sample_register import SampleRegister
from security.throttle import Throttle
from tests.conftest import KEYRING, NOON, Emptying
from tests.support.readers import reader_of
from tests.support.refusals import table_contents
from tests.support.use_cases import row_counts


async def test_loads_the_leaflets_case_whole(
    register: SampleRegister, emptying: Emptying, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def registered(*, at: object) -> SampleRegister:
        return register

    await emptying()
    monkeypatch.setattr(sample_register, "register", registered)
    await sample_data.load(keyring=KEYRING, at=NOON)
    reader = reader_of(register.viewers[Role.OBLIGEE])
    for number, key, amount in ((NUMBER, KEY, 20_000_000), ("31072-00001I", PERFORMANCE_KEY, 5_000_000)):
        found = await look_up.certificate(
            number=number, key=key, include={}, reader=reader, throttle=Throttle(throttle_failures.count)
        )
        assert isinstance(found, Certificate)
        assert (found.amount, found.contract_price) == (amount, 50_000_000)
    statuses = sorted(guarantee.status for guarantee in await Guarantee.all())
    assert statuses == sorted(
        ["IN_FORCE", "IN_FORCE", "SUBMITTED", "SUBMITTED", "SUBMITTED", "APPROVED", "AWAITING_FEE", "RETURNED"]
    )
    await emptying()


async def test_is_loaded_once_and_whole(sample: SampleRegister) -> None:
    assert await sample_data.is_loaded()
    before, rows = await table_contents(), await row_counts()
    with pytest.raises(Exception, match="already exists"):
        await sample_data.load(keyring=KEYRING, at=NOON)
    assert await table_contents() == before
    assert rows["surety"] == await Surety.all().count() == 1
