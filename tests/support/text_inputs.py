"""Every text input of the schema: an operation that sends it, and its stored form."""

from dataclasses import replace
from typing import Any

import httpx

import models
from models.content.certificate_content import COMPARED, texts_from
from models.received_notice import LONGEST_REFERENCE
from resolvers.text_checks import name_in_api
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls, drafts, handovers
from tests.support.access import joint_ventures
from tests.support.api_calls import COMPARE
from tests.support.applying import (
    amendment_request_texts,
    amendment_texts,
    attachment_texts,
    bill_to_texts,
    contracts,
    review_texts,
)
from tests.support.applying.requesting import request
from tests.support.applying.text_input import TextInput
from tests.support.parties import account_texts, api_client_texts, claim_texts, register_texts, rules_texts
from tests.support.site import text_inputs as site_text_inputs
from tests.support.states import RECORD_FEE, RETURN

NOT_REGISTERED = "AddressNotRegistered"
SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }"


def refusals(response: httpx.Response) -> list[str]:
    """Codes of problems with their paths; of other refusals the type or the code."""
    body = response.json()
    errors = [error["extensions"] for error in body.get("errors", [])]
    results = [value for value in (body.get("data") or {}).values() if isinstance(value, dict)]
    problems = [each for holder in (*errors, *results) for each in holder.get("problems", ())]
    if problems:
        return [f"{'.'.join(problem['path'])} {problem['code']}" for problem in problems]
    return [each["code"] for each in errors] + [each["__typename"] for each in results if "__typename" in each]


async def text_inputs(api: Api, sample: SampleRegister) -> dict[str, TextInput]:
    """By the place in the schema."""
    return {
        **_filters(),
        **_application(sample),
        **_form(sample),
        **bill_to_texts.text_inputs(),
        **await _of_guarantees(api, sample),
        **await api_client_texts.text_inputs(api, sample, TextInput),
        **await account_texts.text_inputs(api, TextInput),
        **await register_texts.text_inputs(sample),
        **await site_text_inputs.text_inputs(),
        **rules_texts.text_inputs(sample, TextInput),
        **await claim_texts.text_inputs(api, sample, TextInput),
        **{place: TextInput(*given) for place, given in (await contracts.texts(api, sample)).items()},
    } | {
        "RecordFeePaymentInput.idempotencyKey": TextInput(
            *(RECORD_FEE, "surety", {"input": {"paidOn": "2026-11-20"}}, ("input", "idempotencyKey"), "MALFORMED")
        ),
        "SignInInput.email": TextInput(
            SIGN_IN, None, {"input": {"email": "", "password": "x"}}, ("input", "email"), "WrongCredentials"
        ),
        "SignInInput.password": TextInput(
            *(SIGN_IN, None, {"input": {"email": "x@example.jp", "password": ""}}, ("input", "password")),
            refusal="WrongCredentials",
        ),
    }


def _filters() -> dict[str, TextInput]:
    def filtered(field: str, name: str, type_: str, as_: str | None) -> TextInput:
        query = f"query($f: {type_}) {{ {field}(filter: $f) {{ edges {{ cursor }} }} }}"
        return TextInput(query, as_, {"f": {}}, ("f", name), longest=150)

    suggest = "query($search: String) { applicationSuggestions(search: $search) { depositBanks } }"
    search = "query($search: String) { contractors(search: $search) { edges { cursor } } }"
    return {
        "AmendmentRequestFilter.search": filtered("amendmentRequests", "search", "AmendmentRequestFilter", "surety"),
        "ApplicationFilter.search": filtered("applications", "search", "ApplicationFilter", "surety"),
        "CertificateFilter.search": filtered("certificates", "search", "CertificateFilter", "surety"),
        "ContractFilter.search": filtered("contracts", "search", "ContractFilter", "surety"),
        "ContractFilter.projectName": filtered("contracts", "projectName", "ContractFilter", "surety"),
        "FeeStatementFilter.billTo": filtered("feeStatements", "billTo", "FeeStatementFilter", "surety"),
        "MonthlyBillFilter.billTo": filtered("monthlyBills", "billTo", "MonthlyBillFilter", "surety"),
        "ObligeeFilter.prefecture": filtered("obligees", "prefecture", "ObligeeFilter", None),
        "ObligeeFilter.search": filtered("obligees", "search", "ObligeeFilter", None),
        "GuaranteeFilter.search": filtered("guarantees", "search", "GuaranteeFilter", "surety"),
        "GuaranteeFilter.contractReference": filtered("guarantees", "contractReference", "GuaranteeFilter", "surety"),
        "GuaranteeFilter.contractorName": filtered("guarantees", "contractorName", "GuaranteeFilter", "surety"),
        "GuaranteeFilter.projectName": filtered("guarantees", "projectName", "GuaranteeFilter", "surety"),
        "Query.applicationSuggestions.search": TextInput(suggest, "contractor", {}, ("search",), longest=150),
        "Query.contractors.search": TextInput(search, "surety", {}, ("search",), longest=150),
    }


def _application(sample: SampleRegister) -> dict[str, TextInput]:
    members: dict[str, Any] = {
        "jointVentureName": "甲・乙特定建設工事共同企業体",
        "jointVentureMembers": ["○○建設 株式会社", "乙建設"],
    }
    whole = {"input": api_calls.application_input(sample, contract=api_calls.contract_input(sample, **members))}

    def door(*path: str, refusal: str = "FORBIDDEN_CHARACTER", longest: int = 0, column: Any = None) -> TextInput:
        return TextInput(api_calls.APPLY, "contractor", whole, ("input", *path), refusal, longest, column)

    contact = {"Department": 60, "Title": 60, "Name": 60, "Telephone": 20}
    return {
        "ApplyForGuaranteesInput.idempotencyKey": door("idempotencyKey", refusal="MALFORMED"),
        "ApplyForGuaranteesInput.email": door("email", refusal="MALFORMED"),
        "ApplyForGuaranteesInput.message": door("message", longest=2_000, column=(models.Message, "body")),
        **{
            f"ApplyForGuaranteesInput.contact{name}": door(
                f"contact{name}", longest=length, column=(models.Application, f"contact_{name.lower()}")
            )
            for name, length in contact.items()
        },
        **{
            f"NewContractInput.{name_in_api(column)}": door(
                "contract", name_in_api(column), longest=field.length or 0, column=(models.Contract, column)
            )
            for column, field in texts_from("contract").items()
        },
        "NewContractInput.jointVentureMembers": door("contract", "jointVentureMembers", "1", longest=120),
        **_members(sample),
        "RequestedGuaranteeInput.depositBank": door(
            "guarantees", "0", "depositBank", longest=60, column=(models.Guarantee, "deposit_bank")
        ),
        "RequestedGuaranteeInput.billTo": door(
            "guarantees", "0", "billTo", longest=120, column=(models.Guarantee, "bill_to")
        ),
    }


def _members(sample: SampleRegister) -> dict[str, TextInput]:
    given = {"input": api_calls.application_input(sample, contract=joint_ventures.contract_input(sample))}
    path = ("input", "contract", "jointVentureParties", "1")
    return {
        f"JointVentureMemberInput.{name}": TextInput(
            api_calls.APPLY, "contractor", given, (*path, name), refusal, length
        )
        for name, refusal, length in joint_ventures.TEXTS
    }


def _form(sample: SampleRegister) -> dict[str, TextInput]:
    """The same form while it is filled in: as the dry run takes it."""
    inputs = {"ApplyForGuaranteesInput": "ApplicationDraftInput", "NewContractInput": "ContractDraftInput"}
    inputs["RequestedGuaranteeInput"] = "GuaranteeDraftInput"
    inputs["JointVentureMemberInput"] = "JointVentureMemberDraftInput"
    whole = _application(sample)
    key = TextInput(drafts.SAVE, "contractor", {"input": {"draft": {}}}, ("input", "idempotencyKey"), "MALFORMED")
    return {"SaveApplicationDraftInput.idempotencyKey": key} | {
        f"{inputs[type_]}.{name}": replace(whole[f"{type_}.{name}"], query=api_calls.CHECK, column=None)
        for type_, _, name in (place.partition(".") for place in whole)
        if name != "idempotencyKey"
    }


async def _of_guarantees(api: Api, sample: SampleRegister) -> dict[str, TextInput]:
    advance, performance = (await api_calls.apply(api, sample))["guarantees"]
    await api_calls.approve(api, advance["id"])
    issued = (await api_calls.issue(api, advance["id"]))["guarantee"]
    open_ = await api_calls.apply(api, sample)
    look = {"number": issued["number"], "key": issued["authKey"], "expected": {}}
    issuing = ("input", "idempotencyKey")
    compared = {
        f"ExpectedContractInput.{name}": TextInput(COMPARE, "surety", look, ("expected", name), longest=250)
        for name in (name_in_api(field.comparison.name) for field in COMPARED if field.type is str)
    }
    return {
        **compared,
        **_of_handovers(issued),
        **review_texts.text_inputs(sample, open_["id"], TextInput),
        "GuaranteeReasonInput.reason": TextInput(
            *(RETURN, "surety", {"input": {"guaranteeId": open_["guarantees"][0]["id"]}}, ("input", "reason")),
            longest=1_000,
            column=(models.Guarantee, "status_reason"),
        ),
        "PostMessageInput.body": TextInput(
            *(api_calls.POST, "surety", {"input": {"applicationId": open_["id"]}}, ("input", "body")),
            longest=2_000,
            column=(models.Message, "body"),
        ),
        **await _of_amendments(api, sample),
        **attachment_texts.text_inputs(open_["id"], TextInput),
        "SendNoticeInput.to": TextInput(
            *(api_calls.SEND_NOTICE, "contractor", {"input": {"guaranteeId": issued["id"]}}),
            *(("input", "to"), NOT_REGISTERED),
        ),
        "IssueGuaranteeInput.idempotencyKey": TextInput(
            api_calls.ISSUE, "surety", {"input": {"guaranteeId": performance["id"]}}, issuing, "InvalidInput"
        ),
        "IssueGuaranteesInput.idempotencyKey": TextInput(
            api_calls.ISSUE_EACH, "surety", {"input": {"guaranteeIds": [performance["id"]]}}, issuing, "MALFORMED"
        ),
    }


async def _of_amendments(api: Api, sample: SampleRegister) -> dict[str, TextInput]:
    issued = [*await api_calls.issued(api, sample), *await api_calls.issued(api, sample)]
    asked, *free = (payload["guarantee"]["id"] for payload in issued)
    return amendment_request_texts.text_inputs(free, (await request(api, asked))["id"], TextInput)


def _of_handovers(issued: dict[str, Any]) -> dict[str, TextInput]:
    upload = {"input": {"file": "YQ=="}}
    return {
        **amendment_texts.text_inputs(issued["id"], TextInput),
        "UploadNoticeInput.contractReference": TextInput(
            handovers.UPLOAD, "system", upload, ("input", "contractReference"), longest=LONGEST_REFERENCE
        ),
        "UploadNoticeInput.idempotencyKey": TextInput(
            handovers.UPLOAD, "system", upload, ("input", "idempotencyKey"), "MALFORMED"
        ),
        "ReturnCertificateInput.reason": TextInput(
            handovers.RETURN, "obligee", {"input": handovers.key_input(issued)}, ("input", "reason"), longest=1_000
        ),
    }
