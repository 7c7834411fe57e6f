"""Putting mails into the outbox, in the transaction of the act that they tell of: both are there, or neither.

Each call is one statement, however many mails it makes, and copies what they will say.
"""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from models.names import fitting
from models.outgoing_mail import LONGEST_EVENT, MailKind

_COLUMNS = """id, surety_id, kind, event, guarantee_id, sender, reply_to, recipient, facts, created_at, due_at,
    state, attempts"""
_HOUSE = "'surety', surety.name, 'branch', branch.name, 'telephone', branch.telephone, 'fax', branch.fax"
_CUSTOMER = "'addressee', contractor.name, 'person', nullif(concat_ws('　', contact_department, contact_name), '')"
_STAFF = """coalesce(surety.mail_reply_to, (
    SELECT account.email FROM account WHERE account.surety_id = surety.id AND is_active ORDER BY account.id LIMIT 1))"""
_CONCERNED = """JOIN application ON application.id = guarantee.application_id
JOIN contract ON contract.id = guarantee.contract_id
JOIN contractor ON contractor.id = guarantee.contractor_id
JOIN obligee ON obligee.id = guarantee.obligee_id
JOIN surety ON surety.id = guarantee.surety_id
JOIN branch ON branch.id = application.submission_branch_id"""
"""Whom and what a guarantee concerns."""
_ONCE = "ON CONFLICT (event) DO NOTHING"

_OF_GUARANTEES = f"""
INSERT INTO outgoing_mail ({_COLUMNS})
SELECT uuidv7(), surety.id, $1::text, told.event || '{{to}}', guarantee.id, surety.mail_sender, surety.mail_reply_to,
    {{recipient}}, jsonb_build_object({_HOUSE}, {{addressee}}, 'product', guarantee.kind,
        'number', guarantee.number, 'project', contract.project_name, 'obligee', obligee.title,
        'amount', guarantee.amount, 'reason', CASE
            WHEN $1::text IN ('RETURNED', 'DECLINED') THEN guarantee.status_reason
            WHEN $1::text = 'OBLIGEE_RETURNED' THEN guarantee.return_reason END),
    told.at, told.at, 'WAITING', 0
FROM unnest($2::text[], $3::uuid[], $4::timestamptz[]) AS told (event, guarantee_id, at)
JOIN guarantee ON guarantee.id = told.guarantee_id
{_CONCERNED}
WHERE {{recipient}} IS NOT NULL
    AND ($1::text <> 'ISSUED' OR (application.notify_on_completion AND guarantee.medium = 'ELECTRONIC'))
{_ONCE}
"""  # noqa: S608 -- names of ours
OF_GUARANTEES = _OF_GUARANTEES.format(to="", recipient="application.email", addressee=_CUSTOMER)
SUFFIX = " to the surety"
TO_THE_SURETY = _OF_GUARANTEES.format(
    to=SUFFIX, recipient=_STAFF, addressee="'addressee', branch.name, 'contractor', contractor.name"
)
OF_NOTICE = f"""
INSERT INTO outgoing_mail ({_COLUMNS}, document_id)
SELECT $1::uuid, surety.id, 'KEY_NOTICE', 'notice ' || $1::uuid, guarantee.id, surety.mail_sender,
    coalesce(application.email, surety.mail_reply_to), $3::text,
    jsonb_build_object({_HOUSE}, 'addressee', obligee.title, 'person', 'ご担当者', 'contractor', contractor.name,
        'product', guarantee.kind, 'number', guarantee.number, 'project', contract.project_name,
        'subject', obligee.notice_subject),
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
    CASE message.sender WHEN 'CONTRACTOR' THEN {_STAFF} ELSE application.email END,
    jsonb_build_object({_HOUSE}, 'project', contract.project_name, 'obligee', obligee.title)
    || CASE message.sender
        WHEN 'CONTRACTOR' THEN jsonb_build_object('addressee', branch.name, 'contractor', contractor.name)
        ELSE jsonb_build_object({_CUSTOMER}) END,
    message.sent_at, message.sent_at, 'WAITING', 0
FROM message
JOIN application ON application.id = message.application_id
JOIN contract ON contract.id = application.contract_id
JOIN contractor ON contractor.id = application.contractor_id
JOIN obligee ON obligee.id = contract.obligee_id
JOIN surety ON surety.id = application.surety_id
JOIN branch ON branch.id = application.submission_branch_id
WHERE message.id = $1 AND (message.sender <> 'CONTRACTOR' OR {_STAFF} IS NOT NULL)
    AND (message.sender = 'CONTRACTOR' OR application.email IS NOT NULL)
{_ONCE}
"""  # noqa: S608 -- names of ours
OF_WRONG_KEYS = f"""
WITH tried AS (
    SELECT subject AS number, count(*) AS failures FROM audit_event
    WHERE action = 'certificate.refused' AND at > $1::timestamptz - interval '1 hour' AND at <= $1::timestamptz
    GROUP BY subject HAVING count(*) >= $2
)
INSERT INTO outgoing_mail ({_COLUMNS})
SELECT uuidv7(), surety.id, 'WRONG_KEYS', 'wrong keys:' || tried.number || ':' || $3::text, NULL, surety.mail_sender,
    surety.mail_reply_to, {_STAFF},
    jsonb_build_object({_HOUSE}, 'addressee', surety.name, 'number', tried.number, 'failures', tried.failures),
    $1::timestamptz, $1::timestamptz, 'WAITING', 0
FROM tried
JOIN branch ON branch.code = left(tried.number, 3)
JOIN surety ON surety.id = branch.surety_id
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
    """Owe the contractor a mail about each, where it has given an address (of issues: where it wants to be told)."""
    if events:
        await _tell(OF_GUARANTEES, kind, events)


async def tell_both(kind: MailKind, event: Event) -> None:
    """Owe a mail about it to the contractor, where it has given an address, and one to the surety."""
    for statement in (OF_GUARANTEES, TO_THE_SURETY):
        await _tell(statement, kind, [event])


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
