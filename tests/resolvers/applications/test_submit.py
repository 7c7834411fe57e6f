import asyncio
import dataclasses
import datetime
from typing import Any
from uuid import uuid4

import pytest

from models.applying.application import Application, Message
from models.applying.contract import Contract
from models.audit_records import AuditEvent
from models.commands import ApplicationRequest
from models.enums import GuaranteeKind, Medium, Role
from models.errors import DomainError, InvalidInput, NotAllowed, NotFound, NotSignedIn, WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.applications import list_applications, submit, withdraw
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.refusals import table_contents
from tests.support.use_cases import (
    advance,
    applied,
    approved,
    contract_request,
    form,
    intermediate,
    issue,
    performance,
    row_counts,
)

JAPANESE = {"contact_department": " 総務部 ", "contact_title": "  ", "message": "よろしく\nお願いします。 "}


async def apply(
    sample: SampleRegister, request: ApplicationRequest, role: Role | None = Role.CONTRACTOR
) -> Application:
    viewer = sample.viewers[role] if role else None
    return await submit.application(request=request, idempotency_key=None, viewer=viewer, at=NOON)


async def test_submits_one_guarantee_for_each_that_is_asked_for(sample: SampleRegister) -> None:
    empty = await row_counts()
    application = await apply(sample, form(sample, advance(), performance(medium=Medium.PAPER), **JAPANESE))
    guarantees = await Guarantee.filter(application_id=application.id).order_by("id")
    contract = await Contract.get(id=application.contract_id)
    assert [(g.kind, g.medium, g.amount, g.status, g.base_amount) for g in guarantees] == [
        ("ADVANCE_PAYMENT", "ELECTRONIC", 20_000_000, "SUBMITTED", 50_000_000),
        ("PERFORMANCE", "PAPER", 5_000_000, "SUBMITTED", 50_000_000),
    ]
    parties = (sample.branch.surety_id, sample.contractor.id, sample.obligees["栃木県"].id)
    for row in (contract, *guarantees):
        assert (row.surety_id, row.contractor_id, row.obligee_id) == parties
    assert (application.contact_department, application.contact_title) == ("総務部", None)
    assert (await Message.get()).body == "よろしく\nお願いします。"
    event = await AuditEvent.get()
    assert (event.action, event.subject_id, event.at, event.role) == (
        "application.submitted", application.id, NOON, Role.CONTRACTOR,
    )  # fmt: skip
    grown = {name: rows - empty[name] for name, rows in (await row_counts()).items() if rows != empty[name]}
    assert grown.pop("outgoing_mail") > 0
    assert grown == {
        "contract": 1,
        "application": 1,
        "submission": 1,
        "guarantee": 2,
        "message": 1,
        "audit_event": 1,
        "bill_to": 1,
    }


async def test_keeps_the_base_that_the_amount_was_compared_with(sample: SampleRegister) -> None:
    contract = contract_request(sample, current_fiscal_year_base=30_000_000)
    guarantees = await applied(sample, advance(12_000_000), performance(), contract=contract)
    assert [guarantee.base_amount for guarantee in guarantees] == [30_000_000, 50_000_000]


async def test_writes_the_deposit_bank_in_full_width(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance(deposit_bank=" ﾐﾎﾝ銀行 ABC支店1 "))
    assert guarantee.deposit_bank == "ミホン銀行　ＡＢＣ支店１"


async def test_stores_sums_above_two_to_the_31(sample: SampleRegister) -> None:
    contract = contract_request(sample, contract_price=2**53 - 1)
    (guarantee,) = await applied(sample, advance(3_602_879_701_896_396), contract=contract)
    assert (guarantee.amount, guarantee.base_amount) == (3_602_879_701_896_396, 2**53 - 1)


async def test_applies_again_for_a_registered_contract(sample: SampleRegister) -> None:
    (first,) = await applied(sample, advance())
    (second,) = await applied(sample, intermediate(), contract=None, contract_id=first.contract_id)
    assert (second.contract_id, await Contract.all().count()) == (first.contract_id, 1)
    assert second.kind is GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT


async def test_two_applications_cannot_pass_a_contracts_limit_together(sample: SampleRegister) -> None:
    (first,) = await applied(sample, advance(2_000))
    request = form(sample, advance(12_000_000), contract=None, contract_id=first.contract_id)
    outcomes = await asyncio.gather(*(apply(sample, request) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(outcome, Application) for outcome in outcomes) == 1
    refusals = [outcome for outcome in outcomes if isinstance(outcome, InvalidInput)]
    assert [problem.code for refusal in refusals for problem in refusal.problems] == ["ABOVE_LIMIT"] * 7
    assert sum(guarantee.amount for guarantee in await Guarantee.all()) == 12_002_000


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(None, NotSignedIn), *((role, NotAllowed) for role in (Role.SURETY, Role.OBLIGEE, Role.OPERATOR))],
)
async def test_only_contractors_apply(sample: SampleRegister, role: Role | None, refusal: type[DomainError]) -> None:
    before = await table_contents()
    with pytest.raises(refusal):
        await apply(sample, form(sample), role)
    assert await table_contents() == before


async def test_withdraws_what_is_not_issued(sample: SampleRegister) -> None:
    one, other = await approved(sample)
    await issue(sample, one)
    contractor = sample.viewers[Role.CONTRACTOR]
    await withdraw.application(application_id=one.application_id, viewer=contractor, at=NOON)
    assert (await Guarantee.get(id=one.id)).status is GuaranteeStatus.IN_FORCE
    assert (await Guarantee.get(id=other.id)).status is GuaranteeStatus.WITHDRAWN
    assert await AuditEvent.filter(action="application.withdrawn", subject_id=one.application_id).count() == 1
    before = await table_contents()
    with pytest.raises(WrongState) as caught:
        await withdraw.application(application_id=one.application_id, viewer=contractor, at=NOON)
    assert caught.value.status == "IN_FORCE"
    assert await table_contents() == before


async def test_withdraws_only_ones_own(sample: SampleRegister) -> None:
    (guarantee,) = await applied(sample, advance())
    stranger = dataclasses.replace(sample.viewers[Role.CONTRACTOR], contractor_id=uuid4())
    before = await table_contents()
    for viewer, id_ in ((stranger, guarantee.application_id), (sample.viewers[Role.CONTRACTOR], uuid4())):
        with pytest.raises(NotFound):
            await withdraw.application(application_id=id_, viewer=viewer, at=NOON)
    assert await table_contents() == before


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 2),
        ({"status": GuaranteeStatus.SUBMITTED}, 1),
        ({"status": GuaranteeStatus.APPROVED}, 1),
        ({"status": GuaranteeStatus.PAID}, 0),
        ({"branch_id": uuid4()}, 0),
        ({"submitted_from": datetime.date(2026, 11, 20), "submitted_to": datetime.date(2026, 11, 20)}, 2),
        ({"submitted_from": datetime.date(2026, 11, 21)}, 0),
        ({"submitted_to": datetime.date(2026, 11, 19)}, 0),
    ],
)
async def test_lists_applications_by_what_is_wanted(
    sample: SampleRegister, reader: Any, wanted: Any, found: int
) -> None:
    await applied(sample, advance())
    await approved(sample, advance())
    given = list_applications.Wanted(**wanted)
    page = await list_applications.page(reader=reader(Role.SURETY), first=10, after=None, include={}, wanted=given)
    assert (len(page.rows), page.has_next) == (found, False)
