"""The data of the documents, frozen. Amounts are whole yen, dates are days in Japan."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pdf.documents.worded_values import Value

ELECTRONIC_ONLY_NOTE = "この証書は電子証書です。書面による保証証書は発行しません。"
"""The heading of an electronic certificate."""
UNDERTAKING = "当会社は、{}の定めるところにより、上記の内容をもって保証契約を締結し、被保証者に対しその責に任じます。"
"""The surety's undertaking under its general terms."""


class Product(StrEnum):
    """The kinds of guarantees, with the application's names."""

    ADVANCE_PAYMENT = "ADVANCE_PAYMENT"
    INTERMEDIATE_ADVANCE_PAYMENT = "INTERMEDIATE_ADVANCE_PAYMENT"
    PERFORMANCE = "PERFORMANCE"


class PaymentMethod(StrEnum):
    """How a fee is paid, with the application's names."""

    MONTHLY_CONSOLIDATED = "MONTHLY_CONSOLIDATED"
    SINGLE = "SINGLE"

    @property
    def printed(self) -> str:
        """Its name on paper."""
        return "一括納付" if self is PaymentMethod.MONTHLY_CONSOLIDATED else "都度納付"


class PaperDelivery(StrEnum):
    """Where a certificate on paper goes, with the application's names."""

    CONTRACTOR = "CONTRACTOR"
    OBLIGEE = "OBLIGEE"
    BRANCH = "BRANCH"

    @property
    def printed(self) -> str:
        """Its name on paper."""
        names = {"CONTRACTOR": "契約者事務所へ送付", "OBLIGEE": "発注者へ送付", "BRANCH": "支店窓口"}
        return names[self.value]


@dataclass(frozen=True, kw_only=True)
class ContractLabels:
    """The labels for the parts of a contract, which differ between works and services."""

    project_name: str
    period: str
    price: str
    contract: str
    contract_date: str


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """The surety, and the branch that handles the guarantee."""

    surety_name: str
    surety_address: str
    surety_representative: str
    branch_name: str
    branch_telephone: str
    branch_fax: str | None = None


class DocumentRow(NamedTuple):
    """A row of a table: the name by which its box is known, the label, what follows the label, and the value."""

    name: str
    label: str
    tail: str
    value: Value


class Member(NamedTuple):
    """A member (構成員) of a joint venture, with address and share in percent where they are known."""

    name: str
    address: str | None = None
    share_percent: float | None = None


@dataclass(frozen=True, kw_only=True)
class CertificateData:
    """A version of a certificate (保証証書); `amendment_number` n > 0 prints 変更－n.

    `rows` are in the table below number and principal, in this order. One that `is_on_paper`, being printed and
    handed over, does not say that there is none on paper; a copy of it says that it is a copy (写し).

    A deposit bank belongs to advance payments: an advance-payment guarantee needs one (a row `deposit_bank`), a
    performance guarantee has none. Members belong to a joint venture that has a name, copies to what is on paper. The
    address of the lead, the first member, is `principal_address`, and is not repeated.
    Raises ValueError otherwise, and for sums below one yen.
    """

    product: Product
    title: str
    labels: ContractLabels
    number: str
    amendment_number: int
    issued_on: datetime.date
    principal_address: str
    principal_name: str
    joint_venture_name: str | None = None
    joint_venture_members: tuple[Member, ...] = ()
    rows: tuple[DocumentRow, ...]
    general_terms: str
    is_on_paper: bool = False
    is_copy: bool = False
    seal: bytes | None = None
    """A PNG with a palette; without one a seal with the surety's name is drawn."""
    issuer: Issuer

    def __post_init__(self) -> None:
        has_bank = any(row.name == "deposit_bank" for row in self.rows)
        if self.product is Product.ADVANCE_PAYMENT and not has_bank:
            raise ValueError("An advance-payment guarantee needs its deposit bank")
        if self.product is Product.PERFORMANCE and has_bank:
            raise ValueError("A performance guarantee has no deposit bank")
        if self.joint_venture_members and self.joint_venture_name is None:
            raise ValueError("Members belong to a joint venture that has a name")
        if self.is_copy and not self.is_on_paper:
            raise ValueError("There are copies of certificates on paper only")
        if min(self._sums, default=1) < 1 or self.amendment_number < 0:
            raise ValueError("Sums are from one yen, amendments are counted from one")

    @property
    def _sums(self) -> list[int]:
        return [row.value for row in self.rows if isinstance(row.value, int)]


@dataclass(frozen=True, kw_only=True)
class KeyNoticeData:
    """A key notice (「認証キー」のお知らせ).

    `verification_page` is an address without query, to which the number is added.
    """

    product: Product
    product_name: str
    labels: ContractLabels
    number: str
    key: str
    issued_on: datetime.date
    contractor_name: str
    joint_venture_name: str | None = None
    obligee_title: str
    project_name: str
    verification_page: str
    issuer: Issuer
    replaced_on: datetime.date | None = None
    """Of a key that took the place of another one: since when."""


@dataclass(frozen=True, kw_only=True)
class FeeLine:
    """One line of a calculation; the amount is negative for a deduction."""

    description: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class FeeStatementData:
    """A fee statement (保証料計算書).

    `number` is None before the issue. `due_on` is the due date of a separate payment, into `fee_account` if there is
    one. `due` is the fee less earlier charges; below zero it is taken back, and refunded but for what is `unpaid`.

    `billing_month` is any day of the month with whose fees it is paid, for monthly consolidated payment; else None.
    Raises ValueError when the sums do not agree.
    """

    statement_number: str
    number: str | None
    product_name: str
    labels: ContractLabels
    issued_on: datetime.date
    bill_to: str
    bill_to_department: str | None = None
    bill_to_address: str | None = None
    principal_name: str
    joint_venture_name: str | None = None
    obligee_title: str
    project_name: str
    amount: int
    period_from: datetime.date
    period_to: datetime.date
    lines: tuple[FeeLine, ...]
    fee: int
    earlier_charges: int
    due: int
    unpaid: int = 0
    is_tax_exempt: bool
    is_sample: bool
    method: PaymentMethod
    billing_month: datetime.date | None = None
    due_on: datetime.date | None = None
    fee_account: str | None = None
    is_paper_requested: bool = False
    paper_delivery: PaperDelivery | None = None
    issuer: Issuer

    def __post_init__(self) -> None:
        if self.fee != sum(line.amount for line in self.lines) or self.due != self.fee - self.earlier_charges:
            raise ValueError("The lines, the fee and what is due do not agree")


@dataclass(frozen=True, kw_only=True)
class BilledFee:
    """One fee statement on a monthly bill; what is due is negative for a refund."""

    statement_number: str
    product_name: str
    project_name: str
    due: int


@dataclass(frozen=True, kw_only=True)
class MonthlyBillData:
    """The bill of a month (保証料請求書). Raises ValueError when the sums do not agree."""

    bill_number: str
    billing_month: datetime.date
    issued_on: datetime.date
    due_on: datetime.date
    bill_to: str
    bill_to_department: str | None = None
    bill_to_address: str | None = None
    contractor_name: str
    lines: tuple[BilledFee, ...]
    total: int
    fee_account: str | None = None
    is_tax_exempt: bool
    is_sample: bool
    issuer: Issuer

    def __post_init__(self) -> None:
        if self.total != sum(line.due for line in self.lines):
            raise ValueError("The lines and the total do not agree")
