"""Rules of obligees as the operator sets them, and approvals of contracts by the obligee's official."""

from collections.abc import Mapping
from typing import Any

from tests.conftest import Api
from tests.end_to_end import operations
from tests.end_to_end.scenarios import Scenario

SET_BY_API = ("栃木県", "鎌ケ谷市", "杉並区", "見本地方整備局")
"""Without sample applications of today. Scenarios of the others run under the rules that these are registered with."""
APPROVING = "栃木県"
"""Accepts electronic guarantees for contracts only that its official has approved."""
OFFICE = {"name": "工事課", "kind": "ADVANCE_PAYMENT", "noticeAddresses": ["kouji@obligee.example.jp"]}


async def set_rules(api: Api, obligees: Mapping[str, dict[str, Any]], *, today: str) -> None:
    """What is registered already, with an office and with approvals."""
    for name in SET_BY_API:
        id_ = obligees[name]["id"]
        known = (await api.data(operations.RULES, as_="operator", id=id_))["node"]
        acceptances = [each | {"approvedContractsOnly": name == APPROVING} for each in known["acceptances"]]
        given = {
            "obligeeId": id_,
            "version": known["rules"]["edges"][0]["node"]["version"],
            "validFrom": today,
            "limits": known["limits"],
            "acceptances": acceptances,
            "offices": [OFFICE],
        }
        answer = (await api.data(operations.SET_RULES, as_="operator", input=given))["setObligeeRules"]
        assert answer["__typename"] == "ObligeeRulesSet", answer
        set_ = (await api.data(operations.RULES, as_="contractor", id=id_))["node"]
        assert (set_["limits"], set_["acceptances"], set_["offices"]) == (known["limits"], acceptances, [OFFICE])


async def approve(api: Api, scenario: Scenario, contract: dict[str, Any], *names: str) -> None:
    """The contract under each name that it will have, if the obligee asks for that."""
    if scenario.obligee != APPROVING:
        return
    for name in names:
        given = {"obligeeId": contract["obligeeId"], "projectName": name}
        answer = await api.data(operations.APPROVE_CONTRACT, as_="obligee", input=given)
        assert answer["approveContractForElectronic"]["__typename"] == "ContractApproved", answer
