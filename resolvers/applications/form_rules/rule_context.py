"""What the rules for applications need to know: the contract, its parties, and what is applied for already."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.commands import GuaranteeRequest
from models.enums import GuaranteeKind
from models.guarantee import Guarantee
from models.parties.bill_to import BillTo
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import USUAL, DateBasis, ElectronicAcceptance, Limits, Obligee
from resolvers.guarantees.rules_between import Other, Situation, Stage

BASES = {
    DateBasis.CONTRACT_DATE: "contract_date",
    DateBasis.TENDER_NOTICE_DATE: "tender_notice_date",
    DateBasis.BID_DATE: "bid_date",
}
"""The column of the date by which an obligee decides."""


@dataclass(frozen=True)
class RuleContext:
    """What the rules need. While a form is filled in, fields of the contract (registered or new) may be missing."""

    contract: Contract
    contractor: Contractor
    obligee: Obligee | None
    acceptances: Sequence[ElectronicAcceptance]
    earlier: Sequence[Guarantee]
    base: FiscalYearBase
    """What its advance payments are measured against."""
    bases: Mapping[UUID, FiscalYearBase]
    """The same of the contract's applications, by their ids."""
    bill_tos: Mapping[UUID, BillTo]
    """Entries of the register that the form names."""
    officers: Sequence[ContractingOfficer] = ()
    registered: Sequence[Contractor] = ()
    """The companies with the corporate numbers of the joint venture's members."""
    may_pay_monthly: bool | None = None
    """Whether the surety allows 一括納付; None while no surety is chosen. The officers are the obligee's."""
    limits: Limits = USUAL
    """The obligee's, as its acceptances of the day of submission. Without an obligee no rule asks for them."""
    is_approved: bool = False
    """Whether the obligee has approved the contract, where it accepts electronic guarantees for approved ones only."""

    def acceptance(self, kind: GuaranteeKind) -> ElectronicAcceptance | None:
        """The obligee's acceptance for this kind and the contract's type."""
        fitting = ((a.kind, a.contract_type) == (kind, self.contract.contract_type) for a in self.acceptances)
        return next((a for a, fits in zip(self.acceptances, fitting, strict=True) if fits), None)

    def accepted_from(self, request: GuaranteeRequest) -> datetime.date | None:
        """The day from which this guarantee is accepted electronically; None if it never is, or not yet approved."""
        acceptance = self.acceptance(request.kind)
        return acceptance.from_date if acceptance and not self.is_unapproved(acceptance) else None

    def is_unapproved(self, acceptance: ElectronicAcceptance) -> bool:
        """Whether nothing but the obligee's approval of the contract is missing."""
        is_restricted = acceptance.approved_contracts_only and not self.is_approved
        return is_restricted and not self.begins_later(acceptance)

    def begins_later(self, acceptance: ElectronicAcceptance) -> bool | None:
        """Whether the date by which the obligee decides is before the acceptance; None if it is missing."""
        date = getattr(self.contract, BASES[acceptance.basis])
        return None if date is None else date < acceptance.from_date

    def situation(self, today: datetime.date) -> Situation:
        """The stage of an application."""
        others = [Other(each.kind, each.status, each.amount, self.bases[each.application_id]) for each in self.earlier]
        return Situation(Stage.APPLICATION, today, self.contract.terms, self.limits, self.base, others)
