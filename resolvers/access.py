"""Access control: which operations each role may call, and which rows each viewer may see. Decided only here.

`require` checks operations, `visible` rows; `redaction.py` blanks columns. docs/permissions.md is generated.
"""

from collections.abc import Mapping

from tortoise.expressions import Q

import models
from models.certificate import CertificateStatus
from models.document import DocumentKind
from models.enums import Medium, Role
from models.errors import NotAllowed, NotSignedIn
from models.parties.viewer import Viewer
from models.row import Row
from resolvers import account_roles
from resolvers.access_rules import after_issue_rules, register_rules
from resolvers.conditions import (
    EVERYTHING,
    NOTHING,
    And,
    Condition,
    Equals,
    EqualsAny,
    InSubquery,
    IsFalse,
    NotNull,
    OneOf,
    Or,
    Through,
)
from resolvers.joint_rules import JOINT, OWN
from resolvers.list_conditions import alternatives

OPERATOR = frozenset({Role.OPERATOR})
EVERYBODY = frozenset(Role)
CONTRACTOR = frozenset({Role.CONTRACTOR})
SURETY = frozenset({Role.SURETY})
OBLIGEES = frozenset({Role.OBLIGEE, Role.E_CONTRACT_SYSTEM})
PEOPLE = EVERYBODY - {Role.E_CONTRACT_SYSTEM}

OPERATIONS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("contractors", "contracts", "applications", "guarantees"), EVERYBODY),
    **dict.fromkeys(("certificate", "certificates", "certificatesCsv", "signOut"), EVERYBODY),
    **dict.fromkeys(("apiClients", "createApiClient", "changeApiClient", "deactivateApiClient"), OPERATOR),
    **dict.fromkeys(("issueApiToken", "revokeApiToken"), OPERATOR),
    **dict.fromkeys(("retentionRules", "purges", "setRetentionRule"), OPERATOR),
    **dict.fromkeys(("outgoingMails", "auditTrail"), SURETY | OPERATOR),
    **dict.fromkeys(("feeEstimate", "feeRates", "monthlyPayments"), CONTRACTOR | SURETY | OPERATOR),
    **dict.fromkeys(("feeStatements", "feeStatementsCsv"), CONTRACTOR | SURETY | OPERATOR),
    **dict.fromkeys(("monthlyBills", "monthlyBillsCsv"), CONTRACTOR | SURETY | OPERATOR),
    **dict.fromkeys(("changePassword", "endSession", "accounts", "inviteAccount", "deactivateAccount"), PEOPLE),
    "checkApplication": CONTRACTOR,
    "applicationSuggestions": CONTRACTOR,
    **dict.fromkeys(("applyForGuarantees", "withdrawApplication", "withdrawGuarantee"), CONTRACTOR),
    **dict.fromkeys(("saveApplicationDraft", "deleteApplicationDraft", "submitApplication"), CONTRACTOR),
    "startReview": SURETY,
    **dict.fromkeys(("addAttachment", "removeAttachment"), CONTRACTOR | SURETY | OBLIGEES),
    **dict.fromkeys(("changeContract", "removeContract"), CONTRACTOR | SURETY),
    **dict.fromkeys(("saveBillTo", "removeBillTo"), CONTRACTOR),
    **dict.fromkeys(("returnGuarantee", "declineGuarantee", "approveGuarantee", "revokeApproval"), SURETY),
    "recordFeePayment": SURETY,
    **dict.fromkeys(("setFeeRates", "setMonthlyPayment", "setBillingDay"), SURETY),
    **dict.fromkeys(("setObligeeRules", "approveContractForElectronic"), frozenset({Role.OBLIGEE, Role.OPERATOR})),
    **dict.fromkeys(("setBranchNotifications", "retryMail", "addReviewNote"), SURETY),
    "sendNotice": CONTRACTOR,
    **dict.fromkeys(("uploadNotice", "acceptCertificate", "returnCertificate"), OBLIGEES),
    **dict.fromkeys(("postMessage", "markMessagesRead"), CONTRACTOR | SURETY),
    **dict.fromkeys(("issueGuarantee", "issueGuarantees"), SURETY),
    **after_issue_rules.OPERATIONS,
    **register_rules.OPERATIONS,
}
"""The roles that may call an operation; unlisted operations are for everyone, signed in or not."""


def require(operation: str, viewer: Viewer | None) -> Viewer:
    """The viewer, if its role, and its account's, may call `operation`. Raises NotSignedIn, NotAllowed."""
    if viewer is None:
        raise NotSignedIn
    if viewer.role not in OPERATIONS[operation]:
        raise NotAllowed
    if viewer.account_role is not None and viewer.account_role not in account_roles.of(operation):
        raise NotAllowed
    return viewer


def rule(model: type[Row], role: Role | None, *, reads_along: bool = True) -> Condition:
    """The condition on rows of `model` that a viewer in `role` may see; None is an anonymous client.

    Contractors see their own (and if they read along, joint ones), sureties their own, officials what their obligee has
    received, systems what they have presented, operators all except keys. What a row refers to is visible too.
    """
    if model in _PUBLIC:
        return EVERYTHING
    found = _ROWS[model].get(role, NOTHING) if role else NOTHING
    return found if reads_along else alternatives(found)[0]


def visible(model: type[Row], viewer: Viewer | None) -> Q:
    """The rule for this viewer, as a condition of Tortoise."""
    return rule(model, viewer and viewer.role, reads_along=viewer is not None and viewer.reads_along).q(viewer)


def own(model: type[Row], viewer: Viewer | None) -> Q:
    """The rows that the viewer may change or act on, as a condition of Tortoise: of a joint venture, its lead alone."""
    role = viewer and viewer.role
    return (OWN if role is Role.CONTRACTOR and model in JOINT else rule(model, role)).q(viewer)


def document_rule(kind: DocumentKind, role: Role | None) -> Condition:
    """The condition on documents of a kind that a role may read."""
    return _DOCUMENTS[kind].get(role, NOTHING) if role else NOTHING


def key_holders(role: Role | None) -> Condition:
    """The condition on guarantees whose certificates a role may open with number and key."""
    return KEY_HOLDERS.get(role, NOTHING) if role else NOTHING


def _parties(obligees: Condition, systems: Condition) -> dict[Role, Condition]:
    """Rows with their own contractor and surety; what officials and e-contract systems see of them."""
    return {
        Role.CONTRACTOR: OWN,
        Role.SURETY: Equals("surety_id", to="surety_id"),
        Role.OPERATOR: EVERYTHING,
        Role.OBLIGEE: obligees,
        Role.E_CONTRACT_SYSTEM: systems,
    }


def _through(relation: str, model: type[Row], rules: Mapping[Role, Condition]) -> dict[Role, Condition]:
    return {role: Through(relation, model, condition) for role, condition in rules.items()}


def _referred_to(column: str) -> dict[Role, Condition]:
    """Rows that the column of guarantees refers to: visible to officials and systems with these guarantees."""
    return _parties(*(InSubquery(column, models.Guarantee, condition) for condition in (_RECEIVED, _PRESENTED)))


# A person has one obligee. This form lets an index return its rows in order, however many others there are.
_RECEIVED = And(Equals("obligee_id", to="obligee_id"), NotNull("presented_at"))
_PRESENTED = And(
    EqualsAny("obligee_id", of="obligee_ids"),
    InSubquery("guarantee_id", models.KeyPresentation, Equals("api_client_id", to="actor_id")),
)
"""A system does not see what another system has presented, even if both act for the same obligee."""
_GUARANTEES = _parties(_RECEIVED, _PRESENTED) | {Role.CONTRACTOR: JOINT[models.Guarantee]}
_OF_GUARANTEES = _through("guarantee", models.Guarantee, _GUARANTEES)
_PRIVATE = _parties(NOTHING, NOTHING)
_APPLICATIONS = _PRIVATE | {Role.OPERATOR: NotNull("submitted_at")}
"""A draft is its contractor's alone: it has no surety yet."""
_OWN_SESSIONS = Equals("account_id", to="actor_id")
_SHOWN = OneOf("status", (CertificateStatus.CURRENT, CertificateStatus.SUPERSEDED))
"""Only the surety and the audit see corrected and cancelled versions (domain rule 9)."""

_PUBLIC: frozenset[type[Row]] = frozenset(
    {models.Surety, models.Branch, models.Obligee, models.ElectronicAcceptance, models.ContractingOfficer}
    | {models.ObligeeRules}
)
_ROWS: Mapping[type[Row], Mapping[Role, Condition]] = {
    models.ObligeeOffice: dict.fromkeys(Role, EVERYTHING),
    models.ContractApproval: {Role.OBLIGEE: Equals("obligee_id", to="obligee_id"), Role.OPERATOR: EVERYTHING},
    models.Contractor: _referred_to("contractor_id")
    | {
        Role.CONTRACTOR: Equals("id", to="contractor_id"),
        Role.SURETY: InSubquery("contractor_id", models.Contract, Equals("surety_id", to="surety_id")),
    },
    models.BillTo: {Role.CONTRACTOR: And(OWN, IsFalse("is_removed"))},
    models.Contract: _referred_to("contract_id") | {Role.CONTRACTOR: JOINT[models.Contract]},
    models.ContractChange: _PRIVATE,
    models.Application: _APPLICATIONS | {Role.CONTRACTOR: JOINT[models.Application]},
    models.ApplicationDraft: {Role.CONTRACTOR: Through("application", models.Application, OWN)},
    models.Submission: _through("application", models.Application, _APPLICATIONS),
    models.Message: _through("application", models.Application, _APPLICATIONS),
    models.Attachment: {
        **after_issue_rules.attachments(_OF_GUARANTEES),
        Role.SURETY: Through("application", models.Application, Equals("surety_id", to="surety_id")),
        Role.OPERATOR: Through("application", models.Application, NotNull("submitted_at")),
    },
    # What reviewers write down stays within their surety.
    models.ReviewNote: {
        Role.SURETY: Through("application", models.Application, _APPLICATIONS[Role.SURETY]),
    },
    models.Guarantee: _GUARANTEES,
    models.AmendmentRequest: _PRIVATE,
    models.Certificate: {
        role: condition if role in SURETY | OPERATOR else And(condition, _SHOWN)
        for role, condition in _OF_GUARANTEES.items()
    },
    models.ReceivedNotice: _OF_GUARANTEES,
    **after_issue_rules.rows(_OF_GUARANTEES),
    models.Handover: _OF_GUARANTEES,
    models.HandoverEvent: _through("handover", models.Handover, _OF_GUARANTEES),
    models.OutgoingMail: _PRIVATE | {Role.CONTRACTOR: NOTHING},
    models.AuthKey: _through("guarantee", models.Guarantee, _PRIVATE | {Role.OPERATOR: NOTHING}),
    models.FeeTable: {
        Role.CONTRACTOR: EVERYTHING,
        Role.SURETY: Equals("surety_id", to="surety_id"),
        Role.OPERATOR: EVERYTHING,
    },
    **dict.fromkeys((models.FeeStatement, models.MonthlyPayment, models.MonthlyBill), _PRIVATE),
    models.MonthlyBillItem: _through("bill", models.MonthlyBill, _PRIVATE),
    models.FeePayment: _through("bill", models.MonthlyBill, _PRIVATE),
    models.BranchNotification: {
        Role.SURETY: Through("branch", models.Branch, Equals("surety_id", to="surety_id")),
        Role.OPERATOR: EVERYTHING,
    },
    **{model: {Role.OPERATOR: EVERYTHING} for model in (models.PurgeReport, models.ApiClient, models.ApiClientObligee)},
    models.SiteText: register_rules.KEPT[models.SiteText],
    models.AccessToken: dict.fromkeys(PEOPLE, _OWN_SESSIONS)
    | {Role.OPERATOR: Or(NotNull("api_client_id"), _OWN_SESSIONS)},
    models.RegisterChange: register_rules.CHANGES,
    models.SealImage: register_rules.SEALS,
    models.Account: {role: Equals(f"{role.lower()}_id", to=f"{role.lower()}_id") for role in PEOPLE - OPERATOR}
    | {Role.OPERATOR: EVERYTHING},
}
_DOCUMENTS: Mapping[DocumentKind, Mapping[Role, Condition]] = {
    # Only the surety prints certificates on paper.
    DocumentKind.CERTIFICATE: _through(
        "certificate",
        models.Certificate,
        {
            role: condition if role in SURETY else And(condition, OneOf("medium", (Medium.ELECTRONIC,)))
            for role, condition in _ROWS[models.Certificate].items()
        },
    ),
    DocumentKind.CERTIFICATE_COPY: _through(
        "certificate",
        models.Certificate,
        {role: condition for role, condition in _ROWS[models.Certificate].items() if role not in SURETY},
    ),
    # The contractor chooses the recipients of its key; the surety sees the key itself where necessary.
    DocumentKind.KEY_NOTICE: {
        Role.CONTRACTOR: And(
            Through("certificate", models.Certificate, And(Through("guarantee", models.Guarantee, OWN), _SHOWN)),
            after_issue_rules.KEY_COUNTS,
        )
    },
    DocumentKind.FEE_STATEMENT: _through("fee_statement", models.FeeStatement, _ROWS[models.FeeStatement]),
    DocumentKind.MONTHLY_BILL: _through("monthly_bill", models.MonthlyBill, _ROWS[models.MonthlyBill]),
    DocumentKind.CLAIM_RECEIPT: after_issue_rules.receipts(_OF_GUARANTEES),
}
KEY_HOLDERS: Mapping[Role, Condition] = {
    Role.OBLIGEE: EqualsAny("obligee_id", of="obligee_ids"),
    Role.E_CONTRACT_SYSTEM: EqualsAny("obligee_id", of="obligee_ids"),
    Role.SURETY: Equals("surety_id", to="surety_id"),
}
"""Whose guarantees a role may open with number and key."""
