"""Putting mails into the outbox, in the transaction of the act that they tell of: both are there, or neither.

Each call is one statement, however many mails it makes, and copies what they will say.
"""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from models.outgoing_mail import LONGEST_EVENT, MailKind
from models.texts.composed_names import fitting

_COLUMNS = """id, surety_id, kind, event, guarantee_id, sender, reply_to, recipient, facts, created_at, due_at,
    state, attempts"""
_HOUSE = "'surety', surety.name, 'branch', branch.name, 'telephone', branch.telephone, 'fax', branch.fax"
_CUSTOMER = "'addressee', contractor.name, 'person', nullif(concat_ws('　', contact_department, contact_name), '')"
_IN_USE = """CASE WHEN NOT EXISTS (
    SELECT FROM account WHERE account.email = lower({0}) AND NOT account.is_active) THEN {0} END"""
"""An address, unless it is that of an account that has been deactivated."""
_STAFF = f"""coalesce({_IN_USE.format("surety.mail_reply_to")}, (
    SELECT account.email FROM account WHERE account.surety_id = surety.id AND account.is_active
    ORDER BY account.id LIMIT 1))"""  # noqa: S608 -- names of ours
_APPLICANT = f"""coalesce({_IN_USE.format("application.email")}, (
    SELECT account.email FROM account WHERE account.contractor_id = application.contractor_id AND account.is_active
    ORDER BY account.id = application.applicant_id DESC NULLS LAST, account.id LIMIT 1))"""  # noqa: S608 -- names of ours
"""The address on the application; without one the account that applied, or else the contractor's oldest."""
_BRANCH = "'addressee', branch.name, 'in_house', true, 'contractor', contractor.name"
"""The facts of a mail to the surety's own branch."""
_CONCERNED = """JOIN application ON application.id = guarantee.application_id
JOIN contract ON contract.id = guarantee.contract_id
JOIN contractor ON contractor.id = guarantee.contractor_id
JOIN obligee ON obligee.id = guarantee.obligee_id
JOIN surety ON surety.id = guarantee.surety_id
JOIN branch ON branch.id = application.submission_branch_id"""
"""Whom and what a guarantee concerns."""
_MONEY = """CASE $1::text
        WHEN 'FEE_REQUESTED' THEN (
            SELECT jsonb_build_object('fee', due, 'due_on', due_on, 'fee_account', fee_account)
            FROM fee_statement WHERE guarantee_id = guarantee.id ORDER BY sequence DESC LIMIT 1)
        WHEN 'WITHDRAWN' THEN jsonb_build_object('paid_on', guarantee.fee_paid_on, 'refund', (
            SELECT -due FROM fee_statement
            WHERE guarantee_id = guarantee.id AND due < 0 AND guarantee.fee_paid_on IS NOT NULL
            ORDER BY sequence DESC LIMIT 1)) END"""
"""What is to be paid, or paid back."""
_ABOUT = """'guarantee', guarantee.id, 'contract_type', contract.contract_type, 'product', guarantee.kind,
    'number', guarantee.number, 'project', contract.project_name, 'obligee', obligee.title,
    'amount', guarantee.amount"""
"""The facts of a guarantee."""
_ONCE = "ON CONFLICT (event) DO NOTHING"

_OF_GUARANTEES = f"""
INSERT INTO outgoing_mail ({_COLUMNS})
SELECT uuidv7(), surety.id, $1::text, told.event || '{{to}}', guarantee.id, surety.mail_sender, surety.mail_reply_to,
    recipient.address, jsonb_build_object({_HOUSE}, {{addressee}}, {_ABOUT}, 'reason', CASE
            WHEN $1::text IN ('RETURNED', 'DECLINED') THEN guarantee.status_reason
            WHEN $1::text = 'OBLIGEE_RETURNED' THEN guarantee.return_reason END)
        || coalesce({_MONEY}, '{{{{}}}}'),
    told.at, told.at, 'WAITING', 0
FROM unnest($2::text[], $3::uuid[], $4::timestamptz[]) AS told (event, guarantee_id, at)
JOIN guarantee ON guarantee.id = told.guarantee_id
{_CONCERNED}
JOIN LATERAL (SELECT {{recipient}} AS address) AS recipient ON recipient.address IS NOT NULL
WHERE ($1::text <> 'ISSUED' OR (application.notify_on_completion AND guarantee.medium = 'ELECTRONIC'))
{_ONCE}
"""  # noqa: S608 -- names of ours
OF_GUARANTEES = _OF_GUARANTEES.format(to="", recipient=_APPLICANT, addressee=_CUSTOMER)
SUFFIX = " to the surety"
TO_THE_SURETY = _OF_GUARANTEES.format(to=SUFFIX, recipient=_STAFF, addressee=_BRANCH)
OF_NOTICE = f"""
INSERT INTO outgoing_mail ({_COLUMNS}, document_id)
SELECT $1::uuid, surety.id, 'KEY_NOTICE', 'notice ' || $1::uuid, guarantee.id, surety.mail_sender,
    coalesce({_APPLICANT}, surety.mail_reply_to), $3::text,
    jsonb_build_object({_HOUSE}, 'addressee', obligee.name, 'person', 'ご担当者', 'contractor', contractor.name,
        {_ABOUT}, 'subject', obligee.notice_subject),
    $4::timestamptz, $4::timestamptz, 'WAITING', 0, document.id
FROM document
JOIN certificate ON certificate.id = document.certificate_id
JOIN guarantee ON guarantee.id = certificate.guarantee_id
{_CONCERNED}
WHERE document.id = $2
"""  # noqa: S608 -- names of ours
OF_MESSAGE = f"""
INSERT INTO outgoing_mail ({_COLUMNS})
SELECT uuidv7(), surety.id, 'MESSAGE_POSTED', 'message:' || message.id, NULL, surety.mail_sender, surety.mail_reply_to,
    recipient.address,
    jsonb_build_object({_HOUSE}, 'contract_type', contract.contract_type, 'project', contract.project_name,
        'obligee', obligee.title, 'guarantee', (
            SELECT guarantee.id FROM guarantee WHERE guarantee.application_id = application.id ORDER BY id LIMIT 1))
    || CASE message.sender
        WHEN 'CONTRACTOR' THEN jsonb_build_object({_BRANCH})
        ELSE jsonb_build_object({_CUSTOMER}) END,
    message.sent_at, message.sent_at, 'WAITING', 0
FROM message
JOIN application ON application.id = message.application_id
JOIN contract ON contract.id = application.contract_id
JOIN contractor ON contractor.id = application.contractor_id
JOIN obligee ON obligee.id = contract.obligee_id
JOIN surety ON surety.id = application.surety_id
JOIN branch ON branch.id = application.submission_branch_id
JOIN LATERAL (SELECT CASE message.sender WHEN 'CONTRACTOR' THEN {_STAFF} ELSE {_APPLICANT} END AS address)
    AS recipient ON recipient.address IS NOT NULL
WHERE message.id = $1
{_ONCE}
"""  # noqa: S608 -- names of ours
OF_WRONG_KEYS = f"""
WITH tried AS (
    SELECT subject AS number, count(*) AS failures FROM audit_event
    WHERE action = 'certificate.refused' AND at > $1::timestamptz - interval '1 hour' AND at <= $1::timestamptz
    GROUP BY subject HAVING count(*) >= $2
)
INSERT INTO outgoing_mail ({_COLUMNS})
SELECT uuidv7(), surety.id, 'WRONG_KEYS', 'wrong keys:' || tried.number || ':' || $3::text, guarantee.id,
    surety.mail_sender, surety.mail_reply_to, {_STAFF},
    jsonb_build_object({_HOUSE}, {_BRANCH}, {_ABOUT})
        || jsonb_build_object('number', tried.number, 'failures', tried.failures),
    $1::timestamptz, $1::timestamptz, 'WAITING', 0
FROM tried
JOIN branch ON branch.code = left(tried.number, 3)
JOIN surety ON surety.id = branch.surety_id
LEFT JOIN LATERAL (
    SELECT * FROM guarantee WHERE number = tried.number ORDER BY issued_at DESC LIMIT 1
) guarantee ON true
LEFT JOIN contract ON contract.id = guarantee.contract_id
LEFT JOIN contractor ON contractor.id = guarantee.contractor_id
LEFT JOIN obligee ON obligee.id = guarantee.obligee_id
WHERE {_STAFF} IS NOT NULL AND NOT EXISTS (
    SELECT FROM unnest($4::text[]) AS near (hour)
    JOIN outgoing_mail other ON other.event = 'wrong keys:' || tried.number || ':' || near.hour
    WHERE other.created_at > $1::timestamptz - interval '1 hour'
)
{_ONCE}
RETURNING id
"""  # noqa: S608 -- names of ours
WARNING_LOCK = 0x6B6579730000
"""Any number will do that nobody else takes."""


class Event(NamedTuple):
    """Something that happened to a guarantee; `name` is of no other event."""

    name: str
    guarantee_id: UUID
    at: datetime.datetime


async def tell(kind: MailKind, events: Sequence[Event]) -> None:
    """Owe the contractor a mail about each (of issues: where it wants to be told)."""
    if events:
        await _tell(OF_GUARANTEES, kind, events)


async def tell_both(kind: MailKind, event: Event) -> None:
    """Owe a mail about it to the contractor, and one to the surety."""
    for statement in (OF_GUARANTEES, TO_THE_SURETY):
        await _tell(statement, kind, [event])


async def tell_the_surety(kind: MailKind, event: Event) -> None:
    """Owe the surety a mail about it."""
    await _tell(TO_THE_SURETY, kind, [event])


async def tell_of_message(message_id: UUID) -> None:
    """Owe the other side a mail about a message that has just been written."""
    await _execute(OF_MESSAGE, [message_id])


async def hand_over(document_id: UUID, *, recipient: str, at: datetime.datetime) -> UUID:
    """Owe the obligee another mail with a key notice, to which answers go to the contractor; the mail's id."""
    mail_id = uuid7()
    await _execute(OF_NOTICE, [mail_id, document_id, recipient, at])
    return mail_id


async def warn_of_wrong_keys(*, failures: int, at: datetime.datetime) -> int:
    """Owe the surety a warning for each number of its that so many wrong keys were tried on in the hour before `at`.

    Once for a number and hour, whoever asks how often. Says how many are new. To be called in a transaction: those who
    ask at the same moment wait for each other, or at the turn of an hour both would warn.
    """
    await _execute("SELECT pg_advisory_xact_lock($1)", [WARNING_LOCK])
    # Another worker's clock may be in the next hour already.
    hour, *near = (
        f"{at.astimezone(datetime.UTC) + datetime.timedelta(hours=hours):%Y-%m-%dT%H}" for hours in (0, -1, 1)
    )
    return len(await _execute(OF_WRONG_KEYS, [at, failures, hour, near]))


async def _tell(statement: str, kind: MailKind, events: Sequence[Event]) -> None:
    names = [fitting(event.name, LONGEST_EVENT - len(SUFFIX)) for event in events]
    await _execute(statement, [kind.value, names, [e.guarantee_id for e in events], [e.at for e in events]])


async def _execute(statement: str, values: Sequence[Any]) -> Sequence[Any]:
    return await connections.get("default").execute_query_dict(statement, list(values))
