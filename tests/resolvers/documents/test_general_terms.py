"""The names of the general terms: the surety's own, copied into what it issues."""

from collections.abc import AsyncIterator

import pytest

from models.certificate import Certificate
from models.enums import GuaranteeKind
from models.parties.surety import Surety
from resolvers.documents import compose_data
from sample.sample_register import SampleRegister
from tests.support.use_cases import advance, intermediate, issued, performance

TERMS = {
    GuaranteeKind.ADVANCE_PAYMENT: "甲約款",
    GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: "乙特約",
    GuaranteeKind.PERFORMANCE: "丙特約",
}
COLUMNS = ("advance_payment_terms", "intermediate_terms", "performance_terms")


@pytest.fixture
async def terms(sample: SampleRegister) -> AsyncIterator[None]:
    """The surety's terms are TERMS; they are restored afterwards."""
    (before,) = await Surety.all().values(*COLUMNS)
    await Surety.all().update(**dict(zip(COLUMNS, TERMS.values(), strict=True)))
    yield
    await Surety.all().update(**before)


async def named() -> dict[GuaranteeKind, str]:
    return {version.kind: version.general_terms for version in await Certificate.all()}


@pytest.mark.usefixtures("terms")
async def test_each_kind_is_issued_under_its_own_terms_and_keeps_them(sample: SampleRegister) -> None:
    first, _ = await issued(sample, advance(), performance())
    await issued(sample, intermediate(), contract=None, contract_id=first.contract_id)
    assert await named() == TERMS
    await Surety.all().update(**dict.fromkeys(COLUMNS, "新約款"))
    assert await named() == TERMS
    version = await Certificate.get(kind=GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT)
    assert compose_data.of_certificate(version, is_copy=False).general_terms == "乙特約"
