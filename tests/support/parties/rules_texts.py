"""The text inputs of obligees' rules and approvals, for text_inputs.py."""

from collections.abc import Callable
from typing import Any, TypeVar

import models
from sample.sample_register import SampleRegister
from tests.support.parties.rules import KOUJI, SET, acceptance, given, id_of

T = TypeVar("T")
APPROVE = """mutation($input: ApproveContractInput!) { approveContractForElectronic(input: $input) { __typename
  ... on InvalidInput { problems { path code } } } }"""


def text_inputs(sample: SampleRegister, made: Callable[..., T]) -> dict[str, T]:
    """By the place in the schema; notes and offices are those of different obligees, whose rules are the first."""
    office = {"name": "契約課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": [KOUJI]}
    approval = {"input": {"obligeeId": id_of(sample, "見本町"), "projectName": "橋"}}

    def rules(*path: str, refusal: str = "FORBIDDEN_CHARACTER", obligee: str = "見本町", **more: Any) -> T:
        whole = {"input": given(sample, obligee=obligee, acceptances=[acceptance()], offices=[office])}
        return made(SET, "operator", whole, ("input", *path), refusal, **more)

    def approved(name: str, refusal: str = "MALFORMED", **more: Any) -> T:
        return made(APPROVE, "operator", approval, ("input", name), refusal, **more)

    return {
        "SetObligeeRulesInput.idempotencyKey": rules("idempotencyKey", refusal="MALFORMED"),
        "ElectronicAcceptanceInput.note": rules(
            "acceptances", "0", "note", longest=200, column=(models.ElectronicAcceptance, "note")
        ),
        "ElectronicAcceptanceInput.noticeAddresses": rules(
            "acceptances", "0", "noticeAddresses", "0", refusal="MALFORMED"
        ),
        "ObligeeOfficeInput.name": rules(
            "offices", "0", "name", obligee="富士市", longest=60, column=(models.ObligeeOffice, "name")
        ),
        "ObligeeOfficeInput.noticeAddresses": rules("offices", "0", "noticeAddresses", "0", refusal="MALFORMED"),
        "ApproveContractInput.projectName": approved(
            "projectName", "FORBIDDEN_CHARACTER", longest=120, column=(models.ContractApproval, "project_name")
        ),
        "ApproveContractInput.corporateNumber": approved("corporateNumber"),
        "ApproveContractInput.idempotencyKey": approved("idempotencyKey"),
    }
