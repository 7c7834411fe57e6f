"""addAttachment and removeAttachment for claims: by the obligee's side and the surety, until the decision."""

import asyncio
from typing import Any

import pytest

from models.after_issue.claim import Claim
from models.applying.attachment import MOST_ATTACHMENTS, Attachment
from models.audit_records import AuditEvent
from models.document import DocumentContent
from models.parties.account import Account, ApiClient
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, Api
from tests.support import api_calls, handovers
from tests.support.applying.attaching import REMOVE, answer_to, attach, attached, remove
from tests.support.hostile.attached_files import PLAIN
from tests.support.hostile.images import png
from tests.support.parties.claims import DECIDE, FILE, WITHDRAW, claimed, done, filed, other_obligee
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, competitor, rival_branch

NAME = "出来形調書（髙﨑𠮷・禰󠄀・が・ｶﾞ）.pdf"
READ = """query($id: ID!) { node(id: $id) { ... on Claim {
  attachments { id filename by url } guarantee { application { id } } } } %s }"""
NODE = "query($id: ID!) { node(id: $id) { id } }"
TRAIL = """query($id: ID!) { auditTrail(guaranteeId: $id, first: 100) { edges { node { action text role } } } }"""
SIDES = [("obligee", "surety"), ("surety", "obligee"), ("system", "surety")]


@pytest.fixture
async def guarantee(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """A guarantee in force."""
    return await handovers.issued(api, sample)


@pytest.fixture
async def claim(api: Api, guarantee: dict[str, Any]) -> str:
    """The id of a claim that the e-contract system has filed: the obligee's people and the system see it."""
    answer = await done(api, FILE, as_="system", **claimed(guarantee))
    return answer["claim"]["id"]


async def files(api: Api, claim: str, *, as_: str, beside: str = "") -> list[dict[str, Any]]:
    return (await api.data(READ % beside, as_=as_, id=claim))["node"]["attachments"]


async def add(api: Api, claim: str, file: bytes = PLAIN, *, as_: str = "obligee", **more: Any) -> dict[str, Any]:
    return await attach(api, None, file, as_=as_, claimId=claim, **more)


@pytest.mark.parametrize("as_", ["obligee", "system", "surety"])
async def test_both_sides_read_what_one_has_attached(api: Api, claim: str, as_: str) -> None:
    found = await add(api, claim, as_=as_, name=NAME)
    side = {"obligee": "OBLIGEE", "system": "E_CONTRACT_SYSTEM", "surety": "SURETY"}[as_]
    for reader in ("obligee", "system", "surety", "operator"):
        for beside in ("", "viewer { name }"):
            (file,) = await files(api, claim, as_=reader, beside=beside)
            assert (file["id"], file["filename"], file["by"]) == (found["id"], NAME, side)
            assert (await api.http.get(file["url"])).content == PLAIN
    (kept,) = await Attachment.all()
    people, systems = [each.id for each in await Account.all()], [each.id for each in await ApiClient.all()]
    assert (kept.uploaded_by_id in people, kept.api_client_id in systems) == (as_ != "system", as_ == "system")
    sealed = bytes((await DocumentContent.get(id=kept.storage_key)).content)
    assert b"%PDF" not in sealed
    assert KEYRING.decrypt_bytes(sealed, kept.envelope_version, str(kept.id)) == PLAIN


async def test_the_contractor_and_others_see_none(api: Api, sample: SampleRegister, claim: str) -> None:
    await competitor(api)
    await rival_branch(api)
    await other_obligee(api, sample)
    for as_ in ("obligee", "surety"):
        found = await add(api, claim, as_=as_)
        for reader in ("contractor", "competitor", "rival", "other"):
            assert (await api.data(NODE, as_=reader, id=found["id"]))["node"] is None
    assert await files(api, claim, as_="contractor") == []
    for as_ in ("contractor", "surety"):
        application = (await api.data(READ % "", as_=as_, id=claim))["node"]["guarantee"]["application"]["id"]
        assert await attached(api, application, as_=as_) == []


async def test_another_system_of_the_obligee_sees_none(api: Api, guarantee: dict[str, Any]) -> None:
    claim = (await filed(api, guarantee))["id"]
    found = await add(api, claim)
    assert (await api.data(NODE, as_="system", id=found["id"]))["node"] is None
    assert await answer_to(api, None, PLAIN, as_="system", claimId=claim) == NOT_FOUND
    assert await refused(api, REMOVE, as_="system", input={"attachmentId": found["id"]}) == NOT_FOUND


async def test_who_is_no_side_of_a_claim_attaches_nothing(api: Api, sample: SampleRegister, claim: str) -> None:
    await competitor(api)
    await rival_branch(api)
    await other_obligee(api, sample)
    before = await table_contents()
    for as_ in ("contractor", "competitor", "rival", "other"):
        assert await answer_to(api, None, PLAIN, as_=as_, claimId=claim) == NOT_FOUND
    for unknown in ("", f"Claim_{'0' * 32}", f"Guarantee_{'0' * 32}"):
        assert await answer_to(api, None, PLAIN, as_="obligee", claimId=unknown) == NOT_FOUND
    assert await table_contents() == before
    found = await add(api, claim)
    for as_ in ("contractor", "competitor", "rival", "other", "surety"):
        assert await refused(api, REMOVE, as_=as_, input={"attachmentId": found["id"]}) == NOT_FOUND
    _, code, _ = await error_of(api, REMOVE, as_="operator", input={"attachmentId": found["id"]})
    assert code == "FORBIDDEN"


async def test_the_obligee_attaches_nothing_to_the_application(api: Api, claim: str) -> None:
    application = (await api.data(READ % "", as_="surety", id=claim))["node"]["guarantee"]["application"]["id"]
    for as_ in ("obligee", "system"):
        assert await answer_to(api, application, PLAIN, as_=as_) == NOT_FOUND


@pytest.mark.parametrize("of", ["applicationId", "messageId", "amendmentRequestId", None])
async def test_a_claim_is_named_by_itself(api: Api, claim: str, of: str | None) -> None:
    unknown = "Message_" + "0" * 32
    given = {"claimId": claim} | {of: unknown} if of else {}
    application = given.pop("applicationId", None)
    answer = await answer_to(api, application, PLAIN, as_="surety", **given)
    assert [(each["path"], each["code"]) for each in answer["problems"]] == [(["claimId"], "EXACTLY_ONE")]


@pytest.mark.parametrize("act", ["WITHDRAWN", "REJECTED", "ACCEPTED"])
async def test_once_it_is_decided_nothing_is_attached_or_removed(api: Api, guarantee: dict[str, Any], act: str) -> None:
    claim = (await filed(api, guarantee))["id"]
    found = {as_: await add(api, claim, as_=as_) for as_ in ("obligee", "surety")}
    if act == "WITHDRAWN":
        await done(api, WITHDRAW, as_="obligee", claimId=claim, reason="x")
    else:
        await done(api, DECIDE, claimId=claim, decision={"REJECTED": "REJECT", "ACCEPTED": "ACCEPT"}[act], reason="x")
    before = await table_contents()
    for as_, file in found.items():
        answer = await answer_to(api, None, PLAIN, as_=as_, claimId=claim)
        assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", act)
        answer = await refused(api, REMOVE, as_=as_, input={"attachmentId": file["id"]})
        assert (answer["__typename"], answer["claimStatus"]) == ("ClaimInWrongState", act)
    assert await table_contents() == before
    assert len(await files(api, claim, as_="surety")) == 2


@pytest.mark.parametrize(("by", "other"), SIDES)
async def test_it_is_removed_until_the_other_side_has_opened_it(api: Api, claim: str, by: str, other: str) -> None:
    wrong, right = [await add(api, claim, as_=by, name=f"{name}.pdf") for name in ("誤", "正")]
    for as_ in {"obligee", "system"} if by != "surety" else {"surety"}:
        for file in await files(api, claim, as_=as_):
            await api.http.get(file["url"])
    (await api.http.get((await files(api, claim, as_="operator"))[0]["url"])).raise_for_status()
    assert (await remove(api, wrong["id"], as_=by))["__typename"] == "AttachmentRemoved"
    (file,) = await files(api, claim, as_=other)
    assert file["id"] == right["id"]
    await api.http.get(file["url"])
    answer = await refused(api, REMOVE, as_=by, input={"attachmentId": right["id"]})
    assert answer["__typename"] == "AttachmentInUse"
    assert (await api.http.get(wrong["url"])).status_code == 404


async def test_people_remove_what_their_system_has_attached(api: Api, claim: str) -> None:
    file = await add(api, claim, as_="system")
    assert (await remove(api, file["id"], as_="obligee"))["__typename"] == "AttachmentRemoved"


async def test_the_trail_of_the_guarantee_keeps_what_was_removed(api: Api, guarantee: dict[str, Any]) -> None:
    claim = (await filed(api, guarantee))["id"]
    wrong, _ = [await add(api, claim, name=f"{name}.pdf") for name in ("誤", "正")]
    await remove(api, wrong["id"], as_="obligee")
    (file,) = await files(api, claim, as_="surety")
    await api.http.get(file["url"])
    for as_ in ("surety", "operator"):
        trail = (await api.data(TRAIL, as_=as_, id=guarantee["id"]))["auditTrail"]["edges"]
        told = [(each["node"]["action"], each["node"]["role"]) for each in trail]
        assert [each for each in told if each[0].startswith("attachment.")] == [
            ("attachment.added", "OBLIGEE"),
            ("attachment.added", "OBLIGEE"),
            ("attachment.removed", "OBLIGEE"),
            ("attachment.read", "SURETY"),
        ]
    events = AuditEvent.filter(action__startswith="attachment.").order_by("id")
    subjects = await events.values_list("subject_id", "subject")
    expected = (await Claim.get()).guarantee_id
    assert {id_ for id_, _ in subjects} == {expected}
    assert [name for _, name in subjects] == ["誤.pdf", "正.pdf", "誤.pdf", "正.pdf"]


@pytest.mark.parametrize("as_", ["obligee", "system", "surety"])
async def test_hostile_files_leave_nothing(api: Api, claim: str, as_: str) -> None:
    before = await table_contents()
    for file, reason in (
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "OTHER_TYPE"),
        (PLAIN.replace(b"/Pages 2", b"/OpenAction<</S/Launch/F(a)>>/Pages 2"), "ADDED_CONTENT"),
        (PLAIN[:100], "DAMAGED"),
    ):
        answer = await answer_to(api, None, file, as_=as_, claimId=claim)
        assert (answer["__typename"], answer["reason"]) == ("AttachmentRefused", reason)
    assert await table_contents() == before


async def test_a_claim_has_ten_of_both_sides(api: Api, claim: str) -> None:
    for _ in range(MOST_ATTACHMENTS - 1):
        await add(api, claim, png())
    answers = await asyncio.gather(
        *(answer_to(api, None, png(), as_=as_, claimId=claim) for as_ in ("obligee", "system", "surety"))
    )
    assert sorted(answer["__typename"] for answer in answers) == ["AttachmentAdded", "InvalidInput", "InvalidInput"]
    problems = [problem for answer in answers for problem in answer.get("problems", [])]
    assert [(each["path"], each["code"]) for each in problems] == [(["claimId"], "TOO_MANY")] * 2
    assert len(await files(api, claim, as_="surety")) == await Attachment.all().count() == MOST_ATTACHMENTS


async def test_claims_of_one_application_count_their_own(api: Api, sample: SampleRegister) -> None:
    given = [api_calls.advance_input(), api_calls.performance_input()]
    claims = [
        (await filed(api, payload["guarantee"]))["id"]
        for payload in await api_calls.issued(api, sample, guarantees=given)
    ]
    names = [[(await add(api, id_, name=f"{n}.pdf"))["filename"]] for n, id_ in enumerate(claims)]
    assert [[each["filename"] for each in await files(api, id_, as_="surety")] for id_ in claims] == names


async def test_of_a_file_and_a_decision_at_once_none_is_lost(api: Api, claim: str) -> None:
    answer, decided = await asyncio.gather(
        answer_to(api, None, PLAIN, as_="obligee", claimId=claim),
        done(api, DECIDE, claimId=claim, decision="REJECT", reason="x"),
    )
    assert decided["__typename"] == "ClaimDecided"
    added = answer["__typename"] == "AttachmentAdded"
    assert await Attachment.all().count() == await DocumentContent.filter(id__in=await keys()).count() == added


async def keys() -> list[Any]:
    return [each.storage_key for each in await Attachment.all()]


@pytest.mark.parametrize("as_", ["obligee", "system"])
async def test_the_same_key_gives_the_first_file(api: Api, claim: str, as_: str) -> None:
    first, again = [await add(api, claim, as_=as_, idempotencyKey="添付１") for _ in range(2)]
    assert (again["id"], await Attachment.all().count()) == (first["id"], 1)
    answer = await answer_to(api, None, PLAIN, as_=as_, name="他.pdf", claimId=claim, idempotencyKey="添付１")
    assert answer["__typename"] == "IdempotencyConflict"
