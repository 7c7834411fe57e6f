"""Guarantees in every state, and accounts of other companies."""

import datetime
from itertools import product
from typing import Any

import models
from models.enums import Role
from models.parties.account import AccessToken, Account
from sample.sample_register import SampleRegister
from schema.reading import ids
from security import tokens
from tests.conftest import NOON, Api
from tests.support import api_calls

REVIEWED = "{ __typename ... on UserError { message } ... on WrongState { status } ... on InvalidInput"
PROBLEMS = "{ problems { path code message } }"
RETURN = f"""
mutation($input: GuaranteeReasonInput!) {{ returnGuarantee(input: $input) {REVIEWED} {PROBLEMS}
  ... on GuaranteeReturned {{ guarantee {{ id status statusReason application {{ id }} }} }} }} }}
"""
DECLINE = f"""
mutation($input: GuaranteeReasonInput!) {{ declineGuarantee(input: $input) {REVIEWED} {PROBLEMS}
  ... on GuaranteeDeclined {{ guarantee {{ id status statusReason }} }} }} }}
"""
RECORD_FEE = f"""
mutation($input: RecordFeePaymentInput!) {{ recordFeePayment(input: $input) {REVIEWED} {PROBLEMS}
  ... on FeePaymentRecorded {{ guarantee {{ id status feePaidOn }} }} }} }}
"""
START_REVIEW = """
mutation($input: GuaranteeActionInput!) { startReview(input: $input) {
  __typename ... on UserError { message } ... on WrongState { status } ... on UnderReviewByAnother { reviewer since }
  ... on ReviewStarted { guarantee { id status reviewer reviewStartedAt } } } }
"""
WITHDRAW = """
mutation($input: ApplicationActionInput!) {
  withdrawApplication(input: $input) {
    __typename ... on UserError { message } ... on WrongState { status }
    ... on ApplicationWithdrawn { application { id guarantees { id kind status } } }
  }
}
"""
STATES = (
    "SUBMITTED",
    "UNDER_REVIEW",
    "RETURNED",
    "DECLINED",
    "WITHDRAWN",
    "APPROVED",
    "AWAITING_FEE",
    "IN_FORCE",
    "EXPIRED",
)
"""The states that this version's operations (and the worker) reach."""

LABELS = {
    "SUBMITTED": "申込済",
    "UNDER_REVIEW": "審査中",
    "RETURNED": "差戻し",
    "DECLINED": "謝絶",
    "WITHDRAWN": "取下げ",
    "APPROVED": "承認済",
    "AWAITING_FEE": "入金待ち",
    "IN_FORCE": "保証中",
    "EXPIRED": "期間満了",
}
NOT_FOUND = {"__typename": "NotFound", "message": "対象が見つかりません。"}
INVALID = {"__typename": "InvalidInput", "message": "入力内容に誤りがあります。"}


def others_than(*states: str) -> list[str]:
    """Every other state."""
    return [state for state in STATES if state not in states]


def wrong_state(status: str) -> dict[str, Any]:
    """The refusal of an operation that does not fit `status`."""
    message = f"現在の手続状況（{LABELS[status]}）では、この操作はできません。"
    return {"__typename": "WrongState", "message": message, "status": status}


async def guarantee_in(state: str, api: Api, sample: SampleRegister) -> str:
    """The id of an advance-payment guarantee in `state`, alone in its application."""
    method = "SINGLE" if state == "AWAITING_FEE" else "MONTHLY_CONSOLIDATED"
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(feePaymentMethod=method)])
    id_ = application["guarantees"][0]["id"]
    reasoned = {"guaranteeId": id_, "reason": "書類の不足"}
    if state in {"APPROVED", "AWAITING_FEE", "IN_FORCE", "EXPIRED"}:
        await api_calls.approve(api, id_)
    if state in {"IN_FORCE", "EXPIRED"}:
        await api_calls.issue(api, id_)
    if state in {"RETURNED", "DECLINED"}:
        await api.data(RETURN if state == "RETURNED" else DECLINE, as_="surety", input=reasoned)
    if state == "WITHDRAWN":
        await api.data(WITHDRAW, as_="contractor", input={"applicationId": application["id"]})
    if state == "UNDER_REVIEW":
        await start_review(api, id_)
    if state == "EXPIRED":
        await models.Guarantee.filter(id=ids.split(id_)[1]).update(status=state)
    assert await status_of(id_) == state
    return id_


async def start_review(api: Api, guarantee_id: str, *, as_: str = "surety", **given: Any) -> Any:
    """The answer of startReview."""
    answer = await api.data(START_REVIEW, as_=as_, input={"guaranteeId": guarantee_id, **given})
    return answer["startReview"]


async def status_of(guarantee_id: str) -> str:
    """The row in the database."""
    return (await models.Guarantee.get(id=ids.split(guarantee_id)[1])).status.value


async def rival_branch(api: Api) -> models.Branch:
    """A branch of another surety, whose staff is known to `api` as "rival"."""
    surety = await models.Surety.create(name="別の保証会社", address="大阪市", representative="社長")
    branch = await models.Branch.create(surety_id=surety.id, code="520", name="大阪支店", telephone="06-0000-0000")
    await _account(api, "rival", Role.SURETY, surety_id=surety.id)
    await _allow_monthly_payment([surety], await models.Contractor.all())
    return branch


async def colleague(api: Api, sample: SampleRegister) -> str:
    """Another account of the sample contractor, known to `api` as "colleague"; its name."""
    await _account(api, "colleague", Role.CONTRACTOR, contractor_id=sample.contractor.id)
    return (await Account.get(email__startswith="colleague")).name


async def second_reviewer(api: Api) -> str:
    """The sample surety's second account, known to `api` as "reviewer"; its name."""
    account = await Account.get(email="reviewer@example.jp")
    await _session(api, "reviewer", account)
    return account.name


async def competitor(api: Api) -> models.Contractor:
    """Another contractor, known to `api` as "competitor"."""
    contractor = await models.Contractor.create(name="△△土木 株式会社", address="群馬県", representative="社長")
    await _account(api, "competitor", Role.CONTRACTOR, contractor_id=contractor.id)
    await _allow_monthly_payment(await models.Surety.all(), [contractor])
    return contractor


async def _allow_monthly_payment(sureties: list[models.Surety], contractors: list[models.Contractor]) -> None:
    """As the sample register does for its contractor."""
    for surety_id, contractor_id in product((each.id for each in sureties), (each.id for each in contractors)):
        await models.MonthlyPayment.create(
            surety_id=surety_id, contractor_id=contractor_id, valid_from=datetime.date(2020, 4, 1), may_pay_monthly=True
        )


async def rival_guarantee(api: Api, sample: SampleRegister) -> str:
    """The id of a guarantee that the sample contractor has applied for at the rival."""
    branch = await rival_branch(api)
    application = await api_calls.apply(api, sample, submissionBranchId=ids.to_id("Branch", branch.id))
    return application["guarantees"][0]["id"]


async def _account(api: Api, name: str, role: Role, **belonging: Any) -> None:
    account = await Account.create(email=f"{name}@example.jp", name=name, password_hash="-", role=role, **belonging)
    await _session(api, name, account)


async def _session(api: Api, name: str, account: Account) -> None:
    ends = NOON + datetime.timedelta(hours=12)
    await AccessToken.create(digest=tokens.digest(name), account_id=account.id, created_at=NOON, expires_at=ends)
    api.tokens[name] = name
