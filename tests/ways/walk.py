"""One way from application to the last look, through HTTP alone, as contractor, surety, obligee and e-contract system.

Each step takes what the step before it answered, as a client does, and asserts what its user sees.
"""

import datetime
import json
import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any, cast

import httpx

from models.numbering import JAPAN
from tests import acts
from tests.conftest import EMAILS, Api
from tests.mails import until
from tests.mailservers import Accepted, MailServer
from tests.multipart import PREFLIGHT
from tests.pdf.readers import by_pypdf, closed_up
from tests.ways import queries
from tests.ways.forms import application_of, contract_of, guarantee_of
from tests.ways.reading import plain
from tests.ways.table import Way

PEOPLE = {"栃木県": "obligee", "富士市": "city"}
"""The sample's officials: which obligee has an account, and its name."""
KINDS = {
    "advance": ["ADVANCE_PAYMENT"],
    "performance": ["PERFORMANCE"],
    "both": ["ADVANCE_PAYMENT", "PERFORMANCE"],
    "intermediate": ["INTERMEDIATE_ADVANCE_PAYMENT"],
}
TRIES = 5
"""Of a file: on a machine with much else to do, reading it may take longer than it may."""
REASON = "工事名が契約書と異なります。\n訂正のうえ、再度ご提出ください。"


@dataclass
class Walk:
    """A way with what has come of it so far."""

    way: Way
    api: Api
    mails: MailServer
    obligee_id: str
    branch_id: str
    contractor: dict[str, Any]
    serial: int
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(JAPAN).date())
    contract: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def official(self) -> str:
        """Who looks certificates up for the obligee: a person where the sample has one, else its system."""
        return PEOPLE.get(self.way.obligee, self.system)

    @property
    def system(self) -> str:
        """The e-contract system that acts for the obligee, by the name of its token."""
        return f"system of {self.way.obligee}"

    @property
    def email(self) -> str:
        """Where mails about this application go."""
        return f"way{self.serial}@contractor.example.jp" if self.way.notify == "yes" else EMAILS["contractor"]

    async def run(self) -> None:
        """All of it."""
        medium = await self._medium()
        given: dict[str, Any] = {"contract": self.contract}
        if self.way.kinds == "intermediate":
            advance = await self._issued({"contract": self.contract}, ["ADVANCE_PAYMENT"], medium)
            given = {"contractId": advance[0]["contract"]["id"]}
        elif self.way.contract == "registered":
            given = {"contractId": await self._registered()}
        for guarantee in await self._issued(given, KINDS[self.way.kinds], medium):
            await self._documents(guarantee)
            if medium == "ELECTRONIC":
                await self._hand_over(guarantee)
            else:
                await self._stay_on_paper(guarantee)
            await self._csv(guarantee)

    async def _medium(self) -> str:
        """On paper where it has to be: what an obligee does not accept is refused, and tells from when it does."""
        self.contract = contract_of(
            self.way,
            obligee_id=self.obligee_id,
            lead=self.contractor["name"],
            serial=self.serial,
            today=self.today,
        )
        if self.way.handover == "paper":
            return "PAPER"
        since = await self._accepted_from()
        if since is not None and since <= self.contract["contractDate"]:
            return "ELECTRONIC"
        kind = "ADVANCE_PAYMENT" if self.way.kinds == "intermediate" else KINDS[self.way.kinds][0]
        refused = await self._apply({"contract": self.contract}, [kind], "ELECTRONIC")
        assert refused["__typename"] == "ObligeeDoesNotAcceptElectronic", refused
        assert refused["acceptedFrom"] == since
        return "PAPER"

    async def _accepted_from(self) -> str | None:
        node = (await self.api.data(queries.ACCEPTANCES, id=self.obligee_id))["node"]
        return min((acceptance["from"] for acceptance in node["acceptances"]), default=None)

    async def _apply(self, contract: dict[str, Any], kinds: list[str], medium: str) -> dict[str, Any]:
        guarantees = [guarantee_of(self.way, kind, medium=medium, today=self.today) for kind in kinds]
        form = application_of(self.way, guarantees, branch_id=self.branch_id, email=self.email)
        return (await self.api.data(acts.APPLY, as_="contractor", input=form | contract))["applyForGuarantees"]

    async def _registered(self) -> str:
        """The contract of an application that was withdrawn."""
        answer = await self._apply({"contract": self.contract}, ["PERFORMANCE"], "PAPER")
        assert answer["__typename"] == "ApplicationSubmitted", answer
        application = answer["application"]
        gone = await self.api.data(queries.WITHDRAW, as_="contractor", input={"applicationId": application["id"]})
        assert gone["withdrawApplication"]["__typename"] == "ApplicationWithdrawn", gone
        again = await self._apply({"contract": self.contract}, ["PERFORMANCE"], "PAPER")
        assert again["__typename"] == "ContractAlreadyRegistered", again
        return application["contract"]["id"]

    async def _issued(self, contract: dict[str, Any], kinds: list[str], medium: str) -> list[dict[str, Any]]:
        """Applied for, approved, paid and issued; the guarantees as the contractor sees them then."""
        answer = await self._apply(contract, kinds, medium)
        assert answer["__typename"] == "ApplicationSubmitted", answer
        issued: list[dict[str, Any]] = []
        for applied in answer["application"]["guarantees"]:
            await acts.approve(self.api, applied["id"])
            if self.way.fee == "SINGLE":
                await self._pay(applied["id"])
            payload = await acts.issue(self.api, applied["id"])
            assert payload["certificate"]["guaranteeNumber"] == payload["guarantee"]["number"]
            issued.append(await self._seen(applied["id"]))
        await self._told(issued)
        return issued

    async def _pay(self, guarantee_id: str) -> None:
        """No certificate before the fee; the request for it says what is to be paid, until when and where to."""
        early = (await self.api.data(acts.ISSUE, as_="surety", input={"guaranteeId": guarantee_id}))["issueGuarantee"]
        assert early["__typename"] == "FeeNotReceived", early
        (statement,) = (await self._seen(guarantee_id))["feeStatements"]
        await self._mail(
            self.email, "保証料お支払いのお願い", self.contract["projectName"][:8], f"{statement['fee']:,}円"
        )
        given = {"guaranteeId": guarantee_id, "paidOn": self.today.isoformat()}
        paid = (await self.api.data(queries.PAY, as_="surety", input=given))["recordFeePayment"]
        assert paid["__typename"] == "FeePaymentRecorded", paid

    async def _seen(self, guarantee_id: str) -> dict[str, Any]:
        return (await self.api.data(queries.GUARANTEE, as_="contractor", id=guarantee_id))["node"]

    async def _told(self, issued: list[dict[str, Any]]) -> None:
        """The completion mail comes for each electronic one, with its number and never with its key; or for none."""
        for guarantee in issued if self.way.notify == "yes" else []:
            if guarantee["medium"] == "PAPER":  # the mail tells of the key
                continue
            mail = await self._mail(self.email, guarantee["number"], "発行完了")
            assert plain(self.contract["projectName"]) in plain(mail)
            assert guarantee["authKey"] is None or guarantee["authKey"] not in mail

    async def _mail(self, recipient: str, *words: str) -> str:
        """The text of the mail to somebody that has all these words; waits until it comes."""
        found: list[str] = []

        async def has_come() -> bool:
            texts = [_text(mail) for mail in self.mails.accepted if mail.recipient == recipient]
            found[:] = [text for text in texts if all(word in text for word in words)]
            return bool(found)

        await until(has_come)
        return found[0]

    async def _documents(self, guarantee: dict[str, Any]) -> None:
        """Certificate, statement and notice can be downloaded and read, and say what was applied for."""
        (statement,) = guarantee["feeStatements"]
        names = {"certificate": guarantee["certificate"]["document"], "statement": statement["document"]}
        if guarantee["medium"] == "ELECTRONIC":
            names["notice"] = guarantee["keyNotice"]
        for name, document in names.items():
            text = closed_up(by_pypdf(await self._download(document)))
            if name == "statement":
                # What is paid before the issue is stated before there is a number.
                assert (guarantee["number"] in text) == (self.way.fee == "MONTHLY_CONSOLIDATED")
                assert f"{statement['fee']:,}円" in text
            else:
                assert guarantee["number"] in text, name
                assert plain(self.contract["projectName"]) in plain(text), name
            if name == "notice":
                assert guarantee["authKey"] in text

    async def _download(self, document: dict[str, Any]) -> bytes:
        answer = await self.api.http.get(httpx.URL(document["url"]).raw_path.decode())
        assert answer.status_code == 200, answer.text
        assert len(answer.content) == document["bytes"]
        return answer.content

    async def _look_up(self, as_: str, number: str, key: str) -> dict[str, Any] | None:
        return (await self.api.data(queries.LOOK_UP, as_=as_, number=number, key=key))["certificate"]

    async def _hand_over(self, guarantee: dict[str, Any]) -> None:
        """Key notice to the obligee, looked up, compared, returned, handed over again, accepted, verified."""
        number, key = guarantee["number"], guarantee["authKey"]
        notice = await self._download(guarantee["keyNotice"])
        assert await self._look_up(self.system, number, key[:-1] + ("a" if key[-1] != "a" else "b")) is None
        await self._send(guarantee, notice)
        certificate = await self._look_up(self.official, number, key)
        assert certificate is not None
        self._certifies(certificate, guarantee)
        await self._compare(certificate, guarantee, key)
        await self._page(number, key)
        await self._give_back(number, key, guarantee["id"])
        await self._send(guarantee, notice)
        accepted = await self.api.data(queries.ACCEPT, as_=self.official, input=_key_input(number, key))
        assert accepted["acceptCertificate"]["__typename"] == "CertificateAccepted", accepted
        handovers = (await self._seen(guarantee["id"]))["handovers"]
        assert [(each["status"], each["reason"]) for each in handovers] == [("RETURNED", REASON), ("ACCEPTED", None)]
        await self._verify(await self._download(certificate["document"]), "GENUINE")

    async def _send(self, guarantee: dict[str, Any], notice: bytes) -> None:
        """By upload, or by mail; the same the second time."""
        if self.way.handover == "upload":
            answer = await self._upload(notice)
            assert answer["__typename"] == "NoticeFiled", answer
            assert answer["certificate"]["guaranteeNumber"] == guarantee["number"]
            assert answer["handover"]["channel"] == "E_CONTRACT_SYSTEM"
        else:
            before = len(self._notices(guarantee["number"]))
            given = {"guaranteeId": guarantee["id"], "to": "keiyaku@obligee.example.jp"}
            sent = (await self.api.data(acts.SEND_NOTICE, as_="contractor", input=given))["sendNotice"]
            assert sent["__typename"] == "NoticeSent", sent

            async def has_come() -> bool:
                return len(self._notices(guarantee["number"])) == before + 1

            await until(has_come)
        handover = (await self._seen(guarantee["id"]))["handover"]
        assert (handover["status"], handover["reason"]) == ("SENT", None)

    def _notices(self, number: str) -> list[Accepted]:
        """Mails with the key notice of this guarantee."""
        mails = [mail for mail in self.mails.accepted if mail.recipient == "keiyaku@obligee.example.jp"]
        return [mail for mail in mails if number in _text(mail)]

    async def _upload(self, file: bytes) -> dict[str, Any]:
        return (await self._with_file(queries.UPLOAD, {"input": {"file": None}}, "input.file", file, self.system))[
            "uploadNotice"
        ]

    async def _verify(self, document: bytes, verdict: str) -> None:
        found = await self._with_file(queries.VERIFY, {"file": None}, "file", document, self.system)
        assert found["verifyDocument"]["verdict"] == verdict, found
        assert found["verifyDocument"]["validity"]["isValid"] == (verdict == "GENUINE")

    async def _with_file(
        self, query: str, variables: dict[str, Any], place: str, file: bytes, as_: str
    ) -> dict[str, Any]:
        parts = [
            ("operations", (None, json.dumps({"query": query, "variables": variables}))),
            ("map", (None, json.dumps({"0": [f"variables.{place}"]}))),
            ("0", ("お知らせ.pdf", file, "application/pdf")),
        ]
        headers = PREFLIGHT | {"Authorization": f"Bearer {await self.api.token(as_)}"}
        answer: dict[str, Any] = {}
        for _ in range(TRIES):
            answer = (await self.api.http.post("/graphql", files=parts, headers=headers)).json()
            if "errors" not in answer or answer["errors"][0]["extensions"]["code"] != "FILE_NOT_EXAMINED":
                break
        assert "errors" not in answer, answer
        return answer["data"]

    def _certifies(self, certificate: dict[str, Any], guarantee: dict[str, Any]) -> None:
        """What the obligee reads is what was applied for."""
        given = {name: self.contract[name] for name in ("contractDate", "contractPrice", "periodFrom", "periodTo")}
        said = {name: certificate[name] for name in given}
        assert said == given
        assert certificate["amount"] == guarantee["amount"]
        assert (certificate["validity"]["isValid"], len(certificate["jointVentureMembers"])) == (
            True,
            int(self.way.members),
        )
        assert plain(certificate["projectName"]) == plain(self.contract["projectName"])
        assert certificate["principalName"] == self.contractor["name"]
        assert plain(certificate["jointVentureName"] or "") == plain(self.contract.get("jointVentureName", ""))

    async def _compare(self, certificate: dict[str, Any], guarantee: dict[str, Any], key: str) -> None:
        """Against the obligee's own records, in another width."""
        expected = {
            "principalName": self.contractor["name"].replace(" ", ""),
            "projectName": self.contract["projectName"],
            "contractPrice": self.contract["contractPrice"],
            "minimumAmount": certificate["amount"],
            "contractDate": self.contract["contractDate"],
            "periodTo": self.contract["periodTo"],
        }
        given = {"number": guarantee["number"], "key": key, "expected": expected}
        compared = (await self.api.data(queries.COMPARE, as_=self.official, **given))["certificate"]["compare"]
        assert {field["field"]: field["matches"] for field in compared} == dict.fromkeys(expected, True)

    async def _page(self, number: str, key: str) -> None:
        """`/verify`, where the QR code leads, for an official in a browser."""
        name = PEOPLE.get(self.way.obligee)
        if name is None:
            return
        async with httpx.AsyncClient(base_url=self.api.http.base_url, timeout=60, follow_redirects=True) as browser:
            signed_in = await browser.post(
                "/verify/sign-in", data={"email": EMAILS[name], "password": queries.PASSWORD, "number": number}
            )
            assert signed_in.status_code == 200, signed_in.text
            shown = await browser.post("/verify", data={"number": f"　{number} ", "key": key})
        assert shown.status_code == 200, shown.text
        assert number in shown.text
        assert "現在有効な" in shown.text
        assert plain(self.contract["projectName"]) in plain(shown.text)
        assert key not in shown.text

    async def _give_back(self, number: str, key: str, guarantee_id: str) -> None:
        """The contractor learns why, on the desk and by mail."""
        given = _key_input(number, key) | {"reason": REASON}
        answer = (await self.api.data(queries.RETURN, as_=self.official, input=given))["returnCertificate"]
        assert answer["__typename"] == "CertificateReturned", answer
        handover = (await self._seen(guarantee_id))["handover"]
        assert (handover["status"], handover["reason"]) == ("RETURNED", REASON)
        await self._mail(self.email, number, REASON.splitlines()[0])

    async def _stay_on_paper(self, guarantee: dict[str, Any]) -> None:
        """No key, nothing to hand over here, and a copy that is not the original."""
        assert (guarantee["authKey"], guarantee["keyNotice"]) == (None, None)
        assert await self._look_up(self.system, guarantee["number"], "a" * 12) is None
        sent = await self.api.data(
            acts.SEND_NOTICE,
            as_="contractor",
            input={"guaranteeId": guarantee["id"], "to": "keiyaku@obligee.example.jp"},
        )
        assert sent["sendNotice"]["__typename"] == "WrongState", sent
        await self._verify(await self._download(guarantee["certificate"]["document"]), "COPY")

    async def _csv(self, guarantee: dict[str, Any]) -> None:
        """The contractor's list for spreadsheets has the certificate in one line."""
        link = (await self.api.data(queries.CSV, as_="contractor", search=guarantee["number"]))["certificatesCsv"]
        answer = await self.api.http.get(httpx.URL(link["url"]).raw_path.decode())
        assert answer.status_code == 200
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert guarantee["number"] in lines[1]
        assert re.search(rf"\b{guarantee['amount']}\b", lines[1])


def _key_input(number: str, key: str) -> dict[str, str]:
    return {"guaranteeNumber": number, "authKey": key}


def _text(mail: Accepted) -> str:
    """Subject and plain text."""
    read = message_from_bytes(mail.content, policy=policy.default)
    body = read.get_body(("plain",))
    return f"{read['Subject']}\n{cast('Any', body).get_content()}"
