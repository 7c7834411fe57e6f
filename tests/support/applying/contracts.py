"""Changing and removing contracts over the API, and contracts that nothing hangs on."""

from typing import Any
from uuid import UUID

import models
from models.texts import search_text
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.use_cases import contract_request

CONTRACT = """
    id version projectName contractType contractPrice currentFiscalYearBase contractDate tenderNoticeDate bidDate
    periodFrom periodTo advancePaymentPlanned lowPriceOrLabourOnly jointVentureName jointVentureMembers
    obligee { name } contractingOfficer { title office }
    changes { version at by role reason differences { path label before after } }
    guarantees { id kind status amount ratio }
"""
CHANGE = f"""
mutation($input: ChangeContractInput!) {{
  changeContract(input: $input) {{
    __typename
    ... on UserError {{ message }}
    ... on InvalidInput {{ problems {{ path code message limit }} }}
    ... on WrongState {{ status }}
    ... on ContractChangedSince {{ contract {{ id version projectName changes {{ version }} }} }}
    ... on ContractAlreadyRegistered {{ contract {{ id }} }}
    ... on ContractChanged {{ contract {{ {CONTRACT} }} }}
  }}
}}
"""
REMOVE = """
mutation($input: RemoveContractInput!) {
  removeContract(input: $input) {
    __typename
    ... on UserError { message }
    ... on InvalidInput { problems { path code message } }
    ... on WrongState { status }
    ... on ContractRemoved { contractId }
  }
}
"""
READ = f"query($id: ID!) {{ node(id: $id) {{ ... on Contract {{ {CONTRACT} }} }} }}"
WHY = "契約書の写しと照合したため"


async def changed(api: Api, contract_id: str, *, as_: str = "contractor", **changes: Any) -> dict[str, Any]:
    """The contract after a change of its present version; the surety gives a reason."""
    given = await change_of(api, contract_id, as_=as_, **changes)
    answer = (await api.data(CHANGE, as_=as_, input=given))["changeContract"]
    assert answer["__typename"] == "ContractChanged", answer
    return answer["contract"]


async def change_of(api: Api, contract_id: str, *, as_: str = "contractor", **changes: Any) -> dict[str, Any]:
    """The input of a change of the present version."""
    version = (await models.Contract.get(id=ids.split(contract_id)[1])).version
    return {"contractId": contract_id, "version": version} | ({"reason": WHY} if as_ == "surety" else {}) | changes


async def read(api: Api, contract_id: str, *, as_: str = "contractor") -> Any:
    """The contract as a node."""
    return (await api.data(READ, as_=as_, id=contract_id))["node"]


async def bare(sample: SampleRegister, **changes: Any) -> models.Contract:
    """A registered contract without applications."""
    request = contract_request(sample, **changes)
    columns: dict[str, Any] = vars(request) | {
        "contractor_id": sample.contractor.id,
        "surety_id": sample.branch.surety_id,
        "joint_venture_members": [],
        "folded_project_name": search_text.fold(request.project_name),
    }
    return await models.Contract.create(**columns)


def id_of(contract: models.Contract | UUID) -> str:
    """Its id in the API."""
    return ids.to_id("Contract", contract if isinstance(contract, UUID) else contract.id)


async def officers_of(sample: SampleRegister, name: str = "見本地方整備局") -> list[models.ContractingOfficer]:
    """The contracting officers of an obligee of the sample, in order."""
    return await models.ContractingOfficer.filter(obligee_id=sample.obligees[name].id).order_by("id")


async def texts(api: Api, sample: SampleRegister) -> dict[str, tuple[Any, ...]]:
    """The texts of both mutations, as tests/support/text_inputs.py describes them: each for a contract of its own."""
    partners: dict[str, Any] = {"jointVentureMembers": ["○○建設 株式会社", "乙建設"]}
    venture = partners | {"jointVentureName": "甲・乙特定建設工事共同企業体"}

    async def text(
        name: str, *more: str, refusal: str = "FORBIDDEN_CHARACTER", longest: int = 0, column: Any = None
    ) -> tuple[Any, ...]:
        terms = api_calls.contract_input(sample, **venture)
        application = await api_calls.apply(api, sample, contract=terms)
        await models.Guarantee.filter(application_id=ids.split(application["id"])[1]).update(status="RETURNED")
        given = await change_of(api, application["contract"]["id"], **(partners if more else {}))
        return CHANGE, "contractor", {"input": given}, ("input", name, *more), refusal, longest, column

    removing = {"input": {"contractId": id_of(await bare(sample))}}
    of_change, of_contract = models.ContractChange, models.Contract
    return {
        "ChangeContractInput.projectName": await text("projectName", longest=120, column=(of_contract, "project_name")),
        "ChangeContractInput.jointVentureName": await text(
            "jointVentureName", longest=120, column=(of_contract, "joint_venture_name")
        ),
        "ChangeContractInput.jointVentureMembers": await text("jointVentureMembers", "1", longest=120),
        "ChangeContractInput.reason": await text("reason", longest=1_000),
        "ChangeContractInput.idempotencyKey": await text("idempotencyKey", refusal="MALFORMED"),
        "RemoveContractInput.reason": (
            *(REMOVE, "contractor", removing, ("input", "reason"), "FORBIDDEN_CHARACTER", 1_000, (of_change, "reason")),
        ),
    }
