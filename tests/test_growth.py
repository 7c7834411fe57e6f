"""docs/operations.md lists the limit of every table, with the enforced numbers."""

import re
from pathlib import Path

import models
from models.after_issue.amendment_request import MOST_REQUESTS
from models.after_issue.claim import MOST_CLAIMS
from models.after_issue.claim_message import MOST_CLAIM_MESSAGES
from models.applying.application import MOST_GUARANTEES as MOST_GUARANTEES_ASKED
from models.applying.application import MOST_MESSAGES, MOST_SUBMISSIONS
from models.applying.attachment import MOST_ATTACHMENTS
from models.applying.contract import MOST_CHANGES, MOST_GUARANTEES, MOST_MEMBERS
from models.applying.review_note import MOST_NOTES
from models.certificate import MOST_HANDOVERS, MOST_VERSIONS
from models.fees.fee_statement import MOST_STATEMENTS
from models.handover import MOST_EVENTS, MOST_MAILINGS, MOST_NOTICES, MOST_RETURNS
from models.parties.account import MOST_ACCOUNTS, MOST_OBLIGEES, MOST_SESSIONS, MOST_TOKENS
from models.parties.bill_to import MOST_BILL_TOS
from models.parties.branch_notification import MOST_IMMEDIATE
from models.parties.contracting_officer import MOST_OFFICERS
from models.parties.obligee import MOST_ACCEPTANCES, MOST_NOTICE_ADDRESSES
from models.parties.obligee_office import MOST_OFFICES
from models.parties.surety import MOST_BRANCHES, MOST_SURETIES
from resolvers import quotas
from resolvers.applications.save_draft import MOST_DRAFTS
from resolvers.outgoing_mails import MOST_WARNINGS
from resolvers.parties.registers.register_files import MOST_LINES

PAGE = (Path(__file__).parent.parent / "docs/operations.md").read_text()
SECTION = PAGE.partition("\n## Growth\n")[2].partition("\n## ")[0]
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")] for line in SECTION.splitlines() if line.startswith("| `")
]
BOUNDS = {table: row[2] for row in ROWS for table in re.findall(r"`(\w+)`", row[0])}
NUMBERS = {
    "access_token": (MOST_SESSIONS, MOST_TOKENS),
    "account": (MOST_ACCOUNTS, quotas.INVITATIONS.most),
    "additional_payment": (MOST_STATEMENTS,),
    "amendment_request": (MOST_REQUESTS, quotas.AMENDMENT_REQUESTS.most),
    "api_client_obligee": (MOST_OBLIGEES,),
    "application": (quotas.APPLICATIONS.most, MOST_DRAFTS),
    "attachment": (MOST_ATTACHMENTS, quotas.ATTACHMENTS.most),
    "bill_to": (MOST_BILL_TOS, quotas.BILL_TOS.most),
    "certificate": (MOST_VERSIONS, quotas.AMENDMENTS.most, quotas.CORRECTIONS.most),
    "claim": (MOST_CLAIMS, quotas.CLAIMS.most),
    "claim_message": (MOST_CLAIM_MESSAGES, quotas.CLAIM_QUESTIONS.most),
    "contract": (MOST_MEMBERS,),
    "contract_change": (MOST_CHANGES, quotas.CONTRACT_CHANGES.most),
    "contract_party": (MOST_MEMBERS - 1,),
    "contracting_officer": (MOST_OFFICERS,),
    "contract_approval": (quotas.CONTRACT_APPROVALS.most,),
    "electronic_acceptance": (MOST_ACCEPTANCES, MOST_NOTICE_ADDRESSES, MOST_OFFICES),
    "fee_statement": (MOST_STATEMENTS, quotas.REVOCATIONS.most),
    "guarantee": (MOST_GUARANTEES_ASKED, MOST_GUARANTEES),
    "handover": (MOST_RETURNS, MOST_HANDOVERS, quotas.RETURNED_CERTIFICATES.most),
    "handover_event": (MOST_EVENTS, MOST_MAILINGS, MOST_NOTICES),
    "message": (MOST_MESSAGES, quotas.MESSAGES.most),
    "obligee_rules": (quotas.OBLIGEE_RULES.most,),
    "outgoing_mail": (
        quotas.MAILED_NOTICES_OF_A_GUARANTEE.most,
        quotas.MAILED_NOTICES.most,
        MOST_WARNINGS,
        MOST_IMMEDIATE,
        quotas.RETRIED_MAILS.most,
    ),
    "review_note": (MOST_NOTES, quotas.NOTES.most),
    "submission": (MOST_SUBMISSIONS,),
    "register_change": (quotas.REGISTER_CHANGES.most,),
    "received_notice": (MOST_NOTICES, quotas.RECEIVED_NOTICES.most),
    "surety": (MOST_SURETIES, MOST_BRANCHES, quotas.REGISTER_ENTRIES.most, quotas.REGISTER_IMPORTS.most, MOST_LINES),
}


def test_every_table_says_what_adds_rows_what_bounds_it_and_what_deletes_them() -> None:
    tables = {getattr(models, name)._meta.db_table for name in models.__all__}
    assert set(BOUNDS) == tables
    assert all(len(row) == 4 and all(row) for row in ROWS)


def test_the_bounds_are_those_that_are_enforced() -> None:
    for table, numbers in NUMBERS.items():
        told = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", BOUNDS[table])]
        assert set(numbers) <= set(told), table


def test_every_quota_is_told() -> None:
    told = re.findall(r"\d[\d,]*", " ".join(BOUNDS.values()))
    assert {f"{quota.most:,}" for quota in vars(quotas).values() if isinstance(quota, quotas.Quota)} <= set(told)
