"""A paid fee is refunded when the application is withdrawn."""

import pytest

from models.document import Document
from models.enums import Role
from models.fees.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee
from resolvers.applications import withdraw
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.document_rendering import render_all
from tests.support.use_cases import (
    LATER,
    advance,
    approved,
    paid,
)

SINGLE = FeePaymentMethod.SINGLE
TODAY = NOON.date()


async def withdrawn(sample: SampleRegister, guarantee: Guarantee) -> None:
    viewer = sample.viewers[Role.CONTRACTOR]
    await withdraw.application(application_id=guarantee.application_id, viewer=viewer, at=LATER)


async def test_what_is_withdrawn_after_its_payment_is_paid_back(sample: SampleRegister) -> None:
    (guarantee,) = await paid(sample, advance(fee_payment_method=SINGLE))
    await withdrawn(sample, guarantee)
    first, second = await FeeStatement.filter(guarantee_id=guarantee.id).order_by("sequence")
    assert (second.fee, second.earlier_charges, second.due) == (0, 68_000, -68_000)
    assert (second.issued_on, second.due_on) == (LATER.date(), None)
    assert second.number != first.number
    assert await render_all(at=LATER) == 2
    assert await Document.filter(made_at__isnull=True).count() == 0


@pytest.mark.parametrize("method", FeePaymentMethod)
async def test_what_was_not_paid_is_not_paid_back(sample: SampleRegister, method: FeePaymentMethod) -> None:
    (guarantee,) = await approved(sample, advance(fee_payment_method=method))
    stated = await FeeStatement.all().count()
    await withdrawn(sample, guarantee)
    assert await FeeStatement.all().count() == stated == (method is SINGLE)


async def test_what_was_paid_before_statements_were_has_none_to_follow(sample: SampleRegister) -> None:
    (guarantee,) = await approved(sample, advance())
    await Guarantee.filter(id=guarantee.id).update(fee_payment_method=SINGLE, fee_paid_on=TODAY)
    await withdrawn(sample, guarantee)
    assert await FeeStatement.all().count() == 0
