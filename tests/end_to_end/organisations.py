"""Registering organisations and their people on an empty installation, over HTTP only."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from tests.conftest import Api
from tests.support.mails import wait_until
from tests.support.parties import accounts, registers, rules
from tests.support.servers.smtp_servers import MailServer

KINDS = ("ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE")
RATES = """mutation($input: SetFeeRatesInput!) { setFeeRates(input: $input) { __typename
  ... on UserError { message } ... on FeeRatesSet { rates { kind } } } }"""
MONTHLY = """mutation($input: SetMonthlyPaymentInput!) { setMonthlyPayment(input: $input) { __typename
  ... on UserError { message } ... on MonthlyPaymentSet { monthlyPayment { mayPayMonthly } } } }"""


@dataclass
class Organisations:
    """An installation in the hands of its operator, whose name among the tokens is "operator"."""

    api: Api
    mails: MailServer

    async def create(self, kind: str, *, as_: str = "operator", **given: Any) -> dict[str, Any]:
        """A new entry of a register."""
        name = f"create{kind}"
        answer = (await self.api.data(registers.operation("create", kind), as_=as_, input=given))[name]
        assert answer["__typename"] == f"{kind}Created", answer
        return answer[f"{kind[0].lower()}{kind[1:]}"]

    async def join(self, email: str, role: str, *, as_: str = "operator", **given: Any) -> None:
        """A person is invited by mail, sets a password, and signs in."""
        invited = {"email": email, "name": "見本 花子", "role": role, "accountRole": "ADMINISTRATOR"} | given
        answer = (await self.api.data(accounts.INVITE, as_=as_, input=invited))["inviteAccount"]
        assert answer["__typename"] == "AccountInvited", answer
        await wait_until(lambda: self.token_for(email) is not None)
        given = {"token": self.token_for(email), "password": accounts.PASSWORD}
        answer = (await self.api.data(accounts.SET, input=given))["setPassword"]
        assert answer == {"__typename": "PasswordSet", "email": email}
        await accounts.signed_in(self.api, email)

    def token_for(self, email: str) -> str | None:
        """That of the link in the last mail to an address."""
        for mail in reversed(self.mails.accepted):
            if mail.recipient == email:
                body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
                if body and (found := re.search(r"/password/([\w-]+)", body.get_content())):
                    return found[1]
        return None

    async def surety(self, name: str, branch: str, *, code: str, domain: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """A surety with a branch, rates, an administrator (admin@) and a member of staff (staff@)."""
        made = await self.create(
            "Surety", **registers.GIVEN["Surety"] | {"name": name, "mailSender": f"no-reply@{domain}"}
        )
        admin = f"admin@{domain}"
        await self.join(admin, "SURETY", organisationId=made["id"])
        await self.join(f"staff@{domain}", "SURETY", as_=admin, accountRole="STAFF")
        at = await self.create("Branch", as_=admin, **registers.GIVEN["Branch"] | {"name": branch, "code": code})
        return made, at

    async def set_rates(self, *, as_: str, today: str) -> None:
        """One rate for each kind."""
        tables = [{"kind": kind, "bands": [{"above": 0, "ratePpm": 4_000}], "isAnnual": False} for kind in KINDS]
        given = {"validFrom": today, "tables": tables}
        answer = (await self.api.data(RATES, as_=as_, input=given))["setFeeRates"]
        assert answer["__typename"] == "FeeRatesSet", answer

    async def allow_monthly(self, contractor_id: str, *, as_: str, today: str) -> None:
        """一括納付 for a contractor."""
        given = {"contractorId": contractor_id, "mayPayMonthly": True, "validFrom": today}
        answer = (await self.api.data(MONTHLY, as_=as_, input=given))["setMonthlyPayment"]
        assert answer["__typename"] == "MonthlyPaymentSet", answer

    async def set_rules(self, obligee_id: str, *, as_: str, today: str, **given: Any) -> None:
        """The first rules of an obligee's own."""
        given |= {"obligeeId": obligee_id, "version": 1, "validFrom": today}
        answer = (await self.api.data(rules.SET, as_=as_, input=given))["setObligeeRules"]
        assert answer["__typename"] == "ObligeeRulesSet", answer
