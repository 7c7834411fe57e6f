"""The application form: the inputs of applyForGuarantees."""

import datetime
from typing import Any

import strawberry

from models.applying.application import MOST_GUARANTEES
from models.applying.contract import MOST_MEMBERS
from models.commands import ApplicationRequest, ContractRequest, GuaranteeRequest
from models.enums import ContractType, GuaranteeKind, Medium, PaperDelivery
from models.guarantee import FeePaymentMethod
from schema.reading import ids
from schema.reading.fields import described_input, given
from schema.scalars import Yen
from schema.types import joint_venture
from schema.types.joint_venture import JointVentureMemberInput


@described_input
class NewContractInput:
    """A contract that is not registered yet."""

    contractor_id: strawberry.ID | None = given("The contractor; the viewer's own company if null.", default=None)
    obligee_id: strawberry.ID = given("The obligee.")
    project_name: str = given("工事名, up to 120 characters.")
    contract_type: ContractType = given("Works or services.")
    contract_price: Yen = given("請負金額.")
    current_fiscal_year_base: Yen | None = given(
        "今年度対象額 of the first application, which may say it itself: its currentFiscalYearBase.", default=None
    )
    contract_date: datetime.date = given("請負契約日.")
    tender_notice_date: datetime.date | None = given(
        "入札公告日, if the obligee's acceptance depends on it.", default=None
    )
    bid_date: datetime.date | None = given("入札日, if the obligee's acceptance depends on it.", default=None)
    period_from: datetime.date = given("工期の始期.")
    period_to: datetime.date = given("工期の終期.")
    advance_payment_planned: bool = given("Whether the contract provides for an advance payment.", default=True)
    low_price_or_labour_only: bool = given(
        "Whether the raised minimum applies to the performance guarantee.", default=False
    )
    joint_venture_name: str | None = given("共同企業体の名称; the contractor is its lead member.", default=None)
    joint_venture_members: list[str] | None = given(
        "Its members, the lead member first, 2 to 20.", most=MOST_MEMBERS, default=None
    )
    joint_venture_parties: list[JointVentureMemberInput] | None = given(
        joint_venture.LIST, most=MOST_MEMBERS, default=None
    )
    is_another: bool = given(
        "Says that it is another contract than the registered one that looks the same.", default=False
    )
    contracting_officer_id: strawberry.ID | None = given(
        "被保証者; required where the obligee has several contracting officers.", default=None
    )

    def request(self) -> ContractRequest:
        """As the use case takes it."""
        given: dict[str, Any] = vars(self) | {
            "contractor_id": ids.wanted(self.contractor_id, "Contractor"),
            "obligee_id": ids.key_of(self.obligee_id, "Obligee"),
            "joint_venture_members": tuple(self.joint_venture_members or ()),
            "joint_venture_parties": joint_venture.requests(self.joint_venture_parties),
            "contracting_officer_id": ids.wanted(self.contracting_officer_id, "ContractingOfficer"),
        }
        return ContractRequest(**given)


@described_input
class RequestedGuaranteeInput:
    """A guarantee asked for."""

    kind: GuaranteeKind = given("What is to be guaranteed; each kind once.")
    medium: Medium = given("How the certificate is to be given.")
    amount: Yen = given("保証金額.")
    deposit_bank: str | None = given("預託金融機関; required for advance payments, and only there.", default=None)
    redeposit: bool | None = given("再預託利用区分; required for advance payments, and only there.", default=None)
    recognized_on: datetime.date | None = given(
        "The day of the obligee's recognition (認定); required for intermediate advance payments, and only there.",
        default=None,
    )
    fee_payment_method: FeePaymentMethod = given("保証料支払方法.", default=FeePaymentMethod.MONTHLY_CONSOLIDATED)
    bill_to: str | None = given("保証料請求先, up to 120 characters; this or billToId.", default=None)
    bill_to_id: strawberry.ID | None = given(
        "保証料請求先 from the register; statements have its name, department and address of their day.", default=None
    )
    paper_fee_statement: bool = given("保証料計算書（紙）を希望する.", default=False)

    def request(self) -> GuaranteeRequest:
        """As the use case takes it."""
        given: dict[str, Any] = vars(self) | {"bill_to_id": ids.wanted(self.bill_to_id, "BillTo")}
        return GuaranteeRequest(**given)


@described_input
class ApplyForGuaranteesInput:
    """The application form."""

    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )
    contract_id: strawberry.ID | None = given("A registered contract; exactly one of the two.", default=None)
    contract: NewContractInput | None = given("A new contract; exactly one of the two.", default=None)
    guarantees: list[RequestedGuaranteeInput] = given("One or more, of different kinds.", most=MOST_GUARANTEES)
    submission_branch_id: strawberry.ID = given("申込送信先.")
    notify_on_completion: bool = given("電子保証発行完了のお知らせを希望する.")
    email: str | None = given("Where the notice of completion goes; required if it is wanted.", default=None)
    contact_department: str | None = given("担当部署.", default=None)
    contact_title: str | None = given("役職.", default=None)
    contact_name: str | None = given("担当者名.", default=None)
    contact_telephone: str | None = given("連絡先電話番号.", default=None)
    message: str | None = given("お客様から弊社への連絡事項, up to 2,000 characters.", default=None)
    current_fiscal_year_base: Yen | None = given(
        "今年度対象額, for contracts over several fiscal years: what the advance payments of the year are measured"
        " against. Null: as other advance payments of the year, or else the contract's price.",
        default=None,
    )
    fiscal_year: int | None = given(
        "The fiscal year of the advance payment, by the year in which it begins: this (also if null) or the next.",
        default=None,
    )
    paper_delivery: PaperDelivery | None = given(
        "保証証書受取 of the guarantees on paper, and only with these; CONTRACTOR if null.", default=None
    )

    def request(self) -> ApplicationRequest:
        """As the use case takes it."""
        return ApplicationRequest(
            contract_id=ids.wanted(self.contract_id, "Contract"),
            contract=self.contract and self.contract.request(),
            guarantees=tuple(guarantee.request() for guarantee in self.guarantees),
            submission_branch_id=ids.key_of(self.submission_branch_id, "Branch"),
            notify_on_completion=self.notify_on_completion,
            email=self.email,
            contact_department=self.contact_department,
            contact_title=self.contact_title,
            contact_name=self.contact_name,
            contact_telephone=self.contact_telephone,
            message=self.message,
            fiscal_year=self.fiscal_year,
            current_fiscal_year_base=self.current_fiscal_year_base,
            paper_delivery=self.paper_delivery,
        )
