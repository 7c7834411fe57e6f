"""Saving and sending forms over the API."""

from typing import Any

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.states import RETURN

PROBLEMS = "... on UserError { message } ... on InvalidInput { problems { path code } }"
SAVE = f"""
mutation($input: SaveApplicationDraftInput!) {{
  saveApplicationDraft(input: $input) {{
    __typename {PROBLEMS}
    ... on WrongState {{ status }}
    ... on DraftChanged {{ version savedBy savedAt }}
    ... on DraftSaved {{ application {{ id status submittedAt draft {{ version savedAt savedBy }} }} }}
  }}
}}
"""
DELETE = """
mutation($input: ApplicationActionInput!) {
  deleteApplicationDraft(input: $input) {
    __typename ... on UserError { message } ... on WrongState { status } ... on DraftDeleted { applicationId }
  }
}
"""
SUBMIT = f"""
mutation($input: ApplicationActionInput!) {{
  submitApplication(input: $input) {{
    __typename {PROBLEMS}
    ... on WrongState {{ status }}
    ... on ObligeeDoesNotAcceptElectronic {{ acceptedFrom }}
    ... on ContractAlreadyRegistered {{ contract {{ id }} }}
    ... on ApplicationSubmitted {{
      application {{
        id status submittedAt email contactName contract {{ id projectName }} submissionBranch {{ code }}
        draft {{ version }}
        guarantees {{ id kind status statusReason amount ratio depositBank billTo }}
        submissions {{ submittedAt by reason changes {{ path label before after }} }}
        messages {{ body }}
      }}
    }}
  }}
}}
"""
WITHDRAW_ONE = f"""
mutation($input: GuaranteeReasonInput!) {{
  withdrawGuarantee(input: $input) {{
    __typename {PROBLEMS}
    ... on WrongState {{ status }}
    ... on GuaranteeWithdrawn {{ guarantee {{ id status statusReason application {{ id status }} }} }}
  }}
}}
"""
FORM = """
query($id: ID!) {
  node(id: $id) {
    ... on Application {
      id status submittedAt
      draft {
        version savedAt savedBy contractId submissionBranchId notifyOnCompletion email contactDepartment contactTitle
        contactName contactTelephone message fiscalYear currentFiscalYearBase paperDelivery
        contract {
          contractorId obligeeId projectName contractType contractPrice currentFiscalYearBase contractDate
          tenderNoticeDate bidDate periodFrom periodTo advancePaymentPlanned lowPriceOrLabourOnly jointVentureName
          jointVentureMembers jointVentureParties { name address sharePercent corporateNumber } isAnother
        }
        guarantees {
          kind medium amount depositBank redeposit recognizedOn feePaymentMethod billTo billToId paperFeeStatement
        }
      }
    }
  }
}
"""
LIST = "{ applications(filter: {status: DRAFT}) { edges { node { id status draft { version } } } } }"


async def save(api: Api, draft: dict[str, Any], *, as_: str = "contractor", **more: Any) -> dict[str, Any]:
    """The saved application."""
    answer = (await api.data(SAVE, as_=as_, input={"draft": draft} | more))["saveApplicationDraft"]
    assert answer["__typename"] == "DraftSaved", answer
    return answer["application"]


async def submit(api: Api, id_: str, *, as_: str = "contractor") -> dict[str, Any]:
    """The submitted application."""
    answer = (await api.data(SUBMIT, as_=as_, input={"applicationId": id_}))["submitApplication"]
    assert answer["__typename"] == "ApplicationSubmitted", answer
    return answer["application"]


async def form_of(api: Api, id_: str, *, as_: str = "contractor") -> Any:
    """The application as a node, with its form."""
    return (await api.data(FORM, as_=as_, id=id_))["node"]


def codes(refusal: dict[str, Any]) -> list[tuple[str, str]]:
    """Path and code of each problem."""
    assert refusal["__typename"] == "InvalidInput", refusal
    return [(".".join(each["path"]), each["code"]) for each in refusal["problems"]]


async def returned(
    api: Api, sample: SampleRegister, *, count: int = 1, reason: str = "口座をご確認ください。", **changes: Any
) -> dict[str, Any]:
    """An application of which the first `count` guarantees were returned."""
    application = await api_calls.apply(api, sample, **changes)
    for guarantee in application["guarantees"][:count]:
        await api.data(RETURN, as_="surety", input={"guaranteeId": guarantee["id"], "reason": reason})
    return application
