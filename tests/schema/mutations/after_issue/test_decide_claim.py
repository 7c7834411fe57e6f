"""startClaimReview and decideClaim: the surety reviews a claim, and accepts or rejects it."""

import asyncio
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.parties.claims import CLAIMS, DECIDE, START, accepted, done, filed
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, rival_branch

REASON = "髙﨑𠮷工業との契約は解除されていない（禰󠄀・ｶﾞ・が）"
REJECTION = {"decision": "REJECT", "reason": REASON}


async def test_a_claim_is_reviewed_and_accepted_in_part(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    answer = await done(api, START, claimId=claim["id"])
    assert (answer["__typename"], answer["claim"]["status"]) == ("ClaimReviewStarted", "UNDER_REVIEW")
    answer = await done(api, DECIDE, claimId=claim["id"], decision="ACCEPT", amount=4_000_000, reason="査定による。")
    decided = answer["claim"]
    assert (answer["__typename"], decided["status"], decided["acceptedAmount"]) == (
        "ClaimDecided",
        "ACCEPTED",
        4_000_000,
    )
    assert (decided["amount"], decided["guarantee"]["status"]) == (5_000_000, "CLAIMED")
    events = await AuditEvent.filter(action__startswith="claim.").order_by("id").values_list("action", "subject")
    assert events == [
        ("claim.filed", "5,000,000円"),
        ("claim.review_started", None),
        ("claim.accepted", "4,000,000円"),
    ]


async def test_without_an_amount_all_of_it_is_accepted_unreviewed_too(api: Api, sample: SampleRegister) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    assert (claim["status"], claim["acceptedAmount"]) == ("ACCEPTED", 5_000_000)


async def test_after_a_rejection_the_guarantee_is_in_force_and_can_be_claimed_again(
    api: Api, sample: SampleRegister
) -> None:
    guarantee = await handovers.issued(api, sample)
    claim = await filed(api, guarantee)
    rejected = (await done(api, DECIDE, claimId=claim["id"], **REJECTION))["claim"]
    assert (rejected["status"], rejected["decision"], rejected["acceptedAmount"]) == ("REJECTED", REASON, None)
    assert rejected["guarantee"]["status"] == "IN_FORCE"
    again = await filed(api, guarantee)
    listed = (await api.data(CLAIMS, as_="obligee"))["claims"]["edges"]
    assert [edge["node"]["id"] for edge in listed] == [again["id"], claim["id"]]


@pytest.mark.parametrize("as_", ["contractor", "obligee", "system", "operator"])
async def test_only_the_surety_reviews_and_decides(api: Api, sample: SampleRegister, as_: str) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    for operation, more in ((START, {}), (DECIDE, REJECTION)):
        _, code, _ = await error_of(api, operation, as_=as_, input={"claimId": claim["id"], **more})
        assert code == "FORBIDDEN"


async def test_what_is_another_suretys_or_unknown_is_not_found(api: Api, sample: SampleRegister) -> None:
    await rival_branch(api)
    claim = await filed(api, await handovers.issued(api, sample))
    for as_, id_ in (("rival", claim["id"]), ("surety", f"Claim_{'0' * 32}"), ("surety", "")):
        for operation, more in ((START, {}), (DECIDE, REJECTION)):
            assert await refused(api, operation, as_=as_, input={"claimId": id_, **more}) == NOT_FOUND


async def test_what_is_decided_is_neither_reviewed_nor_decided_again(api: Api, sample: SampleRegister) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    for operation, more in ((START, {}), (DECIDE, REJECTION), (DECIDE, {"decision": "ACCEPT", "reason": "よし"})):
        answer = await refused(api, operation, as_="surety", input={"claimId": claim["id"], **more})
        assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", "ACCEPTED")
        assert answer["message"] == "現在の請求の状況（支払決定）では、この操作はできません。"


async def test_a_review_begins_once(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    await done(api, START, claimId=claim["id"])
    answer = await refused(api, START, as_="surety", input={"claimId": claim["id"]})
    assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", "UNDER_REVIEW")


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"amount": 1}, "amount", "NOT_APPLICABLE"),
        ({"decision": "ACCEPT", "amount": 0}, "amount", "OUT_OF_RANGE"),
        ({"decision": "ACCEPT", "amount": 5_000_001}, "amount", "OUT_OF_RANGE"),
        ({"reason": " \n"}, "reason", "REQUIRED"),
        ({"reason": "あ" * 1_001}, "reason", "TOO_LONG"),
        ({"reason": "\x00"}, "reason", "FORBIDDEN_CHARACTER"),
    ],
)
async def test_bad_input_is_refused(
    api: Api, sample: SampleRegister, more: dict[str, Any], path: str, code: str
) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    answer = await refused(api, DECIDE, as_="surety", input={"claimId": claim["id"], **REJECTION, **more})
    assert answer["problems"] == [{"path": [path], "code": code}]


async def test_of_two_decisions_at_once_one_wins(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    decisions = [REJECTION, {"decision": "ACCEPT", "reason": "よし"}] * 3
    answers = await asyncio.gather(*(done(api, DECIDE, claimId=claim["id"], **given) for given in decisions))
    assert sorted(answer["__typename"] for answer in answers) == ["ClaimDecided"] + ["ClaimInWrongState"] * 5
    assert await AuditEvent.filter(action__in=["claim.accepted", "claim.rejected"]).count() == 1
    assert await OutgoingMail.filter(kind__in=["CLAIM_ACCEPTED", "CLAIM_REJECTED"]).count() == 2
