"""Three years of guarantees over HTTP alone: what each role reads at each step, by both execution paths."""

from typing import Any

import pytest

from resolvers.audit_trail import seal_events, verify_chains
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.end_to_end.years_steps import KEY, TRAIL, Years, versions
from tests.support import api_calls
from tests.support.parties.claims import claimed

CONTRACT = {"projectName": "三か年の橋りょう工事", "periodFrom": "2026-12-01", "periodTo": "2029-02-28"}
CORRECTED_NAME = "三か年の橋梁工事"
SHOWN = [("NEW", "SUPERSEDED", 0), ("CORRECTION", "CURRENT", 1)]
"""The versions that contractor and obligee see after the correction."""
REASON = "工期の延長のため"


READINGS = {"auth_key.printed", "auth_key.revealed", "key_notice.linked", "certificate.read", "certificate.listed"}
ACTS = [
    *("application.submitted", "guarantee.approved", "guarantee.fee_received", "guarantee.issued"),
    *("certificate.accepted", "amendment.requested", "contract.amended", "guarantee.amended", "certificate.accepted"),
    *("contract.corrected", "certificate.corrected", "key.rotated", "certificate.accepted", "guarantee.amended"),
    *("guarantee.additional_fee_received", "amendment.cancelled", "certificate.accepted", "guarantee.released"),
]
"""The timeline of the first one, without what was read."""


@pytest.fixture
def years(api: Api, sample: SampleRegister) -> Years:
    return Years(api, sample)


def reasoned(guarantee: dict[str, Any], reason: str = REASON, **more: Any) -> dict[str, Any]:
    return {"guaranteeId": guarantee["id"], "reason": reason} | more


async def test_one_is_extended_corrected_raised_lowered_and_released(years: Years) -> None:
    asked = api_calls.advance_input(amount=8_000_000, feePaymentMethod="SINGLE")
    form = {"contract": api_calls.contract_input(years.sample, **CONTRACT), "currentFiscalYearBase": 25_000_000}
    (issued,) = await years.issued(asked, **form)
    found = await years.look_up(issued["number"], issued["authKey"])
    assert (found and found["amount"], await years.accept(issued)) == (8_000_000, "ACCEPTED")

    await years.on("2027-02-01")
    await extend_as_requested(years, issued)
    await correct_the_name(years, issued)
    issued["authKey"] = await replace_the_key(years, issued)
    # the price alone needs no amendment
    answer = await years.act("amendGuarantee", "AmendGuaranteeInput", **reasoned(issued, contractPrice=52_000_000))
    assert answer["__typename"] == "AmendmentNotNeeded", answer
    await raise_and_take_back(years, issued)

    # the second year has its own advance payment
    await years.on("2027-05-10")
    form = {"contract": None, "contractId": issued["contractId"], "currentFiscalYearBase": 20_000_000}
    (second,) = await years.issued(api_calls.advance_input(amount=8_000_000), **form, fiscalYear=2027)
    assert await years.accept(second) == "ACCEPTED"

    # the first advance is settled
    await years.on("2028-03-31")
    answer = await years.act("releaseGuarantee", "GuaranteeReasonInput", **reasoned(issued, "前払金の精算"))
    assert answer["__typename"] == "GuaranteeReleased", answer
    for role, node in (await years.seen(issued["id"])).items():
        assert (node["status"], node["validity"]) == ("RELEASED", {"isValid": False, "reason": "RELEASED"}), role
    found = await years.look_up(issued["number"], issued["authKey"])
    assert found
    assert found["projectName"] == CORRECTED_NAME, "a former certificate can still be read"
    for role, node in (await years.seen(second["id"])).items():
        assert (node["status"], node["validity"]["isValid"]) == ("IN_FORCE", True), role
    await told_by_mail_and_audit(years, issued)


async def extend_as_requested(years: Years, issued: dict[str, Any]) -> None:
    """The contractor asks for an extension, the surety amends by it, and the obligee accepts the new version."""
    asking = reasoned(issued, expiryDate="2029-06-30", periodTo="2029-05-31")
    told = "... on AmendmentRequested { amendmentRequest { id number status } }"
    answer = await years.act("requestAmendment", "RequestAmendmentInput", as_="contractor", more=told, **asking)
    request = answer["amendmentRequest"]
    assert (request["number"], request["status"]) == (1, "OPEN"), answer
    answer = await years.act("amendGuarantee", "AmendGuaranteeInput", amendmentRequestId=request["id"], **asking)
    assert answer["__typename"] == "GuaranteeAmended", answer
    seen = await years.seen(issued["id"])
    for role, node in seen.items():
        assert (node["expiryDate"], node["contract"]["periodTo"]) == ("2029-06-30", "2029-05-31"), role
        assert versions(node) == [("NEW", "SUPERSEDED", 0), ("AMENDMENT", "CURRENT", 1)], role
    assert seen["contractor"]["amendmentRequests"] == [{"number": 1, "status": "DONE"}]
    assert seen["obligee"]["amendmentRequests"] == []
    assert seen["contractor"]["handover"]["status"] == "NOT_SENT", "the new version has to be accepted itself"
    assert seen["contractor"]["authKey"] == issued["authKey"]
    named = {role: node["certificate"]["document"]["filename"] for role, node in seen.items()}
    assert set(named.values()) == {f"保証証書（前払金保証）_{issued['number']}_変更1.pdf"}
    assert [role for role, node in seen.items() if node["keyNotice"]] == ["contractor"]
    assert await years.accept(issued) == "ACCEPTED"


async def correct_the_name(years: Years, issued: dict[str, Any]) -> None:
    """Nobody but surety and operator sees the version with the error."""
    given = reasoned(issued, "誤記", projectName=CORRECTED_NAME)
    answer = await years.act("correctCertificate", "CorrectCertificateInput", **given)
    assert answer["__typename"] == "CertificateCorrected", answer
    seen = await years.seen(issued["id"])
    assert versions(seen["contractor"]) == versions(seen["obligee"]) == SHOWN
    whole = [SHOWN[0], ("AMENDMENT", "CORRECTED", 1), SHOWN[1]]
    assert versions(seen["surety"]) == versions(seen["operator"]) == whole
    found = await years.look_up(issued["number"], issued["authKey"])
    assert found
    assert found["projectName"] == CORRECTED_NAME


async def replace_the_key(years: Years, issued: dict[str, Any]) -> str:
    """The key has leaked: the new one, which the obligee has used."""
    answer = await years.act("rotateAuthKey", "GuaranteeReasonInput", **reasoned(issued, "誤送信"))
    assert answer["__typename"] == "AuthKeyRotated", answer
    assert await years.look_up(issued["number"], issued["authKey"]) is None
    key = (await years.api.data(KEY, as_="contractor", id=issued["id"]))["node"]["authKey"]
    assert key not in {None, issued["authKey"]}
    assert await years.accept(issued | {"authKey": key}) == "ACCEPTED"
    (presented,) = (await years.api.data(KEY, as_="surety", id=issued["id"]))["node"]["keyPresentations"]
    assert (presented["role"], presented["address"]) == ("OBLIGEE", "192.0.2.1")
    return key


async def raise_and_take_back(years: Years, issued: dict[str, Any]) -> None:
    """The amount is raised, the additional fee paid; then the amendment is cancelled, and the fee refunded."""
    before = (await years.seen(issued["id"]))["surety"]["feeStatements"]
    given = reasoned(issued, "前払金の増額", amount=9_000_000)
    assert (await years.act("amendGuarantee", "AmendGuaranteeInput", **given))["__typename"] == "GuaranteeAmended"
    raised = (await years.seen(issued["id"]))["contractor"]
    assert (raised["amount"], versions(raised)[-1]) == (9_000_000, ("AMENDMENT", "CURRENT", 2))
    (added,) = raised["feeStatements"][len(before) :]
    assert added["due"] > 0
    paid = {"guaranteeId": issued["id"], "paidOn": "2027-02-01"}
    answer = await years.act("recordFeePayment", "RecordFeePaymentInput", **paid)
    assert answer["__typename"] == "FeePaymentRecorded", answer
    answer = await years.act("cancelAmendment", "GuaranteeReasonInput", **reasoned(issued, "増額の取りやめ"))
    assert answer["__typename"] == "AmendmentCancelled", answer
    seen = await years.seen(issued["id"])
    assert {role: node["amount"] for role, node in seen.items()} == dict.fromkeys(seen, 8_000_000)
    assert versions(seen["obligee"]) == SHOWN
    assert versions(seen["surety"])[-2:] == [SHOWN[1], ("AMENDMENT", "CANCELLED", 2)]
    refund = seen["contractor"]["feeStatements"][-1]
    assert (refund["due"], refund["unpaid"]) == (-added["due"], 0)
    assert await years.accept(issued) == "ACCEPTED"


async def told_by_mail_and_audit(years: Years, issued: dict[str, Any]) -> None:
    """Each step has told the other side, and the timeline has all of them, sealed."""
    kinds = ("ISSUED", "AMENDMENT_ASKED", "AMENDED", "CORRECTED", "KEY_ROTATED", "AMENDMENT_ENDED", "RELEASED")
    assert [len(await years.mails(kind)) for kind in kinds] == [2, 1, 2, 1, 1, 1, 1]
    await seal_events.Sealer().seal(at=years.api.clock.at)
    edges = (await years.api.data(TRAIL, as_="surety", id=issued["id"]))["auditTrail"]["edges"]
    told = [edge["node"]["action"] for edge in edges]
    assert [action for action in told if action not in READINGS] == ACTS
    findings: list[object] = []
    await verify_chains.verify(findings.append)
    assert findings == []


async def test_one_is_cancelled_with_its_fee_refunded(years: Years) -> None:
    (issued,) = await years.issued(api_calls.advance_input(feePaymentMethod="SINGLE"))
    answer = await years.act("cancelGuarantee", "GuaranteeReasonInput", **reasoned(issued, "契約の不成立"))
    assert answer["__typename"] == "GuaranteeCancelled", answer
    found = await years.look_up(issued["number"], issued["authKey"])
    assert found is not None
    for role, node in (await years.seen(issued["id"])).items():
        assert (node["status"], node["validity"]["reason"]) == ("CANCELLED", "CANCELLED"), role
    charged, refunded = (await years.seen(issued["id"]))["contractor"]["feeStatements"]
    assert (refunded["due"], charged["due"] > 0) == (-charged["due"], True)
    assert len(await years.mails("CANCELLED")) == 1


async def test_one_expires_by_the_clock(years: Years) -> None:
    (issued,) = await years.issued(api_calls.performance_input())
    assert await years.accept(issued) == "ACCEPTED"
    await years.on("2027-08-31")
    assert (await years.seen(issued["id"]))["obligee"]["validity"]["isValid"] is True
    await years.on("2027-12-01")
    for role, node in (await years.seen(issued["id"])).items():
        assert (node["status"], node["validity"]) == ("EXPIRED", {"isValid": False, "reason": "EXPIRED"}), role
    given = reasoned(issued, expiryDate="2028-03-31")
    answer = await years.act("amendGuarantee", "AmendGuaranteeInput", more="... on WrongState { status }", **given)
    assert (answer["__typename"], answer["status"]) == ("WrongState", "EXPIRED")


async def test_one_is_claimed_reviewed_and_paid_late(years: Years) -> None:
    (issued,) = await years.issued(api_calls.advance_input())
    assert await years.accept(issued) == "ACCEPTED"
    await years.on("2027-03-01")
    told = "... on ClaimFiled { claim { id amount dueOn } }"
    given = claimed(issued, contractEndedOn="2027-02-15")
    claim = (await years.act("fileClaim", "FileClaimInput", as_="obligee", more=told, **given))["claim"]
    assert (claim["amount"], claim["dueOn"]) == (5_000_000, "2027-03-31")
    mine = {"claimId": claim["id"]}
    for role, node in (await years.seen(issued["id"])).items():
        assert (node["status"], node["validity"]["isValid"]) == ("CLAIMED", True), role
        (seen,) = node["claims"]
        assert (seen["status"], bool(seen["receipt"])) == ("FILED", role != "contractor"), role
    steps = [
        ("startClaimReview", "ClaimActionInput", "surety", {}),
        ("askAboutClaim", "ClaimMessageInput", "surety", {"body": "出来形の内訳をご教示ください。"}),
        ("answerClaim", "ClaimMessageInput", "obligee", {"body": "検査調書のとおりです。"}),
        ("decideClaim", "DecideClaimInput", "surety", {"decision": "ACCEPT", "reason": "確認済み"}),
    ]
    for mutation, type_, as_, more in steps:
        answer = await years.act(mutation, type_, as_=as_, **mine, **more)
        assert answer["__typename"].startswith("Claim"), answer

    # ten days late: 5,000,000 yen at 3 % a year
    await years.on("2027-04-10")
    interest = 5_000_000 * 3 * 10 // (100 * 365)
    answer = await years.act(
        "recordClaimPayment", "RecordClaimPaymentInput", paidOn="2027-04-10", amount=5_000_000 + interest, **mine
    )
    assert answer["__typename"] == "ClaimPaymentRecorded", answer
    for role, node in (await years.seen(issued["id"])).items():
        assert (node["status"], node["validity"]["reason"]) == ("PAID", "PAID_OUT"), role
        (seen,) = node["claims"]
        assert (seen["status"], seen["paidAmount"], seen["lateDays"]) == ("PAID", 5_000_000 + interest, 10), role
    kinds = ("CLAIM_FILED", "CLAIM_ASKED", "CLAIM_ANSWERED", "CLAIM_ACCEPTED", "CLAIM_PAID")
    assert all([await years.mails(kind) for kind in kinds])
