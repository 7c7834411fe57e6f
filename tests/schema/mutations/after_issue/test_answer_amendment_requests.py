"""withdrawAmendmentRequest and declineAmendmentRequest."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.applying.requesting import DECLINE, REASON, WITHDRAW, request, requested
from tests.support.refusals import error_of, refused
from tests.support.states import INVALID, NOT_FOUND, competitor, rival_branch, status_of

UNKNOWN = f"AmendmentRequest_{'0' * 32}"
WITHDRAWN = "この変更依頼は、すでに取り下げられています。"
DECLINED = "この変更依頼は、すでに謝絶されています。"


async def answered(api: Api, query: str, as_: str, **given: Any) -> dict[str, Any]:
    (answer,) = (await api.data(query, as_=as_, input=given)).values()
    return answer["amendmentRequest"]


async def test_the_contractor_takes_it_back_and_may_ask_again(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    found = await answered(api, WITHDRAW, "contractor", amendmentRequestId=asked["id"])
    assert found == asked | {"status": "WITHDRAWN", "decidedAt": NOON.astimezone(datetime.UTC).isoformat()}
    event = await AuditEvent.get(action="amendment.withdrawn")
    assert (event.subject_id, event.subject) == (ids.split(asked["guarantee"]["id"])[1], "変更依頼－1")
    again = await request(api, asked["guarantee"]["id"])
    assert (again["number"], again["status"]) == (2, "OPEN")


async def test_the_surety_declines_it_with_a_reason(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    found = await answered(api, DECLINE, "surety", amendmentRequestId=asked["id"], reason=f" {REASON}\n")
    assert found == asked | {
        "status": "DECLINED",
        "decidedAt": NOON.astimezone(datetime.UTC).isoformat(),
        "decisionReason": REASON,
    }
    event = await AuditEvent.get(action="amendment.declined")
    assert (event.subject_id, event.subject) == (ids.split(asked["guarantee"]["id"])[1], "変更依頼－1")
    assert await status_of(asked["guarantee"]["id"]) == "IN_FORCE"


async def test_once_decided_it_stays_so(api: Api, sample: SampleRegister) -> None:
    id_ = (await requested(api, sample))["id"]
    await answered(api, WITHDRAW, "contractor", amendmentRequestId=id_)
    expected = {"__typename": "WrongState", "message": WITHDRAWN, "status": "IN_FORCE"}
    given = {"amendmentRequestId": id_}
    assert await refused(api, WITHDRAW, as_="contractor", input=given) == expected
    assert await refused(api, DECLINE, as_="surety", input=given | {"reason": REASON}) == expected


async def test_after_the_end_of_the_guarantee_it_can_still_be_declined(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    await models.Guarantee.filter(id=ids.split(asked["guarantee"]["id"])[1]).update(status="RELEASED")
    found = await answered(api, DECLINE, "surety", amendmentRequestId=asked["id"], reason=REASON)
    assert found["status"] == "DECLINED"
    answer = await refused(api, WITHDRAW, as_="contractor", input={"amendmentRequestId": asked["id"]})
    assert answer == {"__typename": "WrongState", "message": DECLINED, "status": "RELEASED"}


async def test_of_both_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    given = {"amendmentRequestId": (await requested(api, sample))["id"]}
    calls = [
        *(api.data(WITHDRAW, as_="contractor", input=given) for _ in range(4)),
        *(api.data(DECLINE, as_="surety", input=given | {"reason": REASON}) for _ in range(4)),
    ]
    kinds = [next(iter(answer.values()))["__typename"] for answer in await asyncio.gather(*calls)]
    assert kinds.count("WrongState") == 7
    assert await AuditEvent.filter(action__in=["amendment.withdrawn", "amendment.declined"]).count() == 1


@pytest.mark.parametrize(
    ("reason", "code"), [(" 　\n", "REQUIRED"), ("x" * 1_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")]
)
async def test_it_is_declined_with_a_sound_reason_only(
    api: Api, sample: SampleRegister, reason: str, code: str
) -> None:
    given = {"amendmentRequestId": (await requested(api, sample))["id"], "reason": reason}
    answer = await refused(api, DECLINE, as_="surety", input=given)
    assert answer.items() >= INVALID.items()
    assert [problem["code"] for problem in answer["problems"]] == [code]


async def test_others_requests_are_not_found(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    await rival_branch(api)
    id_ = (await requested(api, sample))["id"]
    for as_, tried in (("competitor", id_), ("contractor", UNKNOWN), ("contractor", "")):
        assert await refused(api, WITHDRAW, as_=as_, input={"amendmentRequestId": tried}) == NOT_FOUND
    for as_, tried in (("rival", id_), ("surety", UNKNOWN), ("surety", "")):
        given = {"amendmentRequestId": tried, "reason": REASON}
        assert await refused(api, DECLINE, as_=as_, input=given) == NOT_FOUND
    for role in ("surety", "obligee", "operator", "system"):
        _, code, _ = await error_of(api, WITHDRAW, as_=role, input={"amendmentRequestId": id_})
        assert code == "FORBIDDEN"
    for role in ("contractor", "obligee", "operator", "system"):
        _, code, _ = await error_of(api, DECLINE, as_=role, input={"amendmentRequestId": id_, "reason": REASON})
        assert code == "FORBIDDEN"
