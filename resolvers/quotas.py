"""How often one account or API client may do what adds rows or owes mails: so many times an hour.

Acts are counted where they are recorded, in the audit log, so that all processes count alike and nothing is forgotten
when one starts anew. The numbers are far above what anybody does by hand; issuing in bulk is not among them.
"""

import datetime
import math
from typing import NamedTuple
from uuid import UUID

from tortoise import connections

from models.errors import TooManyRequests
from models.parties.viewer import Viewer

HOUR = datetime.timedelta(hours=1)


class Quota(NamedTuple):
    """An act, as the audit log calls it, and how often one account or API client may do it within an hour."""

    action: str
    most: int
    name: str
    """What people call it."""


APPLICATIONS = Quota("application.submitted", 500, "申込")
MESSAGES = Quota("message.posted", 120, "メッセージの送信")
REVOCATIONS = Quota("guarantee.approval_revoked", 100, "承認の取消し")
MAILED_NOTICES = Quota("key_notice.mailed", 500, "お知らせのメール送信")
RETURNED_CERTIFICATES = Quota("certificate.returned", 200, "証書の返却")
RECEIVED_NOTICES = Quota("notice.received", 1_000, "お知らせの登録")
RETRIED_MAILS = Quota("mail.released", 1_000, "メールの再送")
MAILED_NOTICES_OF_A_GUARANTEE = MAILED_NOTICES._replace(most=20, name="この保証のお知らせのメール送信")

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
OLDEST = """
SELECT at FROM audit_event WHERE action = $1 AND at > $2 AND {column} = $3 ORDER BY at DESC OFFSET $4 LIMIT 1
"""
"""When the act happened that has to leave the hour before there is room for another one, by an index of the log."""


async def require(quota: Quota, *, viewer: Viewer, at: datetime.datetime) -> None:
    """Call it in the act's transaction, behind its idempotency key and before it locks any row.

    Acts of one account wait for each other from here on, so that none is counted too late; those that are too many
    already wait for none. Raises TooManyRequests.
    """
    await require_room(quota, viewer=viewer, at=at)
    await connections.get("default").execute_query_dict(LOCK, [f"{quota.action} {viewer.actor_id}"])
    await require_room(quota, viewer=viewer, at=at)


async def require_room(quota: Quota, *, viewer: Viewer, at: datetime.datetime) -> None:
    """The same outside of the transaction, before work that would be in vain: others may be faster.

    Raises TooManyRequests.
    """
    await _require(quota, "actor_id", viewer.actor_id, at)


async def require_of_subject(quota: Quota, subject_id: UUID, *, at: datetime.datetime) -> None:
    """The same for what anybody does to one row, which is locked. Raises TooManyRequests."""
    await _require(quota, "subject_id", subject_id, at)


async def _require(quota: Quota, column: str, value: UUID, at: datetime.datetime) -> None:
    execute = connections.get("default").execute_query_dict
    rows = await execute(OLDEST.format(column=column), [quota.action, at - HOUR, value, quota.most - 1])
    if rows:
        message = f"{quota.name}は1時間に{quota.most:,}件までです。しばらくしてからやり直してください。"
        raise TooManyRequests(max(1, math.ceil((rows[0]["at"] + HOUR - at).total_seconds())), message)
