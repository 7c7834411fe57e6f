"""amendGuarantee as the contractor has requested it."""

import asyncio
import datetime
from typing import Any

from models.after_issue.amendment_request import AmendmentRequest
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.applying.amending import AMEND, REASON, amend
from tests.support.applying.requesting import DECLINE, EXTENDED, FIELDS, WITHDRAW, request, requested
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND

READ = f"query($id: ID!) {{ node(id: $id) {{ ... on AmendmentRequest {{ {FIELDS} }} }} }}"
DONE = "この変更依頼による変更は、すでに行われています。"


async def read(api: Api, id_: str, as_: str) -> dict[str, Any]:
    return (await api.data(READ, as_=as_, id=id_))["node"]


def given(asked: dict[str, Any], **terms: Any) -> dict[str, Any]:
    input_ = {"guaranteeId": asked["guarantee"]["id"], "reason": REASON, "amendmentRequestId": asked["id"]}
    return input_ | (terms or EXTENDED)


async def test_the_request_is_done_by_the_version(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    answer = (await api.data(AMEND, as_="surety", input=given(asked)))["amendGuarantee"]
    done = asked | {
        "status": "DONE",
        "decidedAt": NOON.astimezone(datetime.UTC).isoformat(),
        "certificate": {"id": answer["certificate"]["id"]},
    }
    for role in ("contractor", "surety", "operator"):
        assert await read(api, asked["id"], role) == done
    again = await request(api, asked["guarantee"]["id"], amount=10_000_000)
    assert (again["number"], again["status"]) == (2, "OPEN")


async def test_the_terms_are_those_of_the_amendment(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    terms = {"periodTo": "2027-09-30", "expiryDate": "2027-09-30"}
    answer = (await api.data(AMEND, as_="surety", input=given(asked, **terms)))["amendGuarantee"]
    assert answer["guarantee"]["expiryDate"] == "2027-09-30"
    found = await read(api, asked["id"], "surety")
    assert (found["status"], found["expiryDate"]) == ("DONE", EXTENDED["expiryDate"])


async def test_an_amendment_without_it_leaves_it_open(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    await amend(api, asked["guarantee"]["id"], amount=10_000_000)
    assert (await read(api, asked["id"], "contractor"))["status"] == "OPEN"


async def test_what_is_decided_is_not_amended_by(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    await api.data(AMEND, as_="surety", input=given(asked))
    for terms in (EXTENDED, {"amount": 10_000_000}):
        answer = await refused(api, AMEND, as_="surety", input=given(asked, **terms))
        assert answer == {"__typename": "WrongState", "message": DONE, "status": "IN_FORCE"}
    for query, as_, more in ((WITHDRAW, "contractor", {}), (DECLINE, "surety", {"reason": REASON})):
        answer = await refused(api, query, as_=as_, input={"amendmentRequestId": asked["id"]} | more)
        assert answer == {"__typename": "WrongState", "message": DONE, "status": "IN_FORCE"}


async def test_one_of_another_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    (other,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(amount=15_000_000)])
    for id_ in (asked["id"], "", f"AmendmentRequest_{'0' * 32}"):
        input_ = given(asked) | {"guaranteeId": other["guarantee"]["id"], "amendmentRequestId": id_}
        assert await refused(api, AMEND, as_="surety", input=input_) == NOT_FOUND
    assert (await AmendmentRequest.get()).status == "OPEN"


async def test_a_refused_amendment_leaves_the_request_open(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    answer = await refused(api, AMEND, as_="surety", input=given(asked, contractPrice=60_000_000))
    assert answer["__typename"] == "AmendmentNotNeeded"


async def test_the_key_stands_for_the_request_too(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    keyed = given(asked) | {"idempotencyKey": "変更-1"}
    first = await api.data(AMEND, as_="surety", input=keyed)
    assert await api.data(AMEND, as_="surety", input=keyed) == first
    answer = await refused(api, AMEND, as_="surety", input=keyed | {"amendmentRequestId": None})
    assert answer["__typename"] == "IdempotencyConflict"


async def test_of_amendment_and_withdrawal_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    asked = await requested(api, sample)
    answers = await asyncio.gather(
        *(api.data(AMEND, as_="surety", input=given(asked)) for _ in range(2)),
        *(api.data(WITHDRAW, as_="contractor", input={"amendmentRequestId": asked["id"]}) for _ in range(2)),
    )
    kinds = [next(iter(answer.values()))["__typename"] for answer in answers]
    assert kinds.count("WrongState") == 3
    status = (await read(api, asked["id"], "surety"))["status"]
    assert {"GuaranteeAmended": "DONE", "AmendmentRequestWithdrawn": "WITHDRAWN"}[
        next(kind for kind in kinds if kind != "WrongState")
    ] == status
