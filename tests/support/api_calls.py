"""Common operations over the API, for tests that need their results."""

from typing import Any

from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api

APPLY = """
mutation Apply($input: ApplyForGuaranteesInput!) {
  applyForGuarantees(input: $input) {
    __typename
    ... on UserError { message }
    ... on InvalidInput { problems { path code message } }
    ... on ObligeeDoesNotAcceptElectronic { acceptedFrom }
    ... on ApplicationSubmitted { application { id contract { id } guarantees { id kind medium status amount } } }
  }
}
"""
CHECK = """
query Check($input: ApplicationDraftInput!) {
  checkApplication(input: $input) {
    problems { path code message limit }
    guarantees {
      index kind ratio limit minimum acceptsElectronic acceptedFrom
      fee { fee isSample validFrom surety { name } lines { description amount } }
    }
  }
}
"""
APPROVE = """
mutation Approve($input: ApproveGuaranteeInput!) {
  approveGuarantee(input: $input) {
    __typename
    ... on UserError { message }
    ... on InvalidInput { problems { path code } }
    ... on WrongState { status }
    ... on GuaranteeApproved { guarantee { id status expiryDate } }
  }
}
"""
ISSUE = """
mutation Issue($input: IssueGuaranteeInput!) {
  issueGuarantee(input: $input) {
    __typename
    ... on UserError { message }
    ... on WrongState { status }
    ... on GuaranteeIssued {
      guarantee { id number status authKey issuedAt }
      certificate { id guaranteeNumber status reason amendmentNumber }
    }
  }
}
"""
ISSUE_EACH = """
mutation IssueEach($input: IssueGuaranteesInput!) {
  issueGuarantees(input: $input) {
    __typename
    ... on UserError { message }
    ... on InvalidInput { problems { path code } }
    ... on GuaranteesTried {
      results {
        guaranteeId
        result {
          __typename
          ... on UserError { message }
          ... on WrongState { status }
          ... on GuaranteeIssued { guarantee { id number status authKey } certificate { id guaranteeNumber } }
        }
      }
    }
  }
}
"""
CERTIFICATE = """
query Certificate($number: GuaranteeNumber!, $key: AuthKey!) {
  certificate(guaranteeNumber: $number, authKey: $key) { id guaranteeNumber kind amount projectName obligeeTitle }
}
"""
FEE_ESTIMATE = """
query Estimate($input: FeeEstimateInput!) {
  feeEstimate(input: $input) { fee lines { description amount } surety { name } validFrom isSample }
}
"""

RETRY = """
mutation Retry($input: RetryMailInput!) {
  retryMail(input: $input) {
    __typename
    ... on UserError { message }
    ... on MailReleased { mail { id kind state recipient attempts lastError createdAt nextAttemptAt sentAt } }
  }
}
"""
SEND_NOTICE = """
mutation Send($input: SendNoticeInput!) {
  sendNotice(input: $input) {
    __typename
    ... on UserError { message }
    ... on WrongState { status }
    ... on NoticeSent { guarantee { id number } handover { status channel sentAt } }
  }
}
"""
POST = """
mutation Post($input: PostMessageInput!) {
  postMessage(input: $input) {
    __typename
    ... on UserError { message }
    ... on InvalidInput { problems { path code message } }
    ... on MessagePosted { application { id messages { sentAt from body } } }
  }
}
"""


def application_input(sample: SampleRegister, *, obligee: str = "栃木県", **changes: Any) -> dict[str, Any]:
    """A valid application for an advance payment and a performance guarantee; `changes` replace whole fields."""
    return {
        "contract": contract_input(sample, obligee=obligee),
        "guarantees": [advance_input(), performance_input()],
        "submissionBranchId": ids.to_id("Branch", sample.branch.id),
        "notifyOnCompletion": True,
        "email": "soumu@example.jp",
    } | changes


def contract_input(sample: SampleRegister, *, obligee: str = "栃木県", **changes: Any) -> dict[str, Any]:
    """A works contract of ¥50,000,000; a different one on each call, even if everything else is the same."""
    return {
        "obligeeId": ids.to_id("Obligee", sample.obligees[obligee].id),
        "projectName": "●●●●工事",
        "contractType": "WORKS",
        "contractPrice": 50_000_000,
        "contractDate": "2026-11-01",
        "periodFrom": "2026-11-10",
        "periodTo": "2027-08-31",
        "isAnother": True,
    } | changes


def advance_input(**changes: Any) -> dict[str, Any]:
    """An electronic advance-payment guarantee of ¥20,000,000."""
    return {
        "kind": "ADVANCE_PAYMENT",
        "medium": "ELECTRONIC",
        "amount": 20_000_000,
        "depositBank": "○○銀行　××支店",
        "redeposit": False,
        "billTo": "○○建設 株式会社",
    } | changes


def performance_input(**changes: Any) -> dict[str, Any]:
    """An electronic performance guarantee of ¥5,000,000."""
    return {
        "kind": "PERFORMANCE",
        "medium": "ELECTRONIC",
        "amount": 5_000_000,
        "billTo": "○○建設 株式会社",
    } | changes


def fee_input(**changes: Any) -> dict[str, Any]:
    """A performance guarantee of ¥5,000,000 for 365 days."""
    return {
        "kind": "PERFORMANCE",
        "amount": 5_000_000,
        "contractPrice": 50_000_000,
        "periodFrom": "2026-11-10",
        "periodTo": "2027-11-09",
    } | changes


async def apply(api: Api, sample: SampleRegister, **changes: Any) -> dict[str, Any]:
    """A submitted application."""
    answer = await api.data(APPLY, as_="contractor", input=application_input(sample, **changes))
    assert answer["applyForGuarantees"]["__typename"] == "ApplicationSubmitted", answer
    return answer["applyForGuarantees"]["application"]


async def approve(api: Api, guarantee_id: str) -> None:
    """Approve as the surety."""
    answer = await api.data(APPROVE, as_="surety", input={"guaranteeId": guarantee_id})
    assert answer["approveGuarantee"]["__typename"] == "GuaranteeApproved", answer


async def issue(api: Api, guarantee_id: str, **more: Any) -> dict[str, Any]:
    """Issue as the surety; the payload."""
    answer = await api.data(ISSUE, as_="surety", input={"guaranteeId": guarantee_id} | more)
    assert answer["issueGuarantee"]["__typename"] == "GuaranteeIssued", answer
    return answer["issueGuarantee"]


async def issued(api: Api, sample: SampleRegister, **changes: Any) -> list[dict[str, Any]]:
    """Applied for, approved and issued; the payloads, in the order of the application."""
    application = await apply(api, sample, **changes)
    payloads: list[dict[str, Any]] = []
    for guarantee in application["guarantees"]:
        await approve(api, guarantee["id"])
        payloads.append(await issue(api, guarantee["id"]))
    return payloads


COMPARE = """
query Compare($number: GuaranteeNumber!, $key: AuthKey!, $expected: ExpectedContractInput!) {
  certificate(guaranteeNumber: $number, authKey: $key) {
    obligeeTitle
    compare(expected: $expected) { field expected actual matches difference }
  }
}
"""
