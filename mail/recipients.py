"""Recipients: SQL expressions for addresses, never that of a deactivated account."""

from mail.definitions import Recipient


def in_use(address: str) -> str:
    """An address (SQL), NULL if its account is deactivated and nobody else has set a password for it.

    Invitations do not count: whoever invites an address must not decide about its mails.
    """
    return f"""CASE WHEN coalesce((
    SELECT bool_or(account.is_active) FROM account
    WHERE account.email = lower({address}) AND account.password_hash IS NOT NULL), true) THEN {address} END"""  # noqa: S608


APPLICANT = Recipient(
    "applicant",
    f"""coalesce({in_use("application.email")}, (
    SELECT account.email FROM account WHERE account.contractor_id = application.contractor_id AND account.is_active
        AND account.password_hash IS NOT NULL
    ORDER BY account.id = application.applicant_id DESC NULLS LAST, account.id LIMIT 1))""",  # noqa: S608 -- constant names
    {"addressee": "contractor.name", "person": "nullif(concat_ws('　', contact_department, contact_name), '')"},
    omitted=frozenset({"contractor"}),
)
"""The address on the application; without one that of the applicant's account, or else of the contractor's oldest.

Accounts without a password do not count: nobody has read their invitation."""
SURETY = Recipient(
    "surety",
    f"""coalesce({in_use("surety.mail_reply_to")}, (
    SELECT account.email FROM account WHERE account.surety_id = surety.id AND account.is_active
        AND account.password_hash IS NOT NULL
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
NOTIFIED_OBLIGEE = Recipient(
    "notified",
    """(SELECT sent.recipient FROM outgoing_mail AS sent
    WHERE sent.guarantee_id = guarantee.id AND sent.kind = 'KEY_NOTICE' AND sent.state = 'SENT'
    ORDER BY sent.id DESC LIMIT 1)""",
    {**OBLIGEE.facts, "verifies": "true"},
)
"""The address to which the last key notice of the guarantee was mailed."""
_CLAIMS_BY = "claimant.is_active AND claimant.password_hash IS NOT NULL"
CLAIMANT = Recipient(
    "claimant",
    f"CASE WHEN {_CLAIMS_BY} THEN claimant.email ELSE {NOTIFIED_OBLIGEE.address} END",
    {
        "addressee": "obligee.name",
        "person": f"CASE WHEN {_CLAIMS_BY} THEN claimant.name ELSE 'ご担当者' END",
        "verifies": "true",
    },
)
"""The person of the obligee who filed a claim; if a system did, the address to which the key notice was mailed."""
ACCOUNT = Recipient(
    "person",
    "account.email",
    {
        "addressee": "coalesce(contractor.name, employer.name, obligee.name, '確証 運用担当')",
        "person": "account.name",
        "surety": "'確証'",
    },
    reply_to="NULL::text",
)
"""The person of an account; the mail is the installation's, not a surety's."""
