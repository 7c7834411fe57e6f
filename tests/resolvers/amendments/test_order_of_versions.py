"""Versions are in the order of the acts that made them, which wait for each other with their own times."""

import datetime

from models.certificate import Certificate
from models.commands import AmendmentTerms
from models.content.corrections import CertificateCorrections
from models.enums import Role
from models.guarantee import Guarantee
from resolvers.amendments import amend_guarantee, cancel_amendment, correct_certificate
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, issued

SECOND = datetime.timedelta(seconds=1)


async def amend(sample: SampleRegister, guarantee: Guarantee, amount: int, at: datetime.datetime) -> None:
    await amend_guarantee.amend(
        guarantee_id=guarantee.id,
        terms=AmendmentTerms(amount=amount),
        reason="変更",
        idempotency_key=None,
        viewer=sample.viewers[Role.SURETY],
        at=at,
    )


async def test_an_act_that_began_before_the_last_one_makes_the_newest_version(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    viewer = sample.viewers[Role.SURETY]
    await amend(sample, guarantee, 16_000_000, NOON + 2 * SECOND)
    await amend(sample, guarantee, 17_000_000, NOON + SECOND)
    _, former = await cancel_amendment.cancel(guarantee_id=guarantee.id, reason="誤り", viewer=viewer, at=NOON + SECOND)
    assert former.amount == 16_000_000
    await correct_certificate.correct(
        guarantee_id=guarantee.id,
        corrections=CertificateCorrections(obligee_title="知事"),
        reason="誤記",
        idempotency_key=None,
        viewer=viewer,
        at=NOON + SECOND,
    )
    versions = await Certificate.filter(guarantee_id=guarantee.id).order_by("issued_at", "id")
    assert [version.status for version in versions] == ["SUPERSEDED", "CORRECTED", "CANCELLED", "CURRENT"]
