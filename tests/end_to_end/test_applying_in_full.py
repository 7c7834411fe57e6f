"""Applying in full, on a real server and over HTTP only: from a draft of two people to certificates of two years."""

import datetime
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from models.numbering import JAPAN
from tests.conftest import Api
from tests.end_to_end import operations
from tests.support import api_calls, drafts
from tests.support.api_calls import APPLY, APPROVE, CHECK, ISSUE
from tests.support.applying.attaching import answer_to, attached
from tests.support.hostile.attached_files import PLAIN
from tests.support.servers import server_processes
from tests.support.states import RETURN, START_REVIEW

LEAD, PARTNER = "○○建設 株式会社", "△△建設 株式会社"
PEOPLE = {"colleague": "staff@example.jp", "reviewer": "reviewer@example.jp", "member": "member@example.jp"}
"""Accounts beside those of `Api`: of the same contractor, the same surety, and of a member of the joint venture."""
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { ... on SignedIn { token } } }"
REVOKE = """mutation($input: GuaranteeReasonInput!) { revokeApproval(input: $input) {
  __typename ... on UserError { message } ... on ApprovalRevoked { guarantee { status } } } }"""
NOTE = """mutation($input: AddReviewNoteInput!) { addReviewNote(input: $input) {
  __typename ... on UserError { message } ... on ReviewNoteAdded { application { reviewNotes { body by } } } } }"""
READ = """mutation($input: ApplicationActionInput!) { markMessagesRead(input: $input) {
  __typename ... on UserError { message } ... on MessagesMarkedRead { application { unreadMessages } } } }"""
APPLICATION = """query($id: ID!) { node(id: $id) { ... on Application {
  status fiscalYear currentFiscalYearBase unreadMessages reviewNotes { body }
  submissions { reason changes { path before after } }
  guarantees { id kind status reviewer } } } }"""
REASON = "預託金融機関の支店名をご確認ください。"


@pytest.fixture(scope="module")
async def api() -> AsyncGenerator[Api]:
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as server:
        async with server_processes.client(server) as client:
            for name, email in PEOPLE.items():
                given = {"email": email, "password": operations.PASSWORD}
                client.tokens[name] = (await client.data(SIGN_IN, i=given))["signIn"]["token"]
            yield client
            assert "Traceback" not in server.output()


async def contract(api: Api, name: str, *, years: int) -> dict[str, Any]:
    """A contract of a joint venture that lasts for so many years from today."""
    sample = await server_processes.register(api)
    today = datetime.datetime.now(JAPAN).date()
    ends = today.replace(year=today.year + years, day=min(today.day, 28))
    return api_calls.contract_input(
        sample,
        projectName=name,
        contractDate=today.isoformat(),
        periodFrom=today.isoformat(),
        periodTo=ends.isoformat(),
        jointVentureName="○○・△△特定建設工事共同企業体",
        jointVentureParties=[
            {"name": LEAD, "sharePercent": 60},
            {"name": PARTNER, "corporateNumber": "0000000000020", "sharePercent": 40},
        ],
    )


async def form(api: Api) -> dict[str, Any]:
    """The rest of the form."""
    sample = await server_processes.register(api)
    return api_calls.application_input(sample) | {"contract": None, "guarantees": None}


async def approve(api: Api, guarantee_id: str) -> None:
    answer = (await api.data(APPROVE, as_="reviewer", input={"guaranteeId": guarantee_id}))["approveGuarantee"]
    assert answer["__typename"] == "GuaranteeApproved", answer


async def issue(api: Api, guarantee_id: str) -> dict[str, Any]:
    answer = (await api.data(ISSUE, as_="surety", input={"guaranteeId": guarantee_id}))["issueGuarantee"]
    assert answer["__typename"] == "GuaranteeIssued", answer
    return answer


async def application_of(api: Api, id_: str, *, as_: str = "contractor") -> dict[str, Any]:
    return (await api.data(APPLICATION, as_=as_, id=id_))["node"]


async def drafted(api: Api) -> tuple[str, dict[str, Any]]:
    """A draft that two people have filled in in three steps: its application's id, and its form."""
    parts = await form(api)
    parts |= {"contract": await contract(api, "両名で入力した工事", years=2)}
    first = {"contract": parts["contract"]}
    id_ = (await drafts.save(api, first))["id"]
    found = (await api.data(CHECK, as_="contractor", input=first))["checkApplication"]
    assert {"guarantees", "submissionBranchId"} <= {each["path"][0] for each in found["problems"]}
    parts["guarantees"] = [api_calls.advance_input(), api_calls.performance_input()]
    second = first | {"guarantees": parts["guarantees"]}
    assert (await drafts.save(api, second, as_="colleague", applicationId=id_, version=1))["draft"]["version"] == 2
    late = {"applicationId": id_, "draft": parts, "version": 1}
    refused = (await api.data(drafts.SAVE, as_="contractor", input=late))["saveApplicationDraft"]
    assert (refused["__typename"], refused["version"]) == ("DraftChanged", 2), refused
    assert (await drafts.save(api, parts, applicationId=id_, version=2))["draft"]["version"] == 3
    return id_, parts


async def reviewed(api: Api, guarantee_id: str) -> None:
    """Begun by one member of the surety's staff, and taken over by another one."""
    given = {"guaranteeId": guarantee_id}
    begun = (await api.data(START_REVIEW, as_="surety", input=given))["startReview"]
    assert begun["__typename"] == "ReviewStarted", begun
    refused = (await api.data(START_REVIEW, as_="reviewer", input=given))["startReview"]
    assert (refused["__typename"], refused["reviewer"]) == ("UnderReviewByAnother", begun["guarantee"]["reviewer"])
    taken = (await api.data(START_REVIEW, as_="reviewer", input=given | {"takeOver": True}))["startReview"]
    assert taken["guarantee"]["reviewer"] != begun["guarantee"]["reviewer"]


async def test_from_a_draft_of_two_people_to_two_certificates(api: Api) -> None:
    id_, parts = await drafted(api)
    found = (await api.data(CHECK, as_="contractor", input=parts))["checkApplication"]
    assert found["problems"] == []
    assert [(each["ratio"], each["acceptsElectronic"]) for each in found["guarantees"]] == [(0.4, True), (0.1, True)]
    answer = await answer_to(api, id_, PLAIN, name="請負契約書.pdf")
    assert answer["__typename"] == "AttachmentAdded", answer
    assert (await api.data(APPLICATION, as_="surety", id=id_))["node"] is None, "a draft is the contractor's alone"
    sent = await drafts.submit(api, id_, as_="colleague")
    advance, performance = (each["id"] for each in sent["guarantees"])
    (seen,) = await attached(api, id_, as_="surety")
    assert (await api.http.get(httpx.URL(seen["url"]).raw_path.decode())).content == PLAIN

    await reviewed(api, advance)
    noted = await api.data(NOTE, as_="reviewer", input={"applicationId": id_, "body": "支店名が古い"})
    assert noted["addReviewNote"]["__typename"] == "ReviewNoteAdded", noted
    returned = await api.data(RETURN, as_="reviewer", input={"guaranteeId": advance, "reason": REASON})
    assert returned["returnGuarantee"]["__typename"] == "GuaranteeReturned", returned
    unread = await application_of(api, id_)
    assert (unread["status"], unread["reviewNotes"]) == ("RETURNED", [])
    read = (await api.data(READ, as_="contractor", input={"applicationId": id_}))["markMessagesRead"]
    assert read["application"]["unreadMessages"] == 0

    changed = api_calls.advance_input(depositBank="○○銀行　本店")
    await drafts.save(api, {"guarantees": [changed]}, applicationId=id_)
    assert (await drafts.submit(api, id_))["status"] == "OPEN"
    first, second = (await application_of(api, id_, as_="surety"))["submissions"]
    assert (first["reason"], first["changes"], second["reason"]) == (None, [], REASON)
    assert [(each["before"], each["after"]) for each in second["changes"]] == [
        ("○○銀行　××支店", "○○銀行　本店"),
    ]

    await approve(api, performance)
    given = {"guaranteeId": performance, "reason": "審査のやり直し"}
    revoked = (await api.data(REVOKE, as_="surety", input=given))["revokeApproval"]
    assert revoked["guarantee"]["status"] == "SUBMITTED", revoked
    for guarantee_id in (performance, advance):
        await approve(api, guarantee_id)
        await issue(api, guarantee_id)
    assert (await application_of(api, id_))["status"] == "DONE"


async def test_a_second_fiscal_year_has_its_own_advance_payment(api: Api) -> None:
    base = {"currentFiscalYearBase": 20_000_000}
    parts = await form(api) | base
    first = parts | {
        "contract": await contract(api, "二か年の工事", years=2),
        "guarantees": [api_calls.advance_input(amount=8_000_000)],
    }
    answer = (await api.data(APPLY, as_="contractor", input=_without_nulls(first)))["applyForGuarantees"]
    assert answer["__typename"] == "ApplicationSubmitted", answer
    application = answer["application"]
    year = (await application_of(api, application["id"]))["fiscalYear"]
    again = parts | {
        "contractId": application["contract"]["id"],
        "guarantees": [api_calls.advance_input(amount=8_000_000)],
    }
    refused = (await api.data(APPLY, as_="contractor", input=_without_nulls(again)))["applyForGuarantees"]
    assert refused["__typename"] == "InvalidInput", "this year's limit is used up"
    next_year = _without_nulls(again | {"fiscalYear": year + 1})
    answer = (await api.data(APPLY, as_="contractor", input=next_year))["applyForGuarantees"]
    assert answer["__typename"] == "ApplicationSubmitted", answer
    for each in (application, answer["application"]):
        (guarantee,) = each["guarantees"]
        await approve(api, guarantee["id"])
        await issue(api, guarantee["id"])


async def test_a_member_of_a_joint_venture_reads_along(api: Api) -> None:
    parts = await form(api) | {
        "contract": await contract(api, "共同企業体の工事", years=1),
        "guarantees": [api_calls.performance_input()],
    }
    answer = (await api.data(APPLY, as_="contractor", input=_without_nulls(parts)))["applyForGuarantees"]
    (guarantee,) = answer["application"]["guarantees"]
    await approve(api, guarantee["id"])
    number = (await issue(api, guarantee["id"]))["guarantee"]["number"]
    seen = (await api.data(operations.GUARANTEE, as_="member", id=guarantee["id"]))["node"]
    assert (seen["number"], seen["authKey"], seen["keyNotice"]) == (number, None, None)


def _without_nulls(form_: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form_.items() if value is not None}
