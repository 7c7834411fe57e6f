"""From an empty database to a bill that is paid, over HTTP only; a second surety sees nothing of it."""

import datetime
from collections.abc import AsyncGenerator, Generator
from typing import Any

import asyncpg
import pytest

from database import embedded
from models.numbering import JAPAN
from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.billing_steps import A_MONTH_LATER, bills, record, working
from tests.end_to_end.organisations import Organisations
from tests.support import api_calls
from tests.support.mails import wait_until
from tests.support.parties import accounts, registers, rules
from tests.support.servers import server_processes
from tests.support.servers.smtp_servers import MailServer, listening

OPERATOR = "unyo@example.jp"
FIRST, SECOND = "first.example.jp", "second.example.jp"
OFFICER = "見本県土木事務所長"
CONTRACTOR = "soumu@lead.example.jp"
LEAD, PARTNER = "○○建設 株式会社", "△△建設 株式会社"
TODAY = datetime.datetime.now(JAPAN).date()
OFFICERS = "query($id: ID!) { node(id: $id) { ... on Obligee { contractingOfficers { id title } } } }"
EVERYTHING = """{
  guarantees { edges { cursor } } applications { edges { cursor } } contracts { edges { cursor } }
  feeStatements { edges { cursor } } monthlyBills { edges { cursor } } monthlyPayments { edges { cursor } }
}"""


@pytest.fixture
def folder() -> Generator[Any]:
    with server_processes.folder() as path:
        yield path


@pytest.fixture
async def organisations(folder: Any) -> AsyncGenerator[tuple[Organisations, dict[str, object]]]:
    """A served empty database, and its settings."""
    url = embedded.start(folder / "database")
    async with listening(MailServer()) as mails:
        settings: dict[str, object] = {
            "DATA_DIR": folder / "unused",
            **server_processes.REQUIRED,
            "SMTP_URL": mails.url,
        }
        settings |= server_processes.database_settings(url) | server_processes.signing_settings(folder)
        assert server_processes.run("migrate", **settings).returncode == 0
        made = server_processes.run("create-operator", "--email", OPERATOR, "--name", "運用 花子", **settings)
        with server_processes.serving(folder, **settings) as server, working(settings):
            async with server_processes.client(server) as api:
                given = {"token": made.stdout.strip().rpartition("/")[2], "password": accounts.PASSWORD}
                await api.data(accounts.SET, input=given)
                api.tokens["operator"] = await accounts.signed_in(api, OPERATOR)
                yield Organisations(api, mails), settings
                assert "Traceback" not in server.output()
    embedded.release(folder / "database")
    embedded.stop(folder / "database")


async def obligees(made: Organisations) -> tuple[dict[str, Any], dict[str, Any]]:
    """A prefecture that accepts everything, and a town of which only paper and at most 30 % is."""
    prefecture, town = [
        await made.create("Obligee", name=name, title=f"{name}{title}", prefecture="栃木県")
        for name, title in (("見本県", "知事"), ("見本町", "長"))
    ]
    await made.join("keiyaku@pref.example.jp", "OBLIGEE", organisationId=prefecture["id"])
    await made.join("keiyaku@town.example.jp", "OBLIGEE", organisationId=town["id"])
    for title in ("見本県知事", OFFICER):
        await made.create("ContractingOfficer", as_="keiyaku@pref.example.jp", title=title)
    day = TODAY.isoformat()
    office = {"name": "契約課", "kind": "PERFORMANCE", "noticeAddresses": ["keiyaku@pref.example.jp"]}
    await made.set_rules(
        prefecture["id"],
        as_="keiyaku@pref.example.jp",
        today=day,
        limits={},
        acceptances=rules.of_every_kind(**{"from": day}),
        offices=[office],
    )
    await made.set_rules(
        town["id"], as_="operator", today=day, limits={"advancePaymentRatio": 0.3}, acceptances=[], offices=[]
    )
    return prefecture, town


def form(obligee: dict[str, Any], branch: dict[str, Any], *guarantees: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An application of the joint venture."""
    ends = (TODAY + datetime.timedelta(days=300)).isoformat()
    contract = {
        "obligeeId": obligee["id"],
        "projectName": "見本川橋りょう整備工事",
        "contractType": "WORKS",
        "contractPrice": 50_000_000,
        "contractDate": TODAY.isoformat(),
        "periodFrom": TODAY.isoformat(),
        "periodTo": ends,
        "jointVentureName": "○○・△△特定建設工事共同企業体",
        "jointVentureParties": [
            {"name": LEAD, "sharePercent": 60},
            {"name": PARTNER, "corporateNumber": registers.NUMBER, "sharePercent": 40},
        ],
        "isAnother": True,
    } | more
    return {
        "contract": contract,
        "guarantees": list(guarantees),
        "submissionBranchId": branch["id"],
        "notifyOnCompletion": False,
    }


async def issued(api: Api, given: dict[str, Any], *, contractor: str, staff: str) -> list[dict[str, Any]]:
    """Applied for, reviewed and issued."""
    answer = (await api.data(api_calls.APPLY, as_=contractor, input=given))["applyForGuarantees"]
    assert answer["__typename"] == "ApplicationSubmitted", answer
    found: list[dict[str, Any]] = []
    for guarantee in answer["application"]["guarantees"]:
        id_ = {"guaranteeId": guarantee["id"]}
        begun = (await api.data(operations.START_REVIEW, as_=staff, input=id_))["startReview"]
        assert begun["__typename"] == "ReviewStarted", begun
        approved = (await api.data(api_calls.APPROVE, as_=staff, input=id_))["approveGuarantee"]
        assert approved["__typename"] == "GuaranteeApproved", approved
        done = (await api.data(api_calls.ISSUE, as_=staff, input=id_))["issueGuarantee"]
        assert done["__typename"] == "GuaranteeIssued", done
        found.append(done["guarantee"])
    return found


async def singly(made: Organisations, given: dict[str, Any]) -> None:
    """The first guarantee of a contractor, whose fee is paid by itself before the issue."""
    answer = (await made.api.data(api_calls.APPLY, as_=CONTRACTOR, input=given))["applyForGuarantees"]
    assert answer["__typename"] == "ApplicationSubmitted", answer
    (guarantee,) = answer["application"]["guarantees"]
    id_ = {"guaranteeId": guarantee["id"]}
    approved = (await made.api.data(api_calls.APPROVE, as_=f"staff@{FIRST}", input=id_))["approveGuarantee"]
    assert approved["guarantee"]["status"] == "AWAITING_FEE"
    refused = (await made.api.data(api_calls.ISSUE, as_=f"staff@{FIRST}", input=id_))["issueGuarantee"]
    assert refused["__typename"] == "FeeNotReceived"
    paid = await made.api.data(operations.PAY, as_=f"staff@{FIRST}", input=id_ | {"paidOn": TODAY.isoformat()})
    assert paid["recordFeePayment"]["__typename"] == "FeePaymentRecorded", paid
    done = (await made.api.data(api_calls.ISSUE, as_=f"staff@{FIRST}", input=id_))["issueGuarantee"]
    assert done["__typename"] == "GuaranteeIssued", done


async def looked_up(api: Api, guarantee_id: str) -> None:
    """By the obligee with number and key, and by the other member of the joint venture without the key."""
    own = (await api.data(operations.GUARANTEE, as_=CONTRACTOR, id=guarantee_id))["node"]
    given = {"number": own["number"], "key": own["authKey"]}
    certificate = (await api.data(operations.LOOK_UP, as_="keiyaku@pref.example.jp", **given))["certificate"]
    assert (certificate["validity"]["isValid"], certificate["obligeeTitle"]) == (True, OFFICER)
    assert [each["name"] for each in certificate["jointVentureMembers"]] == [LEAD, PARTNER]
    along = await api.data(operations.GUARANTEE, as_="soumu@partner.example.jp", id=guarantee_id)
    assert (along["node"]["number"], along["node"]["authKey"]) == (given["number"], None)


async def bill_the_month(settings: dict[str, object]) -> None:
    """As if the next month had begun: its bills are made, and printed."""
    owner = await asyncpg.connect(str(settings["MIGRATION_DATABASE_URL"]))
    await owner.execute(A_MONTH_LATER)

    async def is_made() -> bool:
        return await owner.fetchval("SELECT bool_and(state = 'MADE') FROM document WHERE kind = 'MONTHLY_BILL'") is True

    with working(settings):  # a worker that starts looks for ended months at once
        await wait_until(is_made)
    await owner.close()


async def test_from_an_empty_database_to_a_paid_bill(
    organisations: tuple[Organisations, dict[str, object]],
) -> None:
    (made, settings), day = organisations, TODAY.isoformat()
    api = made.api
    _, branch = await made.surety("第一保証株式会社", "栃木支店", code="310", domain=FIRST)
    await made.surety("第二保証株式会社", "大阪支店", code="520", domain=SECOND)
    for domain in (FIRST, SECOND):
        await made.set_rates(as_=f"admin@{domain}", today=day)
    prefecture, town = await obligees(made)
    officers = (await api.data(OFFICERS, id=prefecture["id"]))["node"]["contractingOfficers"]
    named = {"contractingOfficerId": {each["title"]: each["id"] for each in officers}[OFFICER]}
    lead, partner = [
        await made.create("Contractor", name=name, address="栃木県宇都宮市見本町1-1", **number)
        for name, number in ((LEAD, {}), (PARTNER, {"corporateNumber": registers.NUMBER}))
    ]
    await made.join(CONTRACTOR, "CONTRACTOR", organisationId=lead["id"])
    await made.join("soumu@partner.example.jp", "CONTRACTOR", organisationId=partner["id"])
    await singly(made, form(prefecture, branch, api_calls.performance_input(feePaymentMethod="SINGLE"), **named))
    await made.allow_monthly(lead["id"], as_=f"admin@{FIRST}", today=day)

    monthly = {"feePaymentMethod": "MONTHLY_CONSOLIDATED", "billTo": LEAD}
    both = api_calls.advance_input(**monthly), api_calls.performance_input(**monthly)
    wanted = form(prefecture, branch, *both, **named)
    above = api_calls.advance_input(medium="PAPER", amount=15_000_001, **monthly)
    refused = (await api.data(api_calls.APPLY, as_=CONTRACTOR, input=form(town, branch, above)))["applyForGuarantees"]
    assert [each["path"][-1] for each in refused["problems"]] == ["amount"], "at most 30 %"
    guarantees = await issued(api, wanted, contractor=CONTRACTOR, staff=f"staff@{FIRST}")

    await looked_up(api, guarantees[0]["id"])
    await bill_the_month(settings)
    ((bill,), _) = await bills(api, CONTRACTOR)
    assert len(bill["items"]) == 2
    paid = await record(api, bill, as_=f"staff@{FIRST}", amount=bill["total"])
    assert paid["bill"]["balance"] == 0

    seen = await api.data(EVERYTHING, as_=f"staff@{SECOND}")
    assert [name for name, page in seen.items() if page["edges"]] == []
    assert (await api.data(operations.GUARANTEE, as_=f"staff@{SECOND}", id=guarantees[0]["id"]))["node"] is None
    assert (await api.data(EVERYTHING, as_=f"staff@{FIRST}"))["guarantees"]["edges"]
