"""Recipients: SQL expressions for addresses, never that of a deactivated account."""

from mail.definitions import Recipient


def in_use(address: str) -> str:
    """An address (SQL), NULL if its account is deactivated."""
    return f"""CASE WHEN NOT EXISTS (
    SELECT FROM account WHERE account.email = lower({address}) AND NOT account.is_active) THEN {address} END"""


APPLICANT = Recipient(
    "applicant",
    f"""coalesce({in_use("application.email")}, (
    SELECT account.email FROM account WHERE account.contractor_id = application.contractor_id AND account.is_active
    ORDER BY account.id = application.applicant_id DESC NULLS LAST, account.id LIMIT 1))""",  # noqa: S608 -- constant names
    {"addressee": "contractor.name", "person": "nullif(concat_ws('　', contact_department, contact_name), '')"},
    omitted=frozenset({"contractor"}),
)
"""The address on the application; without one that of the applicant's account, or else of the contractor's oldest."""
SURETY = Recipient(
    "surety",
    f"""coalesce({in_use("surety.mail_reply_to")}, (
    SELECT account.email FROM account WHERE account.surety_id = surety.id AND account.is_active
    ORDER BY account.id LIMIT 1))""",  # noqa: S608 -- constant names
    {"addressee": "branch.name", "in_house": "true"},
    is_in_house=True,
)
"""The surety's own branch: its reply address; without one its oldest account."""
BRANCH = Recipient(
    "branch",
    f"""coalesce({in_use("notification.email")}, {SURETY.address})""",
    SURETY.facts,
    is_in_house=True,
)
"""The branch that an application was sent to: the address that it has chosen; without one as SURETY."""
OBLIGEE = Recipient(
    "obligee",
    "event.given ->> 'recipient'",
    {"addressee": "obligee.name", "person": "'ご担当者'"},
    reply_to=f"coalesce({APPLICANT.address}, surety.mail_reply_to)",
)
"""An address that the obligee has registered, from the event. Replies go to the applicant."""
