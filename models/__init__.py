"""Rows, and the rules that concern a single row. Every table of the application is listed here."""

from models.after_issue.amendment_request import AmendmentRequest
from models.after_issue.audit_chain import AuditBlock, AuditChain, AuditLeaf
from models.after_issue.audit_checkpoint import AuditCheckpoint
from models.after_issue.claim import Claim
from models.after_issue.claim_message import ClaimMessage
from models.after_issue.retention import PurgeReport, RetentionRule
from models.applying.application import Application, ApplicationDraft, Message, Submission
from models.applying.attachment import Attachment
from models.applying.contract import Contract
from models.applying.contract_change import ContractChange
from models.applying.contract_party import ContractParty
from models.applying.review_note import ReviewNote
from models.audit_records import AuditEvent, FailureWindow, IdempotencyRecord, SerialCounter
from models.auth_key import AuthKey
from models.certificate import Certificate
from models.document import Document, DocumentContent
from models.fees.additional_payment import AdditionalPayment
from models.fees.fee import FeeTable
from models.fees.fee_statement import FeeStatement
from models.fees.monthly_bill import FeePayment, MonthlyBill, MonthlyBillItem
from models.fees.monthly_payment import MonthlyPayment
from models.guarantee import Guarantee
from models.handover import Handover, HandoverEvent
from models.key_presentation import KeyPresentation
from models.outgoing_mail import OutgoingMail
from models.parties.account import AccessToken, Account, ApiClient, ApiClientObligee
from models.parties.bill_to import BillTo
from models.parties.branch_notification import BranchNotification
from models.parties.contract_approval import ContractApproval
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, Obligee
from models.parties.obligee_office import ObligeeOffice
from models.parties.obligee_rules import ObligeeRules
from models.parties.password_link import PasswordLink
from models.parties.register_change import RegisterChange
from models.parties.seal_image import SealImage
from models.parties.surety import Branch, Surety
from models.pending_content import PendingContent
from models.received_notice import ReceivedNotice
from models.site.site_text import SiteText

__all__ = [
    "AccessToken",
    "Account",
    "AdditionalPayment",
    "AmendmentRequest",
    "ApiClient",
    "ApiClientObligee",
    "Application",
    "ApplicationDraft",
    "Attachment",
    "AuditBlock",
    "AuditChain",
    "AuditCheckpoint",
    "AuditEvent",
    "AuditLeaf",
    "AuthKey",
    "BillTo",
    "Branch",
    "BranchNotification",
    "Certificate",
    "Claim",
    "ClaimMessage",
    "Contract",
    "ContractApproval",
    "ContractChange",
    "ContractParty",
    "ContractingOfficer",
    "Contractor",
    "Document",
    "DocumentContent",
    "ElectronicAcceptance",
    "FailureWindow",
    "FeePayment",
    "FeeStatement",
    "FeeTable",
    "Guarantee",
    "Handover",
    "HandoverEvent",
    "IdempotencyRecord",
    "KeyPresentation",
    "Message",
    "MonthlyBill",
    "MonthlyBillItem",
    "MonthlyPayment",
    "Obligee",
    "ObligeeOffice",
    "ObligeeRules",
    "OutgoingMail",
    "PasswordLink",
    "PendingContent",
    "PurgeReport",
    "ReceivedNotice",
    "RegisterChange",
    "RetentionRule",
    "ReviewNote",
    "SealImage",
    "SerialCounter",
    "SiteText",
    "Submission",
    "Surety",
]
