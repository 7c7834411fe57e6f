"""Rules for the bill-to party of a requested guarantee, and for where a certificate on paper goes."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from models.commands import ApplicationRequest, GuaranteeRequest
from models.enums import Medium
from models.errors import Problem
from models.fees import monthly_payment
from models.guarantee import FeePaymentMethod
from models.parties.bill_to import BillTo
from resolvers import text_checks
from resolvers.findings import Rule


def check_delivery(request: ApplicationRequest) -> Iterator[Problem]:
    """保証証書受取 is for guarantees on paper; a guarantee without a medium yet may become one."""
    media = [each.medium for each in request.guarantees]
    if request.paper_delivery and media and all(medium is Medium.ELECTRONIC for medium in media):
        message = "証書（紙）の保証がないため、保証証書受取は指定できません。"
        yield Problem(("paperDelivery",), "NOT_APPLICABLE", message)


def _bill_to(guarantee: GuaranteeRequest) -> Iterator[Problem]:
    """A text, or an entry of the contractor's register."""
    if guarantee.bill_to is not None and guarantee.bill_to_id is not None:
        message = "保証料請求先は、名称と登録済みの請求先の、どちらか一方を指定してください。"
        yield Problem(("billToId",), "EXACTLY_ONE", message)
    elif guarantee.bill_to is None and guarantee.bill_to_id is None:
        yield Problem(("billTo",), "REQUIRED", "入力してください。")
    yield from text_checks.check(guarantee, (), {"bill_to": 120})


def _registered(guarantee: GuaranteeRequest, bill_tos: Mapping[UUID, BillTo]) -> Iterator[Problem]:
    if guarantee.bill_to_id is not None and guarantee.bill_to_id not in bill_tos:
        message = "登録済みの請求先に見つかりません。選び直してください。"
        yield Problem(("billToId",), "NOT_FOUND", message)


def _monthly(guarantee: GuaranteeRequest, may_pay_monthly: bool | None) -> Iterator[Problem]:  # noqa: FBT001 -- as rules are asked
    """Rule 15: who may pay by the month, the surety says."""
    if guarantee.fee_payment_method is FeePaymentMethod.MONTHLY_CONSOLIDATED:
        yield from monthly_payment.check("feePaymentMethod", may_pay_monthly=may_pay_monthly)


BILL_TO = Rule(_bill_to)
REGISTERED = Rule(_registered)
"""With the entries of the register that the form names."""
MONTHLY = Rule(_monthly, (".feePaymentMethod", "submissionBranchId", "contractId"))
