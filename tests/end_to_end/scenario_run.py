"""One scenario from application to the last look-up, over HTTP only, as every kind of user sees it.

Each step uses the response of the previous step, as a client does, and asserts what its user sees.
"""

import json
import re
from typing import Any

import httpx

from tests.conftest import EMAILS
from tests.end_to_end import form_values, operations, rules_steps
from tests.end_to_end.after_issue_steps import AfterIssueSteps
from tests.end_to_end.application_steps import KINDS, PEOPLE, ApplicationSteps, text_of
from tests.end_to_end.fee_steps import accounted
from tests.end_to_end.form_values import ADDRESS, application_of, base_of, department_of, guarantee_of, lasts_longer
from tests.end_to_end.joint_steps import read_along
from tests.end_to_end.plain_text import plain
from tests.support import api_calls
from tests.support.mails import wait_until
from tests.support.multipart import PREFLIGHT
from tests.support.pdf.readers import by_pypdf, closed_up
from tests.support.servers.smtp_servers import Accepted

TRIES = 5
"""Of a file: on a busy machine, reading may exceed its time limit."""
REASON = "工事名が契約書と異なります。\n訂正のうえ、再度ご提出ください。"


class ScenarioRun(ApplicationSteps):
    """All steps of a scenario."""

    async def run(self) -> None:
        """Run all steps."""
        medium = await self._medium()
        names = self.contract["projectName"], self._as_entered()["projectName"]
        await rules_steps.approve(self.api, self.scenario, self.contract, *names)
        given: dict[str, Any] = {"contract": self.contract}
        if self.scenario.base == "second_year" and lasts_longer(self.contract, self.today):
            given = await self._first_year(given, medium)
        if self.scenario.kinds == "intermediate":
            advance = await self._issued(given, ["ADVANCE_PAYMENT"], medium)
            given = {"contractId": advance[0]["contract"]["id"]}
        elif self.scenario.contract == "registered" and not self.is_second_year:
            given = {"contractId": await self._registered()}
        for guarantee in await self._issued(given, KINDS[self.scenario.kinds], medium):
            await self._documents(guarantee)
            if medium == "ELECTRONIC":
                await self._hand_over(guarantee)
            else:
                await self._stay_on_paper(guarantee)
            await self._csv(guarantee)
            await accounted(self.api, self.scenario, guarantee)
            await read_along(self.api, self.scenario, guarantee)
            await AfterIssueSteps(self.api, guarantee, self.official).run(self.scenario)

    async def _first_year(self, given: dict[str, Any], medium: str) -> dict[str, Any]:
        """The contract, which has an advance payment of this fiscal year: those that follow are of the next."""
        asked = guarantee_of(self.scenario, "ADVANCE_PAYMENT", medium=medium, today=self.today) | {"amount": 100_000}
        form = application_of(self.scenario, [asked], branch_id=self.branch_id, email=self.email)
        form |= base_of(self.scenario, self.contract, self.today, is_second=False)
        answer = (await self.api.data(api_calls.APPLY, as_="contractor", input=form | given))["applyForGuarantees"]
        assert answer["__typename"] == "ApplicationSubmitted", answer
        self.is_second_year = True
        return {"contractId": answer["application"]["contract"]["id"]}

    async def _documents(self, guarantee: dict[str, Any]) -> None:
        """Certificate, statement and notice can be downloaded and read, and state what was applied for."""
        (statement,) = guarantee["feeStatements"]
        names = {"certificate": guarantee["certificate"]["document"], "statement": statement["document"]}
        if guarantee["medium"] == "ELECTRONIC":
            names["notice"] = guarantee["keyNotice"]
        for name, document in names.items():
            text = closed_up(by_pypdf(await self._download(document)))
            if name == "statement":
                # A fee that is paid before the issue has a statement without a guarantee number.
                assert (guarantee["number"] in text) == (self.scenario.fee == "MONTHLY_CONSOLIDATED")
                assert f"{statement['fee']:,}円" in text
                is_registered = self.scenario.bill_to == "register"
                assert (closed_up(f"{department_of(self.serial)}　様") in text, closed_up(ADDRESS) in text) == (
                    is_registered,
                ) * 2
                assert ("保証証書受取" in text) == (guarantee["medium"] == "PAPER")
            else:
                assert guarantee["number"] in text, name
                assert plain(self.contract["projectName"]) in plain(text), name
            if name == "notice":
                assert guarantee["authKey"] in text

    async def _look_up(self, as_: str, number: str, key: str) -> dict[str, Any] | None:
        return (await self.api.data(operations.LOOK_UP, as_=as_, number=number, key=key))["certificate"]

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
        accepted = await self.api.data(operations.ACCEPT, as_=self.official, input=_key_input(number, key))
        assert accepted["acceptCertificate"]["__typename"] == "CertificateAccepted", accepted
        handovers = (await self._seen(guarantee["id"]))["handovers"]
        assert [(each["status"], each["reason"]) for each in handovers] == [("RETURNED", REASON), ("ACCEPTED", None)]
        await self._verify(await self._download(certificate["document"]), "GENUINE")

    async def _send(self, guarantee: dict[str, Any], notice: bytes) -> None:
        """By upload or by mail; a repetition gives the same result."""
        if self.scenario.handover == "upload":
            answer = await self._upload(notice)
            assert answer["__typename"] == "NoticeFiled", answer
            assert answer["certificate"]["guaranteeNumber"] == guarantee["number"]
            assert answer["handover"]["channel"] == "E_CONTRACT_SYSTEM"
        else:
            before = len(self._notices(guarantee["number"]))
            given = {"guaranteeId": guarantee["id"], "to": "keiyaku@obligee.example.jp"}
            sent = (await self.api.data(api_calls.SEND_NOTICE, as_="contractor", input=given))["sendNotice"]
            assert sent["__typename"] == "NoticeSent", sent

            async def has_come() -> bool:
                return len(self._notices(guarantee["number"])) == before + 1

            await wait_until(has_come)
        handover = (await self._seen(guarantee["id"]))["handover"]
        assert (handover["status"], handover["reason"]) == ("SENT", None)

    def _notices(self, number: str) -> list[Accepted]:
        """Mails with the key notice of this guarantee."""
        mails = [mail for mail in self.mails.accepted if mail.recipient == "keiyaku@obligee.example.jp"]
        return [mail for mail in mails if number in text_of(mail)]

    async def _upload(self, file: bytes) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        for _ in range(TRIES):
            given = {"input": {"file": None}}
            answer = (await self._with_file(operations.UPLOAD, given, "input.file", file, self.system))["uploadNotice"]
            if answer.get("reason") not in {"TOO_SLOW", "BUSY"}:
                break
        return answer

    async def _verify(self, document: bytes, verdict: str) -> None:
        found = await self._with_file(operations.VERIFY, {"file": None}, "file", document, self.system)
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
        """The obligee reads what was applied for."""
        given = {name: self.contract[name] for name in ("contractDate", "contractPrice", "periodFrom", "periodTo")}
        said = {name: certificate[name] for name in given}
        assert said == given
        assert certificate["amount"] == guarantee["amount"]
        assert (certificate["validity"]["isValid"], len(certificate["jointVentureMembers"])) == (
            True,
            form_values.count_of(self.scenario),
        )
        shares = [member["sharePercent"] for member in certificate["jointVentureMembers"]]
        assert round(sum(filter(None, shares)), 2) == (100 if form_values.is_known(self.scenario) else 0)
        assert plain(certificate["projectName"]) == plain(self.contract["projectName"])
        assert certificate["principalName"] == self.contractor["name"]
        assert certificate["obligeeTitle"] == self.title
        assert plain(certificate["jointVentureName"] or "") == plain(self.contract.get("jointVentureName", ""))

    async def _compare(self, certificate: dict[str, Any], guarantee: dict[str, Any], key: str) -> None:
        """Against the obligee's own records, in another character width."""
        expected = {
            "principalName": self.contractor["name"].replace(" ", ""),
            "projectName": self.contract["projectName"],
            "contractPrice": self.contract["contractPrice"],
            "minimumAmount": certificate["amount"],
            "contractDate": self.contract["contractDate"],
            "periodTo": self.contract["periodTo"],
        }
        given = {"number": guarantee["number"], "key": key, "expected": expected}
        compared = (await self.api.data(operations.COMPARE, as_=self.official, **given))["certificate"]["compare"]
        assert {field["field"]: field["matches"] for field in compared} == dict.fromkeys(expected, True)

    async def _page(self, number: str, key: str) -> None:
        """`/verify`, the target of the QR code, for an official in a browser."""
        name = PEOPLE.get(self.scenario.obligee)
        if name is None:
            return
        async with httpx.AsyncClient(base_url=self.api.http.base_url, timeout=60, follow_redirects=True) as browser:
            to = {"to": f"/verify?number={number}"}
            form = {"email": EMAILS[name], "password": operations.PASSWORD}
            signed_in = await browser.post("/sign-in", data=form | to)
            assert signed_in.status_code == 200, signed_in.text
            shown = await browser.post("/verify", data={"number": f"　{number} ", "key": key})
        assert shown.status_code == 200, shown.text
        assert number in shown.text
        assert "現在有効な" in shown.text
        assert plain(self.contract["projectName"]) in plain(shown.text)
        assert key not in shown.text

    async def _give_back(self, number: str, key: str, guarantee_id: str) -> None:
        """The contractor sees the reason, on the desk and by mail."""
        given = _key_input(number, key) | {"reason": REASON}
        answer = (await self.api.data(operations.RETURN, as_=self.official, input=given))["returnCertificate"]
        assert answer["__typename"] == "CertificateReturned", answer
        handover = (await self._seen(guarantee_id))["handover"]
        assert (handover["status"], handover["reason"]) == ("RETURNED", REASON)
        await self._mail(self.email, number, REASON.splitlines()[0])

    async def _stay_on_paper(self, guarantee: dict[str, Any]) -> None:
        """No key, no hand-over here, and a copy that is not the original."""
        assert (guarantee["authKey"], guarantee["keyNotice"]) == (None, None)
        assert await self._look_up(self.system, guarantee["number"], "a" * 12) is None
        sent = await self.api.data(
            api_calls.SEND_NOTICE,
            as_="contractor",
            input={"guaranteeId": guarantee["id"], "to": "keiyaku@obligee.example.jp"},
        )
        assert sent["sendNotice"]["__typename"] == "WrongState", sent
        await self._verify(await self._download(guarantee["certificate"]["document"]), "COPY")

    async def _csv(self, guarantee: dict[str, Any]) -> None:
        """The contractor's list for spreadsheets has the certificate in one line."""
        link = (await self.api.data(operations.CSV, as_="contractor", search=guarantee["number"]))["certificatesCsv"]
        answer = await self.api.http.get(httpx.URL(link["url"]).raw_path.decode())
        assert answer.status_code == 200
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert guarantee["number"] in lines[1]
        assert re.search(rf"\b{guarantee['amount']}\b", lines[1])


def _key_input(number: str, key: str) -> dict[str, str]:
    return {"guaranteeNumber": number, "authKey": key}
