"""Deactivated entries of the registers are not offered to new applications; what is under way runs on."""

from collections.abc import Iterator

from models.commands import ApplicationRequest
from models.errors import Problem
from resolvers.applications import contracting_officers
from resolvers.applications.load_referenced_rows import ReferencedRows

CODE = "INACTIVE"


def check(request: ApplicationRequest, known: ReferencedRows) -> Iterator[Problem]:
    """The problems of a form that has not been sent before."""
    is_new = request.contract is not None and request.contract_id is None
    if known.branch is not None and not (known.branch.is_active and known.is_surety_active):
        yield Problem(("submissionBranchId",), CODE, "この申込送信先では、現在、新しい申込みを受け付けていません。")
    if is_new and known.obligee is not None and not known.obligee.is_active:
        yield Problem(("contract", "obligeeId"), CODE, "この発注者は、現在、新しい契約には指定できません。")
    if request.contract is not None and is_new:
        yield from contracting_officers.check_active(request.contract.contracting_officer_id, known.officers)
    if known.contractor is not None and not known.contractor.is_active:
        path = ("contract", "contractorId") if is_new else ("contractId",)
        yield Problem(path, CODE, "この請負者は、現在、新しい申込みができません。運用者にお問い合わせください。")
