"""askAboutClaim and answerClaim: surety and obligee write to each other until the claim is decided."""

import asyncio
from typing import Any

import pytest

from models.after_issue import claim_message
from models.after_issue.claim import Claim
from models.after_issue.claim_message import ClaimMessage
from models.audit_records import AuditEvent
from resolvers.claims import exchange_messages
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.parties.claims import ANSWER, ASK, DECIDE, FILE, accepted, claimed, done, filed, other_obligee
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, rival_branch

QUESTION = "髙﨑𠮷工業の出来高調書をお送りください（禰󠄀・ｶﾞ・が）。\n二行目"
MESSAGES = "query($id: ID!) { node(id: $id) { ... on Claim { messages { id from sentAt body } } } }"


async def messages(api: Api, claim: dict[str, Any], as_: str) -> list[dict[str, Any]]:
    return (await api.data(MESSAGES, as_=as_, id=claim["id"]))["node"]["messages"]


async def test_both_sides_read_what_was_asked_and_answered(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    assert (await done(api, ASK, claimId=claim["id"], body=f" {QUESTION} "))["__typename"] == "ClaimAsked"
    answer = await done(api, ANSWER, as_="obligee", claimId=claim["id"], body="別送しました。")
    assert (answer["__typename"], answer["claim"]["status"]) == ("ClaimAnswered", "FILED")
    for as_ in ("surety", "obligee", "operator"):
        found = await messages(api, claim, as_)
        assert [(each["from"], each["body"]) for each in found] == [
            ("SURETY", QUESTION),
            ("OBLIGEE", "別送しました。"),
        ]
        node = "query($id: ID!) { node(id: $id) { ... on ClaimMessage { body } } }"
        assert (await api.data(node, as_=as_, id=found[0]["id"]))["node"] == {"body": QUESTION}
    assert await messages(api, claim, "contractor") == []
    events = await AuditEvent.filter(action__in=["claim.asked", "claim.answered"]).order_by("id")
    assert [event.subject_id for event in events] == [(await Claim.get()).guarantee_id] * 2


async def test_a_system_answers_about_its_claim(api: Api, sample: SampleRegister) -> None:
    claim = (await done(api, FILE, as_="system", **claimed(await handovers.issued(api, sample))))["claim"]
    assert (await done(api, ANSWER, as_="system", claimId=claim["id"], body="x"))["__typename"] == "ClaimAnswered"
    assert [each["from"] for each in await messages(api, claim, "system")] == ["E_CONTRACT_SYSTEM"]


@pytest.mark.parametrize(("operation", "as_"), [(ASK, "surety"), (ANSWER, "obligee")])
async def test_a_retry_is_written_once(api: Api, sample: SampleRegister, operation: str, as_: str) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    given = {"claimId": claim["id"], "body": QUESTION, "idempotencyKey": "k"}
    first, again = await asyncio.gather(*(done(api, operation, as_=as_, **given) for _ in range(2)))
    assert first == again
    await done(api, DECIDE, claimId=claim["id"], decision="REJECT", reason="対象外")
    late = await done(api, operation, as_=as_, **given)
    assert (late["__typename"], late["claim"]["status"]) == (first["__typename"], "REJECTED")
    other = await refused(api, operation, as_=as_, input=given | {"body": "別の内容"})
    assert other["__typename"] == "IdempotencyConflict"
    assert await ClaimMessage.all().count() == 1


async def test_each_side_has_its_own_operation(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    given = {"claimId": claim["id"], "body": "x"}
    for operation, others in (
        (ASK, ("obligee", "system", "contractor", "operator")),
        (ANSWER, ("surety", "contractor", "operator")),
    ):
        for as_ in others:
            _, code, _ = await error_of(api, operation, as_=as_, input=given)
            assert code == "FORBIDDEN"


async def test_claims_of_others_are_not_found(api: Api, sample: SampleRegister) -> None:
    await rival_branch(api)
    await other_obligee(api, sample)
    claim = await filed(api, await handovers.issued(api, sample))
    given = {"claimId": claim["id"], "body": "x"}
    for operation, as_ in ((ASK, "rival"), (ANSWER, "other"), (ANSWER, "system")):
        assert await refused(api, operation, as_=as_, input=given) == NOT_FOUND
    assert await refused(api, ASK, as_="surety", input=given | {"claimId": f"Claim_{'0' * 32}"}) == NOT_FOUND


async def test_once_it_is_decided_nothing_is_asked(api: Api, sample: SampleRegister) -> None:
    claim = await accepted(api, await handovers.issued(api, sample))
    for operation, as_ in ((ASK, "surety"), (ANSWER, "obligee")):
        answer = await refused(api, operation, as_=as_, input={"claimId": claim["id"], "body": "x"})
        assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", "ACCEPTED")


@pytest.mark.parametrize(
    ("body", "code"), [(" 　\n", "REQUIRED"), ("あ" * 2_001, "TOO_LONG"), ("\x00", "FORBIDDEN_CHARACTER")]
)
async def test_bad_input_is_refused(api: Api, sample: SampleRegister, body: str, code: str) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    for operation, as_ in ((ASK, "surety"), (ANSWER, "obligee")):
        answer = await refused(api, operation, as_=as_, input={"claimId": claim["id"], "body": body})
        assert answer["problems"] == [{"path": ["body"], "code": code}]


async def test_a_claim_has_so_many_messages(api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_messages, "MOST_CLAIM_MESSAGES", 2)
    claim = await filed(api, await handovers.issued(api, sample))
    answers = await asyncio.gather(
        *(done(api, ASK, claimId=claim["id"], body="x") for _ in range(2)),
        *(done(api, ANSWER, as_="obligee", claimId=claim["id"], body="x") for _ in range(2)),
    )
    assert sorted(answer["__typename"] for answer in answers)[2:] == ["InvalidInput"] * 2
    assert await ClaimMessage.all().count() == 2
    answer = await refused(api, ASK, as_="surety", input={"claimId": claim["id"], "body": "x"})
    assert answer["problems"] == [{"path": ["claimId"], "code": "TOO_MANY"}]
    assert claim_message.MOST_CLAIM_MESSAGES == 100


async def test_of_a_question_and_a_decision_at_once_none_is_lost(api: Api, sample: SampleRegister) -> None:
    claim = await filed(api, await handovers.issued(api, sample))
    asked, decided = await asyncio.gather(
        done(api, ASK, claimId=claim["id"], body="x"),
        done(api, DECIDE, claimId=claim["id"], decision="REJECT", reason="x"),
    )
    assert decided["__typename"] == "ClaimDecided"
    assert await ClaimMessage.all().count() == (asked["__typename"] == "ClaimAsked")
