"""What becomes of a guarantee after its issue: one act of each kind, and what its users then read."""

from typing import Any

from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.plain_text import plain
from tests.end_to_end.scenarios import Scenario
from tests.support.parties.claims import ACCOUNT

MUTATION = "mutation($input: %s!) { %s(input: $input) { __typename ... on UserError { message } %s } }"
REQUESTED = "... on AmendmentRequested { amendmentRequest { id } }"
FILED = "... on ClaimFiled { claim { id amount } } ... on InvalidInput { problems { path code message } }"
READ = """query($id: ID!) { node(id: $id) { ... on Guarantee { status authKey contract { projectName contractDate }
  certificate { amendmentNumber projectName validity { isValid reason } } history { status } } } }"""


class AfterIssueSteps:
    """The acts on one guarantee; `official` is who reads for its obligee."""

    def __init__(self, api: Api, guarantee: dict[str, Any], official: str) -> None:
        self._api, self._guarantee, self._official = api, guarantee, official
        self._reasoned = {"guaranteeId": guarantee["id"], "reason": "契約変更のため"}
        self._name = f"変更後の件名　{guarantee['number']}"

    async def run(self, scenario: Scenario) -> None:
        """The act of the scenario; the certificate by number and key is that of the contractor's desk."""
        key = self._guarantee["authKey"]
        # On paper there is no key to be replaced or claimed with.
        if key is None and scenario.after in {"key", "claimed"}:
            return
        await getattr(self, f"_{scenario.after}")()
        if key is None:
            return
        read = await self._read()
        given = {"number": self._guarantee["number"], "key": read["authKey"]}
        found = (await self._api.data(operations.LOOK_UP, as_=self._official, **given))["certificate"]
        assert found["projectName"] == read["certificate"]["projectName"]
        assert (
            found["validity"]["isValid"] is read["certificate"]["validity"]["isValid"] is (scenario.after != "released")
        )
        replaced = await self._api.data(operations.LOOK_UP, as_=self._official, **given | {"key": key})
        assert (replaced["certificate"] is None) is (scenario.after == "key")

    async def _amend(self) -> None:
        given = self._reasoned | {"projectName": self._name}
        asked = await self._done("requestAmendment", "RequestAmendmentInput", given, as_="contractor", more=REQUESTED)
        given["amendmentRequestId"] = asked["amendmentRequest"]["id"]
        await self._done("amendGuarantee", "AmendGuaranteeInput", given)
        read = await self._read()
        assert (read["certificate"]["amendmentNumber"], read["certificate"]["projectName"]) == (1, self._name)
        assert [each["status"] for each in read["history"]] == ["SUPERSEDED", "CURRENT"]

    async def _corrected(self) -> None:
        await self._done("correctCertificate", "CorrectCertificateInput", self._reasoned | {"projectName": self._name})
        read = await self._read()
        assert (read["certificate"]["amendmentNumber"], read["certificate"]["projectName"]) == (0, self._name)
        assert [each["status"] for each in read["history"]] == ["CURRENT"]

    async def _amended_and_back(self) -> None:
        before = (await self._read())["certificate"]["projectName"]
        await self._amend()
        await self._done("cancelAmendment", "GuaranteeReasonInput", self._reasoned)
        read = await self._read()
        assert plain(read["certificate"]["projectName"]) == plain(before)
        assert [each["status"] for each in read["history"]] == ["CURRENT"]

    async def _key(self) -> None:
        await self._done("rotateAuthKey", "GuaranteeReasonInput", self._reasoned)

    async def _released(self) -> None:
        await self._done("releaseGuarantee", "GuaranteeReasonInput", self._reasoned)
        assert (await self._read())["certificate"]["validity"] == {"isValid": False, "reason": "RELEASED"}

    async def _claimed(self) -> None:
        amount = self._guarantee["amount"]
        given: dict[str, Any] = {
            "guaranteeNumber": self._guarantee["number"],
            "authKey": self._guarantee["authKey"],
            "reason": "請負者の責めによる契約の解除",
            "contractEndedOn": (await self._read())["contract"]["contractDate"],
            "advancePaid": amount,
            "progressPaid": 0,
            "finishedWorkValue": 0,
            "account": ACCOUNT,
        }
        claim = (await self._done("fileClaim", "FileClaimInput", given, as_=self._official, more=FILED))["claim"]
        assert (claim["amount"], (await self._read())["status"]) == (amount, "CLAIMED")
        decided = {"claimId": claim["id"], "decision": "REJECT", "reason": "書類の不備"}
        await self._done("decideClaim", "DecideClaimInput", decided)
        assert (await self._read())["status"] == "IN_FORCE"

    async def _read(self) -> dict[str, Any]:
        return (await self._api.data(READ, as_="contractor", id=self._guarantee["id"]))["node"]

    async def _done(
        self, mutation: str, type_: str, given: dict[str, Any], *, as_: str = "surety", more: str = ""
    ) -> dict[str, Any]:
        """The payload of a mutation that is no refusal."""
        answer = (await self._api.data(MUTATION % (type_, mutation, more), as_=as_, input=given))[mutation]
        assert "message" not in answer, (mutation, answer)
        return answer
