"""withdrawGuarantee."""

import asyncio

import pytest

from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.drafts import WITHDRAW_ONE, codes
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, competitor, guarantee_in, others_than, status_of, wrong_state

OPEN = ("SUBMITTED", "UNDER_REVIEW", "RETURNED", "APPROVED", "AWAITING_FEE")
REASON = "工事が中止となったため"


@pytest.mark.parametrize("state", OPEN)
async def test_what_is_not_issued_is_withdrawn(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    answer = await api.data(WITHDRAW_ONE, as_="contractor", input={"guaranteeId": id_, "reason": f" {REASON} "})
    guarantee = answer["withdrawGuarantee"]["guarantee"]
    assert guarantee.pop("application")["status"] == "WITHDRAWN"
    assert guarantee == {"id": id_, "status": "WITHDRAWN", "statusReason": REASON}
    events = AuditEvent.filter(action="guarantee.withdrawn")
    assert await events.values_list("subject_id", flat=True) == [ids.split(id_)[1]]
    assert await OutgoingMail.filter(kind="WITHDRAWN").count() == 1


async def test_its_sibling_stays(api: Api, sample: SampleRegister) -> None:
    advance, performance = (await api_calls.apply(api, sample))["guarantees"]
    answer = await api.data(WITHDRAW_ONE, as_="contractor", input={"guaranteeId": performance["id"], "reason": REASON})
    assert answer["withdrawGuarantee"]["guarantee"]["application"]["status"] == "OPEN"
    assert await status_of(advance["id"]) == "SUBMITTED"
    await api_calls.approve(api, advance["id"])


async def test_what_was_saved_for_it_goes_with_it(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample, count=2)
    await drafts.save(api, {"contactName": "新"}, applicationId=application["id"])
    for guarantee, has_form in zip(application["guarantees"], (True, False), strict=True):
        await api.data(WITHDRAW_ONE, as_="contractor", input={"guaranteeId": guarantee["id"], "reason": REASON})
        found = await drafts.form_of(api, application["id"])
        assert (found["draft"] is not None) is has_form


@pytest.mark.parametrize("state", others_than(*OPEN))
async def test_otherwise_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": REASON}
    assert await refused(api, WITHDRAW_ONE, as_="contractor", input=given) == wrong_state(state)


async def test_at_once_it_is_withdrawn_once(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeId": await guarantee_in("APPROVED", api, sample), "reason": REASON}
    answers = await asyncio.gather(*(api.data(WITHDRAW_ONE, as_="contractor", input=given) for _ in range(5)))
    kinds = sorted(answer["withdrawGuarantee"]["__typename"] for answer in answers)
    assert kinds == ["GuaranteeWithdrawn"] + ["WrongState"] * 4


async def test_bad_input_and_others_objects(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    id_ = await guarantee_in("SUBMITTED", api, sample)
    for reason, code in ((" ", "REQUIRED"), ("x" * 1_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")):
        answer = await refused(api, WITHDRAW_ONE, as_="contractor", input={"guaranteeId": id_, "reason": reason})
        assert ("reason", code) in codes(answer)
    given = {"guaranteeId": id_, "reason": REASON}
    assert await refused(api, WITHDRAW_ONE, as_="competitor", input=given) == NOT_FOUND
    for name in ("surety", "obligee", "operator"):
        assert (await error_of(api, WITHDRAW_ONE, as_=name, input=given))[1] == "FORBIDDEN"
