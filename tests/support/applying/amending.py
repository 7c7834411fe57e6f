"""Amendments over the API."""

from typing import Any

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls

AMEND = """
mutation($input: AmendGuaranteeInput!) { amendGuarantee(input: $input) {
  __typename ... on UserError { message } ... on WrongState { status }
  ... on InvalidInput { problems { path code message limit } }
  ... on GuaranteeAmended {
    guarantee { id status number amount expiryDate ratio authKey
      contract { projectName contractPrice periodFrom periodTo version }
      handover { status } handovers { status }
      feeStatements { number fee earlierCharges due dueOn billingMonth }
      history { id status reason amendmentNumber validity { isValid reason since } } }
    certificate { id guaranteeNumber status reason amendmentNumber amount expiryDate projectName contractPrice periodTo
      validity { isValid } } } } }
"""
REASON = "工期の延長"


async def in_force(api: Api, sample: SampleRegister, **changes: Any) -> dict[str, Any]:
    """An advance-payment guarantee of ¥15,000,000 of a contract of ¥50,000,000, issued."""
    asked = api_calls.advance_input(amount=15_000_000, **changes)
    (payload,) = await api_calls.issued(api, sample, guarantees=[asked])
    return payload["guarantee"]


async def amend(api: Api, id_: str, *, as_: str = "surety", **given: Any) -> Any:
    """The answer of amendGuarantee."""
    input_ = {"guaranteeId": id_, "reason": REASON} | given
    return (await api.data(AMEND, as_=as_, input=input_))["amendGuarantee"]


REFUSED = """__typename ... on UserError { message } ... on WrongState { status }
  ... on InvalidInput { problems { path code message } }"""
CORRECT = f"""
mutation($input: CorrectCertificateInput!) {{ correctCertificate(input: $input) {{ {REFUSED}
  ... on CertificateCorrected {{
    guarantee {{ id status number authKey handover {{ status }} handovers {{ status }} feeStatements {{ number }}
      contract {{ version projectName contractPrice }} }}
    certificate {{ id status reason amendmentNumber amount principalName projectName contractPrice }} }} }} }}
"""
CANCEL = f"""
mutation($input: GuaranteeReasonInput!) {{ cancelAmendment(input: $input) {{ {REFUSED}
  ... on AmendmentCancelled {{
    guarantee {{ id status number authKey amount expiryDate handover {{ status }} handovers {{ status }}
      contract {{ projectName contractPrice periodFrom periodTo version }} feeStatements {{ fee due billingMonth }} }}
    certificate {{ id status amendmentNumber amount validity {{ isValid }} }} }} }} }}
"""
HISTORY = """
query($id: ID!) { node(id: $id) { ... on Guarantee { history { id status amendmentNumber } certificate { id } } } }
"""


async def correct(api: Api, id_: str, **given: Any) -> Any:
    """The answer of correctCertificate."""
    input_ = {"guaranteeId": id_, "reason": "誤記"} | given
    return (await api.data(CORRECT, as_="surety", input=input_))["correctCertificate"]


async def history(api: Api, id_: str, *, as_: str) -> list[tuple[str, int]]:
    """Status and number of each version that the role sees, oldest first."""
    node = (await api.data(HISTORY, as_=as_, id=id_))["node"]
    return [(each["status"], each["amendmentNumber"]) for each in node["history"]]


async def cancel(api: Api, id_: str) -> Any:
    """The answer of cancelAmendment."""
    return (await api.data(CANCEL, as_="surety", input={"guaranteeId": id_, "reason": "誤り"}))["cancelAmendment"]
