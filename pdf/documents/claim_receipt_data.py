"""The data of the receipt of a claim, frozen, like document_data.py."""

import datetime
from dataclasses import dataclass

from pdf.documents.document_data import ContractLabels, Issuer


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """One line of the calculation of a claim; the amount is negative for a deduction."""

    description: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class ClaimReceiptData:
    """The receipt of a claim (保証金請求受付書). `amount` is the guaranteed sum.

    `claim_account` shows the end of the account's number only.

    Raises ValueError if more is claimed than is guaranteed, or than the lines are together.
    """

    number: str
    product_name: str
    labels: ContractLabels
    received_on: datetime.date
    due_on: datetime.date
    obligee_title: str
    principal_name: str
    joint_venture_name: str | None = None
    project_name: str
    contract_ended_on: datetime.date
    amount: int
    lines: tuple[ClaimLine, ...]
    claimed: int
    claim_bank: str
    claim_account: str
    issuer: Issuer

    def __post_init__(self) -> None:
        if not 0 < self.claimed <= min(self.amount, sum(line.amount for line in self.lines)):
            raise ValueError("More is claimed than is guaranteed or is left")
