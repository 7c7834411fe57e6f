"""The names of the general terms: the surety's own, copied into what it issues."""

from models.certificate import Certificate
from models.guarantee import GuaranteeStatus
from models.kinds import GuaranteeKind
from models.surety import Surety
from resolvers import sheets
from resolvers.sample_data import House
from tests.cases import advance, intermediate, issued, performance


async def named() -> dict[GuaranteeKind, str]:
    return {version.kind: version.general_terms for version in await Certificate.all()}


async def test_each_kind_is_issued_under_its_own_terms_and_keeps_them(house: House) -> None:
    await Surety.all().update(advance_payment_terms="甲約款", intermediate_terms="乙特約", performance_terms="丙特約")
    guarantees = await issued(house, advance(), intermediate(), performance())
    assert {guarantee.status for guarantee in guarantees} == {GuaranteeStatus.IN_FORCE}
    expected = {
        GuaranteeKind.ADVANCE_PAYMENT: "甲約款",
        GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: "乙特約",
        GuaranteeKind.PERFORMANCE: "丙特約",
    }
    assert await named() == expected
    await Surety.all().update(advance_payment_terms="新約款", intermediate_terms="新約款", performance_terms="新約款")
    assert await named() == expected
    version = await Certificate.get(kind=GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT)
    assert sheets.of_certificate(version, is_copy=False).general_terms == "乙特約"
