"""Which rows each viewer may see."""

from typing import Any
from uuid import uuid4

import pytest

import models
from models.certificate import CertificateStatus
from models.enums import Role
from models.errors import NotAllowed, NotSignedIn
from models.guarantee import FeePaymentMethod
from models.parties.viewer import Viewer
from models.row import Row
from resolvers import access, redaction
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.applying import attaching
from tests.support.readers import system_viewer
from tests.support.use_cases import READ, advance, issued

OWN: tuple[type[Row], ...] = (
    models.Contractor, models.Contract, models.Application, models.Message, models.Guarantee, models.Certificate,
    models.AuthKey, models.FeeStatement, models.Attachment,
)  # fmt: skip
PUBLIC: tuple[type[Row], ...] = (
    models.Surety, models.Branch, models.Obligee, models.ElectronicAcceptance, models.ContractingOfficer,
)  # fmt: skip
PRESENTED: tuple[type[Row], ...] = (models.Contractor, models.Contract, models.Guarantee, models.Certificate)


async def seen(viewer: Viewer | None) -> set[type[Row]]:
    """The models of which the viewer sees any rows."""
    return {model for model in OWN if await model.filter(access.visible(model, viewer)).exists()}


@pytest.fixture
async def guarantee(sample: SampleRegister) -> models.Guarantee:
    """One row of every table."""
    (guarantee,) = await issued(sample, advance(), message="よろしくお願いします。")
    await attaching.stored_row(guarantee.application_id, sample.viewers[Role.CONTRACTOR].actor_id)
    return guarantee


async def test_everybody_sees_whom_one_deals_with(sample: SampleRegister) -> None:
    for viewer in (None, *sample.viewers.values()):
        for model in PUBLIC:
            assert await model.filter(access.visible(model, viewer)).count() == await model.all().count() > 0


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CONTRACTOR, set(OWN)), (Role.SURETY, set(OWN)), (Role.OPERATOR, set(OWN) - {models.AuthKey}),
        (Role.OBLIGEE, set[type[Row]]()), (None, set[type[Row]]()),
    ],
)  # fmt: skip
async def test_each_role_sees_its_own(
    sample: SampleRegister, guarantee: models.Guarantee, role: Role | None, expected: set[type[Row]]
) -> None:
    assert await seen(sample.viewers[role] if role else None) == expected


async def test_strangers_of_each_role_see_nothing(sample: SampleRegister, guarantee: models.Guarantee) -> None:
    await models.Guarantee.filter(id=guarantee.id).update(**READ)
    for role in (Role.CONTRACTOR, Role.SURETY, Role.OBLIGEE, Role.E_CONTRACT_SYSTEM):
        id_ = uuid4()
        viewer = Viewer(role, id_, "別", "192.0.2.1", contractor_id=id_, surety_id=id_, obligee_ids=(id_,))
        assert await seen(viewer) == set(), role


async def test_officials_see_what_their_obligee_has_received(
    sample: SampleRegister, guarantee: models.Guarantee
) -> None:
    viewer = Viewer(Role.OBLIGEE, uuid4(), "栃木県", "192.0.2.1", obligee_ids=(sample.obligees["栃木県"].id,))
    assert await seen(viewer) == set()
    await models.Guarantee.filter(id=guarantee.id).update(**READ)
    assert await seen(viewer) == set(PRESENTED)


async def test_a_system_sees_what_it_has_presented_itself(sample: SampleRegister, guarantee: models.Guarantee) -> None:
    viewer = await system_viewer(sample.obligees["栃木県"].id)
    await models.Guarantee.filter(id=guarantee.id).update(**READ)
    other = await models.ApiClient.create(name="別の電子契約")
    await models.KeyPresentation.create(api_client_id=other.id, guarantee_id=guarantee.id, presented_at=NOON)
    assert await seen(viewer) == set()
    await models.KeyPresentation.create(api_client_id=viewer.actor_id, guarantee_id=guarantee.id, presented_at=NOON)
    assert await seen(viewer) == set(PRESENTED)
    no_more = await system_viewer(sample.obligees["富士市"].id)
    assert await seen(no_more) == set(), "it acts for the obligee no more"


@pytest.mark.parametrize("status", [CertificateStatus.CORRECTED, CertificateStatus.CANCELLED])
async def test_versions_that_were_taken_back_are_for_the_surety_and_the_audit(
    sample: SampleRegister, guarantee: models.Guarantee, status: CertificateStatus
) -> None:
    await models.Guarantee.filter(id=guarantee.id).update(**READ)
    await models.Certificate.all().update(status=status)
    seeing = {role for role, viewer in sample.viewers.items() if models.Certificate in await seen(viewer)}
    assert seeing == {Role.SURETY, Role.OPERATOR}


async def test_refuses_strangers_and_roles_that_may_not(sample: SampleRegister) -> None:
    for operation, roles in access.OPERATIONS.items():
        with pytest.raises(NotSignedIn):
            access.require(operation, None)
        for role, viewer in sample.viewers.items():
            if role in roles:
                assert access.require(operation, viewer) is viewer
            else:
                with pytest.raises(NotAllowed):
                    access.require(operation, viewer)


PRIVATE: dict[str, Any] = {
    "status_reason": "理由", "fee_payment_method": FeePaymentMethod.SINGLE, "bill_to": "経理部", "fee_paid_on": NOON,
    "paper_fee_statement": True, "review_started_at": NOON,
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "is_blank"),
    [(None, True), (Role.OBLIGEE, True), (Role.CONTRACTOR, False), (Role.SURETY, False), (Role.OPERATOR, False)],
)
async def test_what_is_between_contractor_and_surety_is_blank_for_others(
    sample: SampleRegister, role: Role | None, *, is_blank: bool
) -> None:
    row = models.Guarantee(amount=1, contractor_id=sample.contractor.id, **PRIVATE)
    redaction.redact(row, sample.viewers[role] if role else None)
    assert row.amount == 1
    assert {name: getattr(row, name) for name in PRIVATE} == (dict.fromkeys(PRIVATE) if is_blank else PRIVATE)


@pytest.mark.parametrize(
    ("role", "is_blank"),
    [(None, True), (Role.OBLIGEE, True), (Role.CONTRACTOR, True), (Role.SURETY, False), (Role.OPERATOR, False)],
)
async def test_who_reviews_is_blank_for_all_but_the_suretys_staff_and_the_operator(
    sample: SampleRegister, role: Role | None, *, is_blank: bool
) -> None:
    row = models.Guarantee(reviewer_id=sample.branch.id)
    redaction.redact(row, sample.viewers[role] if role else None)
    assert row.reviewer_id == (None if is_blank else sample.branch.id)
