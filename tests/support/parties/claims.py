"""Operations on claims over HTTP."""

import datetime
from typing import Any

from models.enums import Role
from models.parties.account import AccessToken, Account
from sample.sample_register import SampleRegister
from security import tokens
from tests.conftest import NOON, Api
from tests.support.handovers import key_input

FIELDS = """id status filedAt dueOn amount reason contractEndedOn advancePaid progressPaid finishedWorkValue
  account { bank branch type number holder } acceptedAmount decision paidOn paidAmount lateDays lateInterest
  guarantee { status }"""
PAYLOADS = {
    "fileClaim": "ClaimFiled",
    "startClaimReview": "ClaimReviewStarted",
    "decideClaim": "ClaimDecided",
    "withdrawClaim": "ClaimWithdrawn",
    "recordClaimPayment": "ClaimPaymentRecorded",
    "askAboutClaim": "ClaimAsked",
    "answerClaim": "ClaimAnswered",
}
CLAIMS = f"query($filter: ClaimFilter) {{ claims(filter: $filter) {{ edges {{ node {{ {FIELDS} }} }} }} }}"
ACCOUNT = {"bank": "○○銀行", "branch": "××支店", "type": "ORDINARY", "number": "0123456", "holder": "ﾄﾁｷﾞｹﾝ"}


def mutation(name: str, input_type: str, *refusals: str) -> str:
    """The mutation, with the refusals among InvalidInput, WrongState and ClaimInWrongState that its union has."""
    told = {
        "InvalidInput": "problems { path code }",
        "WrongState": "status",
        "ClaimInWrongState": "claimStatus",
    }
    parts = " ".join(f"... on {refusal} {{ {told[refusal]} }}" for refusal in refusals)
    return f"""mutation($input: {input_type}!) {{ {name}(input: $input) {{ __typename
  ... on UserError {{ message }} {parts} ... on {PAYLOADS[name]} {{ claim {{ {FIELDS} }} }} }} }}"""


FILE = mutation("fileClaim", "FileClaimInput", "InvalidInput", "WrongState")
START = mutation("startClaimReview", "ClaimActionInput", "ClaimInWrongState")
DECIDE = mutation("decideClaim", "DecideClaimInput", "InvalidInput", "ClaimInWrongState")
WITHDRAW = mutation("withdrawClaim", "ClaimReasonInput", "InvalidInput", "ClaimInWrongState")
ASK = mutation("askAboutClaim", "ClaimMessageInput", "InvalidInput", "ClaimInWrongState")
ANSWER = mutation("answerClaim", "ClaimMessageInput", "InvalidInput", "ClaimInWrongState")
PAY = mutation("recordClaimPayment", "RecordClaimPaymentInput", "InvalidInput", "ClaimInWrongState")


GIVEN: dict[str, Any] = {
    "reason": "請負者の倒産",
    "contractEndedOn": "2026-11-20",
    "advancePaid": 20_000_000,
    "progressPaid": 0,
    "finishedWorkValue": 15_000_000,
    "account": ACCOUNT,
}
"""A claim of 5,000,000 of the 20,000,000 that were paid in advance."""


def claimed(guarantee: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input of fileClaim."""
    return key_input(guarantee) | GIVEN | more


async def filed(api: Api, guarantee: dict[str, Any]) -> dict[str, Any]:
    """A claim that has just arrived."""
    answer = (await api.data(FILE, as_="obligee", input=claimed(guarantee)))["fileClaim"]
    assert answer["__typename"] == "ClaimFiled", answer
    return answer["claim"]


async def done(api: Api, operation: str, *, as_: str = "surety", **given: Any) -> dict[str, Any]:
    """The answer of a mutation."""
    (answer,) = (await api.data(operation, as_=as_, input=given)).values()
    return answer


async def accepted(api: Api, guarantee: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A claim that the surety is going to pay."""
    claim = await filed(api, guarantee)
    return (await done(api, DECIDE, claimId=claim["id"], decision="ACCEPT", reason="査定による。", **given))["claim"]


async def other_obligee(api: Api, sample: SampleRegister) -> None:
    """An account of another obligee, known to `api` as "other"."""
    obligee = sample.obligees["富士市"]
    account = await Account.create(
        email="other@example.jp", name="他の発注者", password_hash="-", role=Role.OBLIGEE, obligee_id=obligee.id
    )
    ends = NOON + datetime.timedelta(hours=12)
    await AccessToken.create(digest=tokens.digest("other"), account_id=account.id, created_at=NOON, expires_at=ends)
    api.tokens["other"] = "other"
