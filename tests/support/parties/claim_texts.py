"""The texts of claims, for text_inputs.py."""

from collections.abc import Callable
from typing import Any, TypeVar

import models
from models.after_issue.claim_account import LONGEST_BANK
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.parties.claims import ASK, DECIDE, FILE, WITHDRAW, claimed, filed

T = TypeVar("T")


async def text_inputs(api: Api, sample: SampleRegister, text_input: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema; one guarantee is to be claimed, and one is claimed."""
    open_, other = [payload["guarantee"] for payload in await api_calls.issued(api, sample)]
    open_, decided = claimed(open_), (await filed(api, other))["id"]
    withdrawn = {"input": {"claimId": decided}}
    asked = withdrawn["input"] | {"body": "内訳"}
    rejected = {"input": {"claimId": decided, "decision": "REJECT"}}

    def of_claim(*path: str, refusal: str = "FORBIDDEN_CHARACTER", **more: Any) -> T:
        return text_input(FILE, "obligee", {"input": open_}, ("input", *path), refusal, **more)

    return {
        "FileClaimInput.reason": of_claim("reason", longest=1_000, column=(models.Claim, "reason")),
        "FileClaimInput.idempotencyKey": of_claim("idempotencyKey", refusal="MALFORMED"),
        "ClaimAccountInput.bank": of_claim("account", "bank", longest=LONGEST_BANK),
        "ClaimAccountInput.branch": of_claim("account", "branch", longest=LONGEST_BANK),
        "ClaimAccountInput.number": of_claim("account", "number", refusal="MALFORMED"),
        "ClaimAccountInput.holder": of_claim("account", "holder", refusal="MALFORMED"),
        "ClaimMessageInput.body": text_input(
            *(ASK, "surety", withdrawn, ("input", "body")), longest=2_000, column=(models.ClaimMessage, "body")
        ),
        "ClaimMessageInput.idempotencyKey": text_input(
            *(ASK, "surety", {"input": asked}, ("input", "idempotencyKey"), "MALFORMED")
        ),
        "DecideClaimInput.reason": text_input(DECIDE, "surety", rejected, ("input", "reason"), longest=1_000),
        "ClaimReasonInput.reason": text_input(
            *(WITHDRAW, "obligee", withdrawn, ("input", "reason")), longest=1_000, column=(models.Claim, "decision")
        ),
    }
