"""cancelGuarantee."""

from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import Role
from resolvers.endings import end_guarantees
from resolvers.guarantees import make_monthly_bills
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, handovers, use_cases
from tests.support.database.owner_statements import execute_without_triggers
from tests.support.document_rendering import render_all
from tests.support.fee_rates import unbilled
from tests.support.parties import claims
from tests.support.refusals import error_of, refused
from tests.support.states import (
    NOT_FOUND,
    PROBLEMS,
    RECORD_FEE,
    REVIEWED,
    guarantee_in,
    others_than,
    rival_guarantee,
    status_of,
    wrong_state,
)

CANCEL = f"""
mutation($input: GuaranteeReasonInput!) {{ cancelGuarantee(input: $input) {REVIEWED} {PROBLEMS}
  ... on GuaranteeCancelled {{ guarantee {{ id status statusReason validity {{ isValid reason since }}
    feeStatements {{ number fee earlierCharges due billingMonth dueOn lines {{ description amount }} }} }} }} }} }}
"""
REASON = "契約が締結されなかったため（髙﨑𠮷・禰󠄀・ｶﾞ・が）"
ENDED = {"isValid": False, "reason": "CANCELLED", "since": "2026-11-20T03:00:00+00:00"}
LINES = [{"description": "保証の取消しにより、保証料はかかりません", "amount": 0}]
BILLED = NOON.replace(month=12, day=10)
REFUND = {"fee": 0, "earlierCharges": 68_000, "due": -68_000, "dueOn": None, "lines": LINES}


async def cancel(api: Api, id_: str, reason: str = REASON) -> Any:
    answer = (await api.data(CANCEL, as_="surety", input={"guaranteeId": id_, "reason": reason}))["cancelGuarantee"]
    assert answer["__typename"] == "GuaranteeCancelled", answer
    return answer["guarantee"]


async def test_before_its_effect_it_is_cancelled_and_the_fee_refunded(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    guarantee = await cancel(api, id_)
    charged, refund = guarantee.pop("feeStatements")
    assert guarantee == {"id": id_, "status": "CANCELLED", "statusReason": REASON, "validity": ENDED}
    row = await models.Guarantee.get(id=ids.split(id_)[1])
    assert row.ended_at == NOON
    assert charged["due"] == 68_000
    assert refund == REFUND | {"number": f"{row.number}-2", "billingMonth": "2026-11-01"}
    assert (await AuditEvent.get(action="guarantee.cancelled")).subject_id == row.id
    await render_all()
    assert await models.Document.filter(kind="FEE_STATEMENT", made_at__isnull=False).count() == 2


async def test_a_fee_paid_by_itself_is_refunded(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": "2026-11-20"})
    number = (await api_calls.issue(api, id_))["guarantee"]["number"]
    asked, refund = (await cancel(api, id_))["feeStatements"]
    assert asked["number"] != f"{number}-1"
    assert refund == REFUND | {"number": f"{number}-2", "billingMonth": None}


async def test_fee_and_refund_of_a_month_are_on_one_bill(sample: SampleRegister) -> None:
    (guarantee,) = await use_cases.issued(sample, use_cases.advance())
    surety = sample.viewers[Role.SURETY]
    await end_guarantees.cancel(guarantee_id=guarantee.id, reason=REASON, viewer=surety, at=NOON)
    async with unbilled():
        assert await bills_after_the_month() == [0]
    assert await models.MonthlyBillItem.all().count() == 2
    await render_all(at=BILLED)
    assert await models.Document.filter(kind="MONTHLY_BILL", made_at__isnull=False).count() == 1


async def bills_after_the_month() -> list[int]:
    await make_monthly_bills.bill_ended_months(at=BILLED)
    return [bill.total for bill in await models.MonthlyBill.all()]


async def test_without_a_statement_there_is_nothing_to_refund(sample: SampleRegister) -> None:
    (guarantee,) = await use_cases.issued(sample, use_cases.advance())
    await execute_without_triggers("DELETE FROM document WHERE fee_statement_id IS NOT NULL")
    await execute_without_triggers("DELETE FROM fee_statement")
    surety = sample.viewers[Role.SURETY]
    await end_guarantees.cancel(guarantee_id=guarantee.id, reason=REASON, viewer=surety, at=NOON)
    assert await models.FeeStatement.all().count() == 0


async def test_once_accepted_it_is_released_instead(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await api.data(handovers.ACCEPT, as_="obligee", input=handovers.key_input(guarantee))
    answer = await refused(api, CANCEL, as_="surety", input={"guaranteeId": guarantee["id"], "reason": REASON})
    assert answer == wrong_state("IN_FORCE") | {"message": end_guarantees.ACCEPTED}
    assert "解除" in answer["message"]


async def test_once_claimed_it_is_released_instead(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await claims.filed(api, guarantee)
    await claims.done(api, claims.DECIDE, claimId=claim["id"], decision="REJECT", reason="対象外")
    answer = await refused(api, CANCEL, as_="surety", input={"guaranteeId": guarantee["id"], "reason": REASON})
    assert answer == wrong_state("IN_FORCE") | {"message": end_guarantees.CLAIMED}


async def test_once_returned_it_may_be_cancelled(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = handovers.key_input(guarantee, reason="宛名の誤り")
    await api.data(handovers.RETURN, as_="obligee", input=given)
    assert (await cancel(api, guarantee["id"]))["status"] == "CANCELLED"


async def test_an_advance_that_an_intermediate_one_needs_is_kept(sample: SampleRegister) -> None:
    (advance,) = await use_cases.issued(sample, use_cases.advance())
    of_contract = {"contract_id": advance.contract_id, "contract": None}
    (wanted,) = await use_cases.approved(sample, use_cases.intermediate(), **of_contract)
    intermediate = await use_cases.issue(sample, wanted, key=use_cases.OTHER_KEY)
    surety = sample.viewers[Role.SURETY]
    with pytest.raises(end_guarantees.WrongState, match="中間前払金保証"):
        await end_guarantees.cancel(guarantee_id=advance.id, reason=REASON, viewer=surety, at=NOON)
    for each in (intermediate, advance):
        ended = await end_guarantees.cancel(guarantee_id=each.id, reason=REASON, viewer=surety, at=NOON)
        assert ended.status.value == "CANCELLED"


async def test_its_rider_stays(api: Api, sample: SampleRegister) -> None:
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    await cancel(api, advance["id"])
    assert await status_of(performance["id"]) == "IN_FORCE"


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": REASON}
    assert await refused(api, CANCEL, as_="surety", input=given) == wrong_state(state)


async def test_bad_input_and_others_objects(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    answer = await refused(api, CANCEL, as_="surety", input={"guaranteeId": id_, "reason": " 　\n"})
    assert [problem["code"] for problem in answer["problems"]] == ["REQUIRED"]
    for other in (await rival_guarantee(api, sample), "", f"Guarantee_{'0' * 32}"):
        answer = await refused(api, CANCEL, as_="surety", input={"guaranteeId": other, "reason": REASON})
        assert answer == NOT_FOUND
    for role in ("contractor", "obligee", "operator", "system"):
        _, code, _ = await error_of(api, CANCEL, as_=role, input={"guaranteeId": id_, "reason": REASON})
        assert code == "FORBIDDEN"
    await cancel(api, id_)
    answer = await refused(api, CANCEL, as_="surety", input={"guaranteeId": id_, "reason": REASON})
    assert (answer["__typename"], answer["status"]) == ("WrongState", "CANCELLED")
