"""releaseGuarantee."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.refusals import error_of, refused
from tests.support.states import (
    INVALID,
    NOT_FOUND,
    PROBLEMS,
    REVIEWED,
    competitor,
    guarantee_in,
    others_than,
    rival_guarantee,
    status_of,
    wrong_state,
)
from tests.support.transitions.status_steps import put

RELEASE = f"""
mutation($input: GuaranteeReasonInput!) {{ releaseGuarantee(input: $input) {REVIEWED} {PROBLEMS}
  ... on GuaranteeReleased {{ guarantee {{ id status statusReason validity {{ isValid reason since }}
    feeStatements {{ due }} }} }} }} }}
"""
CANCEL = "mutation($input: GuaranteeReasonInput!) { cancelGuarantee(input: $input) { __typename } }"
REASON = "髙﨑𠮷工業の工事が完成し、前払金は精算済（禰󠄀・ｶﾞ・が）"
ENDED = {"isValid": False, "reason": "RELEASED", "since": "2026-11-20T03:00:00+00:00"}


async def release(api: Api, id_: str, reason: str = REASON) -> Any:
    answer = (await api.data(RELEASE, as_="surety", input={"guaranteeId": id_, "reason": reason}))["releaseGuarantee"]
    assert answer["__typename"] == "GuaranteeReleased", answer
    return answer["guarantee"]


async def test_a_guarantee_in_force_is_released(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    guarantee = await release(api, id_, f" {REASON}\n")
    assert guarantee.pop("feeStatements") == [{"due": 68_000}]
    assert guarantee == {"id": id_, "status": "RELEASED", "statusReason": REASON, "validity": ENDED}
    row = await models.Guarantee.get(id=ids.split(id_)[1])
    assert (row.status.value, row.ended_at) == ("RELEASED", NOON)
    assert (await models.Certificate.get(guarantee_id=row.id)).status.value == "CURRENT"
    event = await AuditEvent.get(action="guarantee.released")
    assert (event.subject_id, event.at) == (row.id, NOON)


async def test_the_others_of_its_contract_stay(api: Api, sample: SampleRegister) -> None:
    advance, performance = (payload["guarantee"] for payload in await api_calls.issued(api, sample))
    await release(api, advance["id"])
    assert await status_of(performance["id"]) == "IN_FORCE"


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": REASON}
    assert await refused(api, RELEASE, as_="surety", input=given) == wrong_state(state)


@pytest.mark.parametrize("state", ["CLAIMED", "PAID", "CANCELLED", "RELEASED"])
async def test_once_claimed_or_ended_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    await put(state, {"id": ids.key_of(id_, "Guarantee")})
    answer = await refused(api, RELEASE, as_="surety", input={"guaranteeId": id_, "reason": REASON})
    assert (answer["__typename"], answer["status"]) == ("WrongState", state)


async def test_past_its_last_day_it_has_expired_before_the_worker_runs(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    yesterday = NOON.date() - datetime.timedelta(days=1)
    await models.Guarantee.filter(id=ids.split(id_)[1]).update(expiry_date=yesterday)
    given = {"guaranteeId": id_, "reason": REASON}
    assert await refused(api, RELEASE, as_="surety", input=given) == wrong_state("EXPIRED")


async def test_of_a_release_and_a_cancellation_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeId": await guarantee_in("IN_FORCE", api, sample), "reason": REASON}
    calls = [api.data(query, as_="surety", input=given) for query in (RELEASE, CANCEL) * 5]
    kinds = [next(iter(answer.values()))["__typename"] for answer in await asyncio.gather(*calls)]
    assert kinds.count("WrongState") == 9
    assert await AuditEvent.filter(action__in=["guarantee.released", "guarantee.cancelled"]).count() == 1
    assert await OutgoingMail.filter(kind__in=["RELEASED", "CANCELLED"]).count() == 1


async def test_bad_input_and_others_objects(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    id_ = await guarantee_in("IN_FORCE", api, sample)
    for reason, code in ((" 　\n", "REQUIRED"), ("x" * 1_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")):
        answer = await refused(api, RELEASE, as_="surety", input={"guaranteeId": id_, "reason": reason})
        assert answer.items() >= INVALID.items()
        assert [problem["code"] for problem in answer["problems"]] == [code]
    for other in (await rival_guarantee(api, sample), "", f"Guarantee_{'0' * 32}"):
        answer = await refused(api, RELEASE, as_="surety", input={"guaranteeId": other, "reason": REASON})
        assert answer == NOT_FOUND
    for role in ("contractor", "obligee", "operator", "system", "competitor"):
        _, code, _ = await error_of(api, RELEASE, as_=role, input={"guaranteeId": id_, "reason": REASON})
        assert code == "FORBIDDEN"
