"""Steps of the years after an issue: acts over HTTP, and what each role then reads, by both execution paths."""

import datetime
from dataclasses import dataclass
from typing import Any

from jobs import housekeeping
from mail.compose import compose
from models.numbering import JAPAN
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import APPROVE, CERTIFICATE, ISSUE
from tests.support.document_rendering import render_all
from tests.support.states import RECORD_FEE

ROLES = ("contractor", "surety", "obligee", "operator")
SEEN = """id status number amount expiryDate authKey validity { isValid reason } handover { status }
  contract { projectName contractPrice periodTo }
  history { reason status amendmentNumber amount projectName validity { isValid reason } }
  certificate { document { filename } } keyNotice { filename }
  feeStatements { fee due unpaid document { filename } }
  amendmentRequests { number status } claims { status amount paidAmount lateDays dueOn receipt { filename } }"""
NODE = f"query($id: ID!) {{ node(id: $id) {{ ... on Guarantee {{ {SEEN} }} }} }}"
LIST = f"{{ guarantees(first: 50) {{ edges {{ node {{ {SEEN} }} }} }} }}"
ACT = "mutation($input: %s!) { %s(input: $input) { __typename ... on UserError { message } %s } }"
ACCEPT = """mutation($input: CertificateKeyInput!) { acceptCertificate(input: $input) {
  __typename ... on UserError { message } ... on CertificateAccepted { handover { status } } } }"""
TRAIL = """query($id: ID!) { auditTrail(guaranteeId: $id, first: 100) { edges { node { action text hash } } } }"""
KEY = """query($id: ID!) { node(id: $id) { ... on Guarantee { authKey
  keyPresentations { role by times address } } } }"""


@dataclass
class Years:
    """One contract's guarantees over years: the clock moves, and everybody signs in again."""

    api: Api
    sample: SampleRegister

    async def on(self, day: str) -> None:
        """Noon of a day in Japan; the worker has done its rounds."""
        at = datetime.datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=JAPAN)
        self.api.clock.at = at
        self.api.tokens.clear()
        await housekeeping.run(at=at)

    async def act(self, mutation: str, type_: str, *, as_: str = "surety", more: str = "", **given: Any) -> Any:
        """The answer of a mutation."""
        query = ACT % (type_, mutation, more)
        return (await self.api.data(query, as_=as_, input=given))[mutation]

    async def issued(self, *asked: dict[str, Any], **form: Any) -> list[dict[str, Any]]:
        """Applied for, approved, the fee of each received where it is paid singly, and issued."""
        application = await api_calls.apply(self.api, self.sample, guarantees=list(asked), **form)
        found: list[dict[str, Any]] = []
        for guarantee, wanted in zip(application["guarantees"], asked, strict=True):
            id_ = guarantee["id"]
            await self.api.data(APPROVE, as_="surety", input={"guaranteeId": id_})
            if wanted.get("feePaymentMethod") == "SINGLE":
                paid = {"guaranteeId": id_, "paidOn": self.api.clock.at.date().isoformat()}
                await self.api.data(RECORD_FEE, as_="surety", input=paid)
            answer = (await self.api.data(ISSUE, as_="surety", input={"guaranteeId": id_}))["issueGuarantee"]
            assert answer["__typename"] == "GuaranteeIssued", answer
            found.append(answer["guarantee"] | {"contractId": application["contract"]["id"]})
        return found

    async def look_up(self, number: str, key: str, *, as_: str = "obligee") -> dict[str, Any] | None:
        """What number and key open."""
        return (await self.api.data(CERTIFICATE, as_=as_, number=number, key=key))["certificate"]

    async def accept(self, issued: dict[str, Any]) -> str:
        """The obligee accepts the certificate: the state of the hand-over."""
        given = {"guaranteeNumber": issued["number"], "authKey": issued["authKey"]}
        answer = (await self.api.data(ACCEPT, as_="obligee", input=given))["acceptCertificate"]
        assert answer["__typename"] == "CertificateAccepted", answer
        return answer["handover"]["status"]

    async def seen(self, id_: str) -> dict[str, dict[str, Any]]:
        """The guarantee by role; the node, the list, and graphql-core's answer are the same."""
        await render_all(at=self.api.clock.at)
        found: dict[str, dict[str, Any]] = {}
        for role in ROLES:
            node = (await self.api.data(NODE, as_=role, id=id_))["node"]
            beside = await self.api.data(
                f"query($id: ID!) {{ __typename {NODE[NODE.index('node') :]}", as_=role, id=id_
            )
            assert beside["node"] == node, role
            edges = (await self.api.data(LIST, as_=role))["guarantees"]["edges"]
            assert [edge["node"] for edge in edges if edge["node"]["id"] == id_] == [node], role
            found[role] = node
        return found

    async def mails(self, kind: str) -> list[str]:
        """The subjects of the mails of a kind, oldest first."""
        return [compose(mail.kind, mail.facts).subject for mail in await OutgoingMail.filter(kind=kind).order_by("id")]


def versions(seen: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Reason, status and number of the amendment of each version, oldest first."""
    return [(each["reason"], each["status"], each["amendmentNumber"]) for each in seen["history"]]
