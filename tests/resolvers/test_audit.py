"""The audit log accepts any subject."""

import pytest

from models.audit_records import LONGEST_SUBJECT, AuditEvent
from models.enums import Role
from resolvers import audit
from sample.sample_register import SampleRegister
from tests.conftest import NOON


@pytest.mark.parametrize("length", [0, 1, LONGEST_SUBJECT, LONGEST_SUBJECT + 1, 10_000])
async def test_no_subject_is_too_long(sample: SampleRegister, length: int) -> None:
    subject, viewer = "名" * length, sample.viewers[Role.SURETY]
    await audit.record("x", viewer=viewer, at=NOON, subject=subject)
    await audit.record_each("x", [sample.branch.id], viewer=viewer, at=NOON, subject=subject)
    await audit.record_anonymous("x", address="192.0.2.1", subject=subject, at=NOON)
    (kept,) = {event.subject for event in await AuditEvent.all()}
    assert kept is not None
    assert kept[:220] == subject[:220]
    assert (kept == subject) is (length <= LONGEST_SUBJECT)
    assert len(kept) == min(length, LONGEST_SUBJECT)


async def test_there_may_be_none(sample: SampleRegister) -> None:
    await audit.record("x", viewer=sample.viewers[Role.SURETY], at=NOON)
    assert (await AuditEvent.get()).subject is None
