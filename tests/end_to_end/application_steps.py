"""Steps of a scenario up to the issue and its documents, over HTTP only, as contractor and surety."""

import datetime
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any, cast

import httpx

from models.numbering import JAPAN
from tests.conftest import EMAILS, Api
from tests.end_to_end import operations, review_steps
from tests.end_to_end.attachment_steps import attach_and_read
from tests.end_to_end.form_values import (
    ADDRESS,
    LONGEST_NAME,
    application_of,
    base_of,
    bill_to_of,
    contract_of,
    department_of,
    guarantee_of,
)
from tests.end_to_end.plain_text import plain
from tests.end_to_end.scenarios import Scenario
from tests.support import api_calls
from tests.support.applying.bill_tos import saved
from tests.support.mails import wait_until
from tests.support.servers.smtp_servers import Accepted, MailServer

PEOPLE = {"栃木県": "obligee", "富士市": "city"}
"""The sample's officials: the obligees with an account, and its name."""
KINDS = {
    "advance": ["ADVANCE_PAYMENT"],
    "performance": ["PERFORMANCE"],
    "both": ["ADVANCE_PAYMENT", "PERFORMANCE"],
    "intermediate": ["INTERMEDIATE_ADVANCE_PAYMENT"],
}


@dataclass
class ApplicationSteps:
    """A scenario and its results up to the issue."""

    scenario: Scenario
    api: Api
    mails: MailServer
    obligee: dict[str, Any]
    branch_id: str
    contractor: dict[str, Any]
    serial: int
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(JAPAN).date())
    contract: dict[str, Any] = field(default_factory=dict[str, Any])
    is_second_year: bool = False
    bill_to_id: str | None = None

    @property
    def official(self) -> str:
        """The account that looks certificates up for the obligee: a person if the sample has one, else its system."""
        return PEOPLE.get(self.scenario.obligee, self.system)

    @property
    def system(self) -> str:
        """The e-contract system that acts for the obligee, by the name of its token."""
        return f"system of {self.scenario.obligee}"

    @property
    def email(self) -> str:
        """The address for mails about this application."""
        return f"scenario{self.serial}@contractor.example.jp" if self.scenario.notify == "yes" else EMAILS["contractor"]

    @property
    def branch_email(self) -> str:
        """The address at which the branch is told of this application."""
        return f"branch{self.serial}@surety.example.jp"

    async def _medium(self) -> str:
        """On paper if necessary: an unaccepted form is refused, and the refusal says from when it is accepted."""
        self.contract = contract_of(
            self.scenario,
            obligee_id=self.obligee["id"],
            lead=self.contractor["name"],
            serial=self.serial,
            today=self.today,
        )
        officers = self.obligee["contractingOfficers"]
        if len(officers) > 1 or (officers and self.scenario.officer == "named"):
            self.contract["contractingOfficerId"] = officers[-1]["id"]
        if self.scenario.handover == "paper":
            return "PAPER"
        since = await self._accepted_from()
        if since is not None and since <= self.contract["contractDate"]:
            return "ELECTRONIC"
        kind = "ADVANCE_PAYMENT" if self.scenario.kinds == "intermediate" else KINDS[self.scenario.kinds][0]
        refused = await self._apply({"contract": self.contract}, [kind], "ELECTRONIC")
        assert refused["__typename"] == "ObligeeDoesNotAcceptElectronic", refused
        assert refused["acceptedFrom"] == since
        return "PAPER"

    async def _accepted_from(self) -> str | None:
        node = (await self.api.data(operations.ACCEPTANCES, id=self.obligee["id"]))["node"]
        return min((acceptance["from"] for acceptance in node["acceptances"]), default=None)

    async def _apply(self, contract: dict[str, Any], kinds: list[str], medium: str) -> dict[str, Any]:
        guarantees = [
            guarantee_of(self.scenario, kind, medium=medium, today=self.today) | await self._bill_to() for kind in kinds
        ]
        form = application_of(self.scenario, guarantees, branch_id=self.branch_id, email=self.email)
        form |= base_of(self.scenario, self.contract, self.today, is_second=self.is_second_year)
        return (await self.api.data(api_calls.APPLY, as_="contractor", input=form | contract))["applyForGuarantees"]

    async def _bill_to(self) -> dict[str, Any]:
        """Instead of the text, an entry of the contractor's register."""
        if self.scenario.bill_to == "text":
            return {}
        if self.bill_to_id is None:
            name, department = bill_to_of(self.scenario), department_of(self.serial)
            self.bill_to_id = (await saved(self.api, name=name, department=department, address=ADDRESS))["id"]
        return {"billTo": None, "billToId": self.bill_to_id}

    async def _registered(self) -> str:
        """The contract of a withdrawn application."""
        answer = await self._apply({"contract": self._as_entered()}, ["PERFORMANCE"], "PAPER")
        assert answer["__typename"] == "ApplicationSubmitted", answer
        application = answer["application"]
        gone = await self.api.data(operations.WITHDRAW, as_="contractor", input={"applicationId": application["id"]})
        assert gone["withdrawApplication"]["__typename"] == "ApplicationWithdrawn", gone
        await self._mend(application["contract"]["id"])
        again = await self._apply({"contract": self.contract}, ["PERFORMANCE"], "PAPER")
        assert again["__typename"] == "ContractAlreadyRegistered", again
        return application["contract"]["id"]

    async def _issued(self, contract: dict[str, Any], kinds: list[str], medium: str) -> list[dict[str, Any]]:
        """Applied for, approved, paid and issued; the guarantees as the contractor then sees them."""
        await review_steps.choose_mails(
            self.api, self.scenario, branch_id=self.branch_id, email=self.branch_email, serial=self.serial
        )
        is_new = "contract" in contract
        answer = await self._apply({"contract": self._as_entered()} if is_new else contract, kinds, medium)
        assert answer["__typename"] == "ApplicationSubmitted", answer
        if is_new:
            await self._mend_in_review(answer["application"])
        await self._mail(self.email, "保証申込み受付", self.contract["projectName"][:8])
        await self._told_branch(answer["application"]["id"])
        await attach_and_read(self.api, answer["application"]["id"], self.scenario.attachment)
        issued: list[dict[str, Any]] = []
        for applied in answer["application"]["guarantees"]:
            await review_steps.review(self.api, self.scenario, applied["id"])
            if self.scenario.fee == "SINGLE":
                await self._pay(applied["id"])
            payload = await api_calls.issue(self.api, applied["id"])
            assert payload["certificate"]["guaranteeNumber"] == payload["guarantee"]["number"]
            issued.append(await self._seen(applied["id"]))
        await self._told(issued)
        return issued

    async def _told_branch(self, application_id: str) -> None:
        """At once, or later in the digest; the work list has it either way."""
        assert await review_steps.waits(self.api, application_id, branch_id=self.branch_id)
        is_told = await review_steps.was_told_at_once(self.api, self.branch_email)
        assert is_told == (self.scenario.branch_mails == "IMMEDIATE")
        if is_told:
            await self._mail(self.branch_email, "保証申込みの受付", self.contract["projectName"][:8])

    @property
    def title(self) -> str:
        """被保証者: the officer that was named, or the only one, or the obligee itself."""
        officers = {officer["id"]: officer["title"] for officer in self.obligee["contractingOfficers"]}
        named = self.contract.get("contractingOfficerId")
        return officers[named] if named else next(iter(officers.values()), self.obligee["title"])

    def _as_entered(self) -> dict[str, Any]:
        """The contract as it is applied for: with an error in its name, if it is to be mended."""
        if self.scenario.mended == "no":
            return self.contract
        return self.contract | {"projectName": f"誤{self.contract['projectName']}"[:LONGEST_NAME]}

    async def _mend_in_review(self, application: dict[str, Any]) -> None:
        """The contractor after a return, sending it again; the surety while it is in review."""
        for guarantee in application["guarantees"] if self.scenario.mended == "contractor" else []:
            given = {"guaranteeId": guarantee["id"], "reason": "工事名をご確認ください。"}
            returned = (await self.api.data(operations.SEND_BACK, as_="surety", input=given))["returnGuarantee"]
            assert returned["__typename"] == "GuaranteeReturned", returned
        await self._mend(application["contract"]["id"])
        if self.scenario.mended == "contractor":
            sent = await self.api.data(
                operations.SEND_AGAIN, as_="contractor", input={"applicationId": application["id"]}
            )
            assert sent["submitApplication"]["__typename"] == "ApplicationSubmitted", sent

    async def _mend(self, contract_id: str) -> None:
        """Its name, as it should have been entered."""
        if self.scenario.mended == "no":
            return
        given: dict[str, Any] = {"contractId": contract_id, "version": 1, "projectName": self.contract["projectName"]}
        given |= {"reason": "契約書の写しと異なるため"} if self.scenario.mended == "surety" else {}
        mended = (await self.api.data(operations.MEND, as_=self.scenario.mended, input=given))["changeContract"]
        assert mended["__typename"] == "ContractChanged", mended
        assert mended["contract"]["changes"] == [{"role": self.scenario.mended.upper()}]

    async def _pay(self, guarantee_id: str) -> None:
        """No certificate before the fee; the fee request states the amount, the due date and the account."""
        early = (await self.api.data(api_calls.ISSUE, as_="surety", input={"guaranteeId": guarantee_id}))[
            "issueGuarantee"
        ]
        assert early["__typename"] == "FeeNotReceived", early
        (statement,) = (await self._seen(guarantee_id))["feeStatements"]
        await self._mail(
            self.email, "保証料お支払いのお願い", self.contract["projectName"][:8], f"{statement['fee']:,}円"
        )
        given = {"guaranteeId": guarantee_id, "paidOn": self.today.isoformat()}
        paid = (await self.api.data(operations.PAY, as_="surety", input=given))["recordFeePayment"]
        assert paid["__typename"] == "FeePaymentRecorded", paid

    async def _seen(self, guarantee_id: str) -> dict[str, Any]:
        return (await self.api.data(operations.GUARANTEE, as_="contractor", id=guarantee_id))["node"]

    async def _told(self, issued: list[dict[str, Any]]) -> None:
        """An electronic guarantee gets a completion mail with its number and never its key; a paper one gets none."""
        for guarantee in issued if self.scenario.notify == "yes" else []:
            if guarantee["medium"] == "PAPER":  # the mail mentions the key
                continue
            mail = await self._mail(self.email, guarantee["number"], "発行完了")
            assert plain(self.contract["projectName"]) in plain(mail)
            assert guarantee["authKey"] is None or guarantee["authKey"] not in mail

    async def _mail(self, recipient: str, *words: str) -> str:
        """The text of a mail to the recipient that contains all these words; waits for it."""
        found: list[str] = []

        async def has_come() -> bool:
            texts = [text_of(mail) for mail in self.mails.accepted if mail.recipient == recipient]
            found[:] = [text for text in texts if all(word in text for word in words)]
            return bool(found)

        await wait_until(has_come)
        return found[0]

    async def _download(self, document: dict[str, Any]) -> bytes:
        answer = await self.api.http.get(httpx.URL(document["url"]).raw_path.decode())
        assert answer.status_code == 200, answer.text
        assert len(answer.content) == document["bytes"]
        return answer.content


def text_of(mail: Accepted) -> str:
    """Subject and plain text."""
    read = message_from_bytes(mail.content, policy=policy.default)
    body = read.get_body(("plain",))
    return f"{read['Subject']}\n{cast('Any', body).get_content()}"
