"""The demonstration: each state of everything that the desks show occurs, and the whole is consistent."""

import datetime
from collections.abc import AsyncIterator, Callable, Iterable
from enum import StrEnum
from itertools import groupby
from typing import Any

import pytest
from tortoise import connections

import models
from models.after_issue.amendment_request import AmendmentRequestStatus
from models.after_issue.audit_chain import AuditLeaf
from models.after_issue.claim import ClaimStatus
from models.applying.guarantee_states import GuaranteeStatus
from models.audit_records import AuditEvent
from models.auth_key import AuthKeyStatus
from models.certificate import CertificateReason, CertificateStatus
from models.document import DocumentProgress
from models.enums import ApplicationStatus, GuaranteeKind, Medium, Role
from models.fees.additional_payment import AdditionalPayment
from models.fees.monthly_bill import FeePayment, MonthlyBill
from models.guarantee import FeePaymentMethod
from models.handover_transitions import HandoverStatus
from models.numbering import JAPAN, today
from models.parties.obligee import HandoverChannel
from resolvers import throttle_failures
from resolvers.applications.application_status import status_of
from resolvers.audit_trail import seal_events, verify_chains
from resolvers.audit_trail.findings_of_chain import Finding
from resolvers.certificates import look_up
from sample import sample_data, sample_register
from sample.demo import demo_data, demo_register
from sample.sample_data import KEY, NUMBER
from sample.sample_register import SampleRegister
from security.throttle import Throttle
from tests.conftest import ATTACHMENTS, DOCUMENT_SERVICES, NOON, Emptying
from tests.support import document_rendering, fee_rates
from tests.support.readers import reader_of
from tests.support.refusals import table_contents

Load = Callable[[datetime.datetime], Any]
OTHER_DAYS = [
    demo_data.EARLIEST,
    datetime.datetime(2027, 1, 2, 0, 5, tzinfo=JAPAN),
    datetime.datetime(2027, 4, 1, 8, 0, tzinfo=JAPAN),
    datetime.datetime(2028, 2, 29, 23, 59, tzinfo=JAPAN),
]
"""The first possible moment, a night of the New Year holidays, the first day of a fiscal year, a leap day."""


@pytest.fixture(scope="module")
async def loading(register: SampleRegister, emptying: Emptying) -> AsyncIterator[Load]:
    """Loads it as of a moment into the database of the tests, which has the register already."""

    async def registered(*, at: object) -> SampleRegister:
        return register

    async def load(at: datetime.datetime) -> None:
        await demo_data.load(services=DOCUMENT_SERVICES, files=ATTACHMENTS, at=at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_register, "register", registered)
        async with fee_rates.unbilled():
            yield load
    await emptying()


@pytest.fixture(scope="module")
async def demo(loading: Load, register: SampleRegister, emptying: Emptying) -> SampleRegister:
    """The register, with the demonstration of NOON."""
    await emptying()
    await loading(NOON)
    return register


def missing(kind: type[StrEnum], found: Iterable[StrEnum | None], *but: StrEnum) -> set[str]:
    """By their names, because members of different enumerations may be equal."""
    return {f"{kind.__name__}.{each.name}" for each in set(kind) - set(found) - set(but)}


async def missing_states() -> set[str]:
    """The states that no row has. A draft has no guarantees, and no act revokes a key."""
    guarantees = await models.Guarantee.all()
    certificates = await models.Certificate.all()
    in_force = [each for each in guarantees if each.status is GuaranteeStatus.IN_FORCE]
    applications = await models.Application.all()
    states = [status_of(each, [row for row in guarantees if row.application_id == each.id]) for each in applications]
    requests, claims = await models.AmendmentRequest.all(), await models.Claim.all()
    return (
        missing(GuaranteeStatus, (each.status for each in guarantees), GuaranteeStatus.DRAFT)
        | missing(GuaranteeKind, (each.kind for each in in_force))
        | missing(Medium, (each.medium for each in in_force))
        | missing(FeePaymentMethod, (each.fee_payment_method for each in in_force))
        | missing(HandoverStatus, (each.handover_status for each in in_force))
        | missing(HandoverChannel, (each.handover_channel for each in guarantees))
        | missing(ApplicationStatus, states)
        | missing(AmendmentRequestStatus, (each.status for each in requests))
        | missing(ClaimStatus, (each.status for each in claims))
        | missing(CertificateStatus, (each.status for each in certificates))
        | missing(CertificateReason, (each.reason for each in certificates))
        | missing(AuthKeyStatus, [each.status for each in await models.AuthKey.all()], AuthKeyStatus.REVOKED)
    )


async def test_every_state_occurs(demo: SampleRegister) -> None:
    assert demo
    assert await missing_states() == set()
    assert 40 <= await models.Guarantee.all().count() <= 60
    assert max([each.amendment_number for each in await models.Certificate.all()]) == 2


async def test_the_leaflets_case_is_as_in_the_small_set(demo: SampleRegister) -> None:
    guarantee = await models.Guarantee.get(number=NUMBER).select_related("contract")
    assert (guarantee.status, guarantee.handover_status) == ("IN_FORCE", "NOT_SENT")
    assert (guarantee.amount, guarantee.contract.contract_price) == (20_000_000, 50_000_000)
    throttle, reader = Throttle(throttle_failures.count), reader_of(demo.viewers[Role.SURETY])
    found = await look_up.certificate(number=NUMBER, key=KEY, include={}, reader=reader, throttle=throttle)
    assert found is not None
    assert found.guarantee_id == guarantee.id


async def test_each_desk_has_something_to_do(demo: SampleRegister) -> None:
    soon = {
        "status": "IN_FORCE",
        "expiry_date__gte": today(NOON),
        "expiry_date__lte": today(NOON) + datetime.timedelta(30),
    }
    for name in ("栃木県", "富士市"):
        received = models.Guarantee.filter(obligee_id=demo.obligees[name].id, presented_at__isnull=False)
        assert await received.filter(**soon).exists()
        assert await received.filter(handover_status="ACCEPTED").exists()
        assert await models.Claim.filter(guarantee__obligee_id=demo.obligees[name].id).exists()
    sent = await models.Guarantee.filter(obligee_id=demo.obligees["栃木県"].id, handover_status="SENT")
    assert {each.handover_channel for each in sent} == {HandoverChannel.EMAIL, HandoverChannel.E_CONTRACT_SYSTEM}
    messages = await models.Message.all()
    assert {(each.sender, each.read_at is None) for each in messages} == {
        (sender, is_unread) for sender in (Role.CONTRACTOR, Role.SURETY) for is_unread in (True, False)
    }
    files = await models.Attachment.all()
    assert {(each.role, each.file_type.value, each.claim_id is None) for each in files} == {
        (Role.CONTRACTOR, "PDF", True),
        (Role.OBLIGEE, "PDF", False),
    }


async def test_fees_are_paid_open_added_and_refunded(demo: SampleRegister) -> None:
    assert demo
    bills = await MonthlyBill.all().order_by("billing_month")
    paid = {each.bill_id for each in await FeePayment.all()}
    assert [bill.id in paid for bill in bills] == [True] * (len(bills) - 1) + [False]
    statements = await models.FeeStatement.all()
    assert {(each.method, each.earlier_charges > 0, each.due < 0) for each in statements} >= {
        ("SINGLE", False, False),
        ("SINGLE", True, False),
        ("SINGLE", True, True),
        ("MONTHLY_CONSOLIDATED", False, False),
        ("MONTHLY_CONSOLIDATED", True, True),
    }
    execute = connections.get("default").execute_query_dict
    (row,) = await execute("SELECT sum(fee_open_additional(id)) AS yen FROM guarantee")
    assert row["yen"] > 0
    assert await AdditionalPayment.all().count() == 1


async def test_obligees_accept_in_several_ways(demo: SampleRegister) -> None:
    assert demo
    obligees = {each.id: each for each in await models.Obligee.all()}
    assert len({each.prefecture for each in obligees.values()}) >= 8
    now_in_force = [each for each in await models.ElectronicAcceptance.all() if each.is_in_force(today(NOON))]
    accepting = {each.obligee_id for each in now_in_force}
    assert set(demo_register.ADDED) <= {each.name for each in obligees.values()}
    assert {obligees[id_].name for id_ in obligees.keys() - accepting} == {"見本町"}
    assert any(each.approved_contracts_only for each in now_in_force)
    assert {len([each for each in now_in_force if each.obligee_id == id_]) for id_ in accepting} == {1, 6}
    assert {each.obligee_id for each in await models.ObligeeOffice.all()} >= {
        demo.obligees[name].id for name in demo_register.OFFICES
    }


async def test_it_happened_in_the_order_of_time_until_now(demo: SampleRegister) -> None:
    assert demo
    events = await AuditEvent.all()
    assert max(event.at for event in events) <= NOON
    issued = await models.Guarantee.filter(issued_at__isnull=False).order_by("fiscal_year", "kind", "serial")
    for _, members in groupby(issued, key=lambda each: (each.fiscal_year, each.kind)):
        series = list(members)
        assert [each.serial for each in series] == list(range(1, len(series) + 1))
        assert [each.issued_at for each in series] == sorted(each.issued_at for each in series if each.issued_at)
    for each in issued:
        moments = [at for at in (each.issued_at, each.sent_at, each.viewed_at, each.decided_at) if at]
        assert moments == sorted(moments), each.number


async def test_the_audit_log_of_it_is_sealed_and_verified(demo: SampleRegister) -> None:
    assert demo
    await seal_events.Sealer().seal(at=NOON)
    findings: list[Finding] = []
    verified = await verify_chains.verify(findings.append)
    assert (findings, verified.unsealed) == ([], 0)
    assert verified.events == await AuditLeaf.all().count() == await AuditEvent.all().count() > 300


async def test_all_its_documents_are_made(demo: SampleRegister) -> None:
    assert demo
    await document_rendering.render_all()
    assert {each.state for each in await models.Document.all()} == {DocumentProgress.MADE}


async def test_loading_again_changes_nothing(demo: SampleRegister, loading: Load) -> None:
    assert demo
    assert await sample_data.is_loaded()
    before = await table_contents()
    with pytest.raises(Exception, match="account_email_is_free"):
        await loading(NOON)
    assert await table_contents() == before


async def test_it_is_loaded_whole_or_not_at_all(loading: Load, emptying: Emptying) -> None:
    await emptying()
    before = await table_contents()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_data, "open_applications", _fail)
        with pytest.raises(RuntimeError, match="in the middle"):
            await loading(NOON)
    assert await table_contents() == before


@pytest.mark.parametrize("at", OTHER_DAYS, ids=str)
async def test_it_can_be_loaded_on_other_days(loading: Load, emptying: Emptying, at: datetime.datetime) -> None:
    await emptying()
    async with fee_rates.unbilled():
        await loading(at)
    assert await missing_states() == set()
    assert max([event.at for event in await AuditEvent.all()]) <= at


async def _fail(*_: object) -> None:
    raise RuntimeError("in the middle")
