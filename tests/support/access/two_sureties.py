"""Two sureties with guarantees of the same contractor, and what only one of them may know."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import models
from models.enums import Role
from sample import sample_rates
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.applying import attaching, bill_tos, reviewing
from tests.support.states import rival_branch

PROJECT = {"staff": "白川橋梁補修工事", "rival": "黒川道路改良工事"}
BILL_TO = "契約者だけの請求先 株式会社"
"""In the contractor's register, which is neither surety's."""


@dataclass(frozen=True)
class Side:
    """A surety's staff, and what only this surety may know."""

    name: str
    guarantee: Mapping[str, Any]
    rows: Mapping[str, str]
    """Ids of nodes by type."""
    project: str

    @property
    def marks(self) -> set[str]:
        """Texts that must not reach the other side."""
        return {*self.rows.values(), self.guarantee["number"], self.guarantee["authKey"], self.project}


async def sides(api: Api, sample: SampleRegister) -> tuple[Side, Side]:
    """Both sureties, "staff" and "rival"; each has issued one guarantee and reviews another one."""
    branch = await rival_branch(api)
    await sample_rates.register(branch.surety_id)
    await bill_tos.saved(api, name=BILL_TO)
    api.tokens["staff"] = await api.token("surety")
    ours = await _made(api, sample, "staff", sample.branch)
    theirs = await _made(api, sample, "rival", branch)
    del api.tokens["surety"]
    return ours, theirs


def pairs(sides: tuple[Side, Side]) -> Iterator[tuple[Side, Side]]:
    """Each side with the other."""
    yield sides
    yield sides[1], sides[0]


def assert_without(answer: object, other: Side) -> None:
    """Nothing of the answer is the other side's."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    assert [mark for mark in (*other.marks, BILL_TO) if mark in text] == []


async def _made(api: Api, sample: SampleRegister, name: str, branch: models.Branch) -> Side:
    """What the surety of the branch has, whose staff is `name`."""
    project = PROJECT[name]
    contract = joint_ventures.contract_input(sample, projectName=project, jointVentureName=f"{project}共同企業体")
    given: dict[str, Any] = {"contract": contract, "submissionBranchId": ids.to_id("Branch", branch.id)}
    api.tokens["surety"] = api.tokens[name]
    asked = [api_calls.advance_input()]
    issued = (await api_calls.issued(api, sample, guarantees=asked, message=f"{project}の件", **given))[0]
    waiting = await api_calls.apply(api, sample, guarantees=[api_calls.performance_input()], **given)
    await reviewing.add_note(api, applicationId=waiting["id"], body=f"{project}の写しを確認済み")
    by, application_id = sample.viewers[Role.CONTRACTOR].actor_id, ids.key_of(waiting["id"], "Application")
    attachment = await attaching.stored_row(application_id, by, filename=f"{project}.pdf")
    return Side(name, issued["guarantee"], await _rows(issued, waiting, attachment), project)


async def _rows(issued: Any, waiting: Any, attachment: models.Attachment) -> dict[str, str]:
    guarantee = await models.Guarantee.get(number=issued["guarantee"]["number"])
    mail = await models.OutgoingMail.filter(surety_id=guarantee.surety_id).order_by("id").first()
    statement = await models.FeeStatement.get(guarantee_id=guarantee.id)
    account = await models.Account.filter(surety_id=guarantee.surety_id).order_by("id").first()
    assert mail is not None
    assert account is not None
    return {
        "Guarantee": waiting["guarantees"][0]["id"],
        "IssuedGuarantee": issued["guarantee"]["id"],
        "Certificate": issued["certificate"]["id"],
        "Contract": waiting["contract"]["id"],
        "Application": waiting["id"],
        "OutgoingMail": ids.to_id("OutgoingMail", mail.id),
        "Account": ids.to_id("Account", account.id),
        "Attachment": ids.to_id("Attachment", attachment.id),
        "FeeStatement": ids.to_id("FeeStatement", statement.id),
    }
