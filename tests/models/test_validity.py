"""Validity of a certificate: every reason, the precedence of reasons, and the moments at which it begins."""

import datetime
from typing import Any
from uuid import UUID

import pytest

from models.certificate import Certificate, CertificateStatus
from models.enums import Medium
from models.guarantee import ISSUED, Guarantee, GuaranteeStatus
from models.numbering import JAPAN
from models.validity import InvalidityReason, Validity, of_guarantee, validity
from sample.sample_register import SampleRegister

ISSUED_AT = datetime.datetime(2026, 11, 20, 3, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2027, 8, 31, 23, 59, 59, 999_999, tzinfo=JAPAN)
MIDNIGHT = datetime.datetime(2027, 9, 1, tzinfo=JAPAN)
ENDED, OVER = ISSUED_AT + datetime.timedelta(days=1), ISSUED_AT + datetime.timedelta(days=2)
R = InvalidityReason


def version(**changes: Any) -> Certificate:
    columns: dict[str, Any] = {
        "guarantee_id": UUID(int=1), "status": CertificateStatus.CURRENT, "medium": Medium.ELECTRONIC,
        "issued_at": ISSUED_AT, "expiry_date": datetime.date(2027, 8, 31), "ended_at": None,
    }  # fmt: skip
    return Certificate(**columns | changes)


def guarantee(status: GuaranteeStatus = GuaranteeStatus.IN_FORCE, **changes: Any) -> Guarantee:
    columns: dict[str, Any] = {"id": UUID(int=1), "status": status, "issued_at": ISSUED_AT, "ended_at": None}
    return Guarantee(**columns | changes)


async def test_on_the_last_day_it_counts_and_on_the_next_no_more(register: SampleRegister) -> None:
    for at in (ISSUED_AT, LAST_MOMENT):
        found = validity(version(), guarantee(), at=at)
        assert (found.is_valid, found.label, found.message) == (True, "有効", "現在有効な電子証書です。")
        assert found == Validity()
    assert validity(version(), guarantee(), at=MIDNIGHT) == Validity(R.EXPIRED, MIDNIGHT)


async def test_while_it_is_claimed_no_day_ends_it(register: SampleRegister) -> None:
    claimed = guarantee(GuaranteeStatus.CLAIMED)
    for at in (ISSUED_AT, LAST_MOMENT, MIDNIGHT):
        assert validity(version(), claimed, at=at) == Validity()
    assert validity(version(medium=Medium.PAPER), claimed, at=MIDNIGHT) == Validity(R.ON_PAPER, ISSUED_AT)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (CertificateStatus.SUPERSEDED, R.SUPERSEDED),
        (CertificateStatus.CORRECTED, R.CORRECTED),
        (CertificateStatus.CANCELLED, R.CANCELLED),
    ],
)
async def test_what_a_version_has_become_comes_first(
    register: SampleRegister, status: CertificateStatus, reason: InvalidityReason
) -> None:
    ended = version(status=status, ended_at=ENDED, medium=Medium.PAPER)
    for of in (guarantee(), guarantee(GuaranteeStatus.PAID, ended_at=OVER)):
        for at in (ISSUED_AT, MIDNIGHT):
            assert validity(ended, of, at=at) == Validity(reason, ENDED)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (GuaranteeStatus.RELEASED, R.RELEASED),
        (GuaranteeStatus.CANCELLED, R.CANCELLED),
        (GuaranteeStatus.PAID, R.PAID_OUT),
    ],
)
async def test_what_a_guarantee_has_become_comes_next(
    register: SampleRegister, status: GuaranteeStatus, reason: InvalidityReason
) -> None:
    for medium in Medium:
        for at in (ISSUED_AT, MIDNIGHT):
            found = validity(version(medium=medium), guarantee(status, ended_at=OVER), at=at)
            assert found == Validity(reason, OVER)


async def test_what_is_marked_as_expired_is_so_by_the_clock_if_that_is_later(register: SampleRegister) -> None:
    marked = guarantee(GuaranteeStatus.EXPIRED, ended_at=OVER)
    assert validity(version(), marked, at=LAST_MOMENT) == Validity(R.EXPIRED, OVER)
    assert validity(version(), marked, at=MIDNIGHT) == Validity(R.EXPIRED, MIDNIGHT)


async def test_paper_never_counts_electronically(register: SampleRegister) -> None:
    paper = version(medium=Medium.PAPER)
    found = validity(paper, guarantee(), at=LAST_MOMENT)
    assert found == Validity(R.ON_PAPER, ISSUED_AT)
    assert "現在有効な電子証書" not in found.message
    assert validity(paper, guarantee(), at=MIDNIGHT) == Validity(R.EXPIRED, MIDNIGHT)


async def test_a_guarantee_is_as_its_current_version(register: SampleRegister) -> None:
    of = guarantee(GuaranteeStatus.RELEASED, ended_at=OVER)
    for at in (ISSUED_AT, MIDNIGHT):
        assert of_guarantee(version(), of, at=at) == validity(version(), of, at=at)
        assert of_guarantee(version(), guarantee(), at=at) == validity(version(), guarantee(), at=at)


@pytest.mark.parametrize("status", sorted(set(GuaranteeStatus) - ISSUED))
async def test_what_is_not_issued_does_not_count(register: SampleRegister, status: GuaranteeStatus) -> None:
    assert of_guarantee(None, guarantee(status, issued_at=None), at=ISSUED_AT) == Validity(R.NOT_ISSUED)


async def test_without_a_current_version_nothing_counts(register: SampleRegister) -> None:
    assert of_guarantee(None, guarantee(), at=ISSUED_AT) == Validity(R.CANCELLED)
    released = guarantee(GuaranteeStatus.RELEASED, ended_at=OVER)
    assert of_guarantee(None, released, at=ISSUED_AT) == Validity(R.RELEASED, OVER)


async def test_every_reason_has_its_words(register: SampleRegister) -> None:
    told = {(reason.label, reason.message) for reason in InvalidityReason}
    assert len(told) == len(InvalidityReason)
    assert not [message for _, message in told if not message.endswith("。")]
