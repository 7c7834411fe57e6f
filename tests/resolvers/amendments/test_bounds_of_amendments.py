"""What an amendment meets rarely: maxima, rates that are missing or too high, a contract that looks the same."""

import datetime
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from models.applying.contract import MOST_CHANGES, Contract
from models.certificate import Certificate
from models.commands import AmendmentTerms
from models.content.corrections import CertificateCorrections
from models.enums import Role
from models.errors import FeeAboveAmount, InvalidInput
from models.guarantee import Guarantee
from resolvers.amendments import amend_guarantee, cancel_amendment, correct_certificate, write_version
from resolvers.applications import register_contract
from resolvers.guarantees import create_fee_statements
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, issued


async def amend(sample: SampleRegister, guarantee: Guarantee, **terms: Any) -> Certificate:
    _, certificate = await amend_guarantee.amend(
        guarantee_id=guarantee.id,
        terms=AmendmentTerms(**terms),
        reason="変更",
        idempotency_key=None,
        viewer=sample.viewers[Role.SURETY],
        at=NOON,
    )
    return certificate


async def codes(sample: SampleRegister, guarantee: Guarantee, **terms: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        await amend(sample, guarantee, **terms)
    assert await Certificate.filter(guarantee_id=guarantee.id).count() == 1
    return [problem.code for problem in refusal.value.problems]


async def test_versions_are_bounded(sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    (guarantee,) = await issued(sample, advance())
    monkeypatch.setattr(write_version, "MOST_VERSIONS", 1)
    assert await codes(sample, guarantee, amount=1_000_000) == ["TOO_MANY"]


async def test_statements_are_bounded(sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    (guarantee,) = await issued(sample, advance())
    monkeypatch.setattr(create_fee_statements, "MOST_STATEMENTS", 1)
    assert await codes(sample, guarantee, amount=10_000_000) == ["TOO_MANY"]


async def test_changes_of_a_contract_are_bounded(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    await Contract.filter(id=guarantee.contract_id).update(version=MOST_CHANGES + 1)
    assert await codes(sample, guarantee, project_name="別の工事") == ["TOO_MANY"]


async def test_a_fee_is_never_above_the_amount(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    with pytest.raises(FeeAboveAmount):
        await amend(sample, guarantee, amount=1)


async def test_a_contract_that_looks_the_same_meanwhile_is_found(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    (guarantee,) = await issued(sample, advance())
    take, refused = register_contract.take_identity, [IntegrityError()]

    async def once_refused(contract: Contract, *, is_another: bool) -> None:
        if refused:
            raise refused.pop()
        await take(contract, is_another=is_another)

    monkeypatch.setattr(register_contract, "take_identity", once_refused)
    certificate = await amend(sample, guarantee, project_name="別の工事", period_to=datetime.date(2027, 8, 30))
    assert certificate.project_name == "別の工事"


async def test_a_contract_that_looks_the_same_is_found_at_a_cancellation(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    (guarantee,) = await issued(sample, advance())
    await amend(sample, guarantee, project_name="別の工事")
    take, refused = register_contract.take_identity, [IntegrityError()]

    async def once_refused(contract: Contract, *, is_another: bool) -> None:
        if refused:
            raise refused.pop()
        await take(contract, is_another=is_another)

    monkeypatch.setattr(register_contract, "take_identity", once_refused)
    _, former = await cancel_amendment.cancel(
        guarantee_id=guarantee.id, reason="誤り", viewer=sample.viewers[Role.SURETY], at=NOON
    )
    assert (former.project_name, refused) == ("●●●●工事", [])


async def test_a_contract_that_looks_the_same_is_found_at_a_correction(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    (guarantee,) = await issued(sample, advance())
    take, refused = register_contract.take_identity, [IntegrityError()]

    async def once_refused(contract: Contract, *, is_another: bool) -> None:
        if refused:
            raise refused.pop()
        await take(contract, is_another=is_another)

    monkeypatch.setattr(register_contract, "take_identity", once_refused)
    _, certificate = await correct_certificate.correct(
        guarantee_id=guarantee.id,
        corrections=CertificateCorrections(project_name="別の工事"),
        reason="誤記",
        idempotency_key=None,
        viewer=sample.viewers[Role.SURETY],
        at=NOON,
    )
    assert (certificate.project_name, refused) == ("別の工事", [])
