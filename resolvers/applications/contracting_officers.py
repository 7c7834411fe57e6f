"""The contracting officer (被保証者) for whom a contract's certificates are made out (domain rule 17)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from models.applying.contract import Contract
from models.commands import ContractRequest
from models.errors import Problem
from models.parties.contracting_officer import ContractingOfficer
from models.parties.obligee import Obligee
from resolvers import text_checks
from resolvers.findings import Rule

PATH = ("contract", "contractingOfficerId")


def chosen(asked: UUID | None, officers: Sequence[ContractingOfficer]) -> ContractingOfficer | None:
    """The one that was asked for, deactivated or not; without a wish the only active one."""
    if asked is None:
        active = _active(officers)
        return active[0] if len(active) == 1 else None
    return next((officer for officer in officers if officer.id == asked), None)


def check_active(
    asked: UUID | None, officers: Sequence[ContractingOfficer], *, kept: UUID | None = None
) -> Iterator[Problem]:
    """A deactivated one is not offered to new contracts; a contract that names it already (`kept`) keeps it."""
    officer = chosen(asked, officers)
    if officer is not None and not officer.is_active and officer.id != kept:
        yield Problem(PATH, "INACTIVE", "この契約担当官等は、現在、新しい契約には指定できません。")


def check_title(
    contract: Contract, obligee: Obligee | None, officers: Sequence[ContractingOfficer]
) -> Iterator[Problem]:
    """Why the certificate's 被保証者 cannot be printed: the officer's title, else the obligee's."""
    if contract.contracting_officer_id and (officer := chosen(contract.contracting_officer_id, officers)):
        yield from text_checks.check_printing(officer.title, PATH, "obligee_title")
    elif obligee is not None:
        yield from text_checks.check_printing(obligee.title, ("contract", "obligeeId"), "obligee_title")


def _check_choice(contract: ContractRequest, officers: Sequence[ContractingOfficer]) -> Iterator[Problem]:
    """Required where several are active."""
    asked = contract.contracting_officer_id
    if asked is None and len(_active(officers)) > 1:
        message = "この発注者には契約担当官等が複数あります。証書の被保証者となる方を選択してください。"
        yield Problem(PATH, "REQUIRED", message)
    elif asked is not None and chosen(asked, officers) is None:
        yield Problem(PATH, "NOT_FOUND", "この発注者に、指定の契約担当官等が見つかりません。")


def _active(officers: Sequence[ContractingOfficer]) -> Sequence[ContractingOfficer]:
    return [officer for officer in officers if officer.is_active]


CHOICE = Rule(_check_choice, ("contract.obligeeId",))
