"""The permission matrix, from resolvers/access.py: `python -m tests.support.permissions` writes the page."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import models
from models.document import DocumentKind
from models.enums import AccountRole, Role
from models.row import Row
from resolvers import access, account_roles, redaction
from resolvers.conditions import Condition, Equals, Everything, Nothing, NotNull, Or, Through
from resolvers.list_conditions import alternatives
from schema.build import graphql_schema

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
PUBLIC = frozenset(
    {
        "viewer",
        "node",
        "sureties",
        "obligees",
        "siteTexts",
        "signIn",
        "verifyDocument",
        "setPassword",
        "requestPasswordReset",
    }
)
"""Root fields for everyone, signed in or not. Any other field must be in OPERATIONS."""

LABELS: Mapping[Role | None, str] = {
    None: "nobody",
    Role.CONTRACTOR: "contractor",
    Role.SURETY: "surety",
    Role.OBLIGEE: "obligee",
    Role.E_CONTRACT_SYSTEM: "e-contract system",
    Role.OPERATOR: "operator",
}
ROWS: tuple[type[Row], ...] = (
    models.Surety,
    models.Branch,
    models.BranchNotification,
    models.Obligee,
    models.ElectronicAcceptance,
    models.ContractingOfficer,
    models.ObligeeRules,
    models.ObligeeOffice,
    models.ContractApproval,
    models.Contractor,
    models.RegisterChange,
    models.SealImage,
    models.SiteText,
    models.BillTo,
    models.Contract,
    models.ContractChange,
    models.Application,
    models.ApplicationDraft,
    models.Submission,
    models.Message,
    models.Attachment,
    models.ReviewNote,
    models.Guarantee,
    models.AmendmentRequest,
    models.Claim,
    models.Handover,
    models.HandoverEvent,
    models.OutgoingMail,
    models.Certificate,
    models.AuthKey,
    models.FeeTable,
    models.FeeStatement,
    models.MonthlyPayment,
    models.MonthlyBill,
    models.FeePayment,
    models.PurgeReport,
    models.ApiClient,
    models.AccessToken,
    models.Account,
)
OWN, JOINT = "own", "own, joint"
RECEIVED, PRESENTED = "received", "presented"
TEXT = """# Permissions

Written by `python -m tests.support.permissions` from `resolvers/access.py`; tests/schema/test_permissions.py holds
both the page and the behaviour to it. The rules stand in `resolvers/access.py` and nowhere else.

## Operations

Who may call what. Without a session an operation answers `UNAUTHENTICATED`, in another role `FORBIDDEN`; "yes" means
that it is answered, and then each row is judged by itself.

{operations}

## Accounts within an organisation

What an account may call of what its organisation may; otherwise `FORBIDDEN`. API clients have no such role.

{accounts}

## Rows

What each role sees of what there is. *{own}*: of its own company or surety; accounts of its own
organisation, which only administrators may ask for; own sessions. *{joint}*: also of joint ventures of which
its company is a registered member (by its corporate number), after the application is submitted. *{received}*
(officials): guarantees in favour of their obligee whose number and key any official of it or any system that acts for
it has presented.
*{presented}* (e-contract systems): guarantees in favour of its obligees whose number and key this system has presented,
or whose notice it has uploaded; not those that another system has presented. Rows that belong to these guarantees are
visible with them. An application that is not submitted yet, a draft, is its contractor's alone. A row that is not
visible is answered like one that does not exist. What a visible row refers to (its contract, its obligee…) is visible
with it.

{rows}

Obligees and systems never see {private}: they are null. So they are for the other members of a
joint venture, who read along: they may call no mutation on its contract, application and guarantees, which answers as
for strangers.
Contractors do not see {in_house} either. Addresses for key notices ({signed_in}) are empty for those who are not signed
in.
Auth keys are opened for those who see them, and each reading is recorded; so is each link to a key notice. Each reading
of a certificate by officials and systems is recorded: by number and key (`certificate.read`), on its page
(`certificate.shown`), in lists, nodes and CSV files (`certificate.listed`, once an hour for each reader, address and
certificate), as a PDF (`document.read`).
Who has presented number and key (`keyPresentations`) is for the surety and the operator, and without the names of
persons for the contractor.
Corrected and cancelled certificates are for the surety and the operator alone.
Hand-overs and what happened to them are the same for all who see the guarantee; the mail of a sending is seen with it
(address, state, and why it has not arrived), without what a mail server said.

## The restricted look-up

`certificate` opens with number and key for the obligee of the guarantee, an e-contract system that acts for it, and the
surety's staff. To everybody else the right key answers like a wrong one.
"""


def page() -> str:
    """The expected text of docs/permissions.md."""
    private, in_house, signed_in = (
        sorted({_camel(column.removesuffix("_id")) for columns in table.values() for column in columns})
        for table in (redaction.PRIVATE, redaction.IN_HOUSE, redaction.SIGNED_IN)
    )
    return TEXT.format(
        operations=_table("operation", ((f"`{name}`", _answers(name)) for name in sorted(root_fields()))),
        accounts=_table(
            "operation",
            ((f"`{name}`", _account_answers(name)) for name in sorted(access.OPERATIONS)),
            [role.value.lower() for role in AccountRole],
        ),
        rows=_table("rows", [*_row_lines(), *_document_lines()]),
        private=", ".join(f"`{name}`" for name in private),
        in_house=", ".join(f"`{name}`" for name in in_house),
        signed_in=", ".join(f"`{name}`" for name in signed_in),
        own=OWN,
        joint=JOINT,
        received=RECEIVED,
        presented=PRESENTED,
    )


def root_fields() -> set[str]:
    """Every operation of the schema."""
    roots = (graphql_schema.query_type, graphql_schema.mutation_type)
    return {name for root in roots if root is not None for name in root.fields}


def _answers(name: str) -> list[str]:
    if name in PUBLIC:
        return ["yes"] * len(LABELS)
    return ["yes" if role in access.OPERATIONS[name] else "—" for role in LABELS]


def _account_answers(name: str) -> list[str]:
    return ["yes" if role in account_roles.of(name) else "—" for role in AccountRole]


def _row_lines() -> Iterable[tuple[str, list[str]]]:
    for model in ROWS:
        yield model.__name__, [_seen(access.rule(model, role), role) for role in LABELS]


def _document_lines() -> Iterable[tuple[str, list[str]]]:
    for kind in DocumentKind:
        name = f"Document ({kind.value.lower().replace('_', ' ')})"
        yield name, [_seen(access.document_rule(kind, role), role) for role in LABELS]


def _seen(condition: Condition, role: Role | None) -> str:
    if len(alternatives(condition)) > 1:
        return JOINT
    while isinstance(condition, Through):
        condition = condition.condition
    match condition:
        case Everything() | NotNull():
            return "all"
        case Or():  # all tokens of API clients, and the own sessions
            return f"all, {OWN}"
        case Equals():
            return OWN
        case Nothing():
            return "—"
        case _:
            return {Role.OBLIGEE: RECEIVED, Role.E_CONTRACT_SYSTEM: PRESENTED}.get(role, OWN) if role else OWN


def _table(what: str, rows: Iterable[tuple[str, list[str]]], columns: Iterable[str] = LABELS.values()) -> str:
    names = list(columns)
    lines = [f"| {what} | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows)])


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


if __name__ == "__main__":
    sys.exit(0 if PAGE.write_text(page(), encoding="utf-8") else 1)
