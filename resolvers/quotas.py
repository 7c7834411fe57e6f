"""Hourly limits of one account or API client for acts that add rows or enqueue mails.

Acts are counted in the audit log, which records them, so that all processes share the count and a restart does not
reset it. The limits are far above manual use; issuing in bulk has none.
"""

import datetime
import math
from typing import NamedTuple
from uuid import UUID

from tortoise import connections

from models.parties.viewer import Viewer
from models.refusals import TooManyRequests

HOUR = datetime.timedelta(hours=1)


class Quota(NamedTuple):
    """An action of the audit log, and its maximum within an hour for one account or API client."""

    action: str
    most: int
    name: str
    """For messages."""


APPLICATIONS = Quota("application.submitted", 500, "申込")
DRAFTS = Quota("application.draft_created", 500, "下書きの保存")
CONTRACT_CHANGES = Quota("contract.changed", 200, "契約の変更")
BILL_TOS = Quota("bill_to.saved", 200, "請求先の登録")
MESSAGES = Quota("message.posted", 120, "メッセージの送信")
ATTACHMENTS = Quota("attachment.added", 100, "ファイルの添付")
REVOCATIONS = Quota("guarantee.approval_revoked", 100, "承認の取消し")
NOTES = Quota("review_note.added", 300, "審査メモの追加")
NOTIFICATIONS = Quota("branch.notifications_chosen", 60, "支店への通知の設定")
REVIEWS = Quota("guarantee.review_started", 500, "審査の開始")
AMENDMENTS = Quota("guarantee.amended", 500, "保証の変更")
KEY_ROTATIONS = Quota("key.rotated", 200, "認証キーの更新")
MAILED_NOTICES = Quota("key_notice.mailed", 500, "お知らせのメール送信")
RETURNED_CERTIFICATES = Quota("certificate.returned", 200, "証書の返却")
AMENDMENT_REQUESTS = Quota("amendment.requested", 200, "変更の依頼")
RECEIVED_NOTICES = Quota("notice.received", 1_000, "お知らせの登録")
FEE_RATES = Quota("fee_rates.set", 100, "保証料率の設定")
MONTHLY_PAYMENTS = Quota("monthly_payment.set", 1_000, "一括納付の登録")
OBLIGEE_RULES = Quota("obligee.rules_set", 100, "発注者の規則の設定")
CONTRACT_APPROVALS = Quota("obligee.contract_approved", 500, "契約の承認")
BILL_PAYMENTS = Quota("fee_payment.recorded", 2_000, "入金の記録")
BILLING_DAYS = Quota("surety.billing_day_set", 100, "請求日の設定")
RETENTION_RULES = Quota("retention_rule.set", 100, "保存期間の設定")
CLAIMS = Quota("claim.filed", 100, "保証金の請求")
CLAIM_QUESTIONS = Quota("claim.asked", 200, "請求についての照会")
CLAIM_ANSWERS = Quota("claim.answered", 200, "請求についての回答")
RETRIED_MAILS = Quota("mail.released", 1_000, "メールの再送")
REGISTER_ENTRIES = Quota("register.entry_created", 500, "台帳への登録")
REGISTER_IMPORTS = Quota("register.imported", 50, "台帳の一括登録")
REGISTER_CHANGES = Quota("register.entry_changed", 1_000, "台帳の変更")
INVITATIONS = Quota("account.invited", 200, "アカウントの招待")
CORRECTIONS = Quota("certificate.corrected", 500, "証書の訂正")
CANCELLED_AMENDMENTS = Quota("amendment.cancelled", 500, "変更の取消し")
MAILED_NOTICES_OF_A_GUARANTEE = MAILED_NOTICES._replace(most=20, name="この保証のお知らせのメール送信")

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
OLDEST = """
SELECT at FROM audit_event WHERE action = $1 AND at > $2 AND {column} = $3 ORDER BY at DESC OFFSET $4 LIMIT 1
"""
"""The time of the act that must be an hour old before another one is allowed; uses an index of the log."""


async def require(quota: Quota, *, viewer: Viewer, at: datetime.datetime) -> None:
    """Call it in the act's transaction, after its idempotency key and before it locks any row.

    Concurrent acts of one account wait here until the first has committed, so that each is counted; acts above the
    limit do not wait. Raises TooManyRequests.
    """
    await require_room(quota, viewer=viewer, at=at)
    await connections.get("default").execute_query_dict(LOCK, [f"{quota.action} {viewer.actor_id}"])
    await require_room(quota, viewer=viewer, at=at)


async def require_room(quota: Quota, *, viewer: Viewer, at: datetime.datetime) -> None:
    """The same without a lock, before expensive work: concurrent acts may still use the rest of the limit.

    Raises TooManyRequests.
    """
    await _require(quota, "actor_id", viewer.actor_id, at)


async def require_of_subject(quota: Quota, subject_id: UUID, *, at: datetime.datetime) -> None:
    """The same for acts of all accounts on one row, which is locked. Raises TooManyRequests."""
    await _require(quota, "subject_id", subject_id, at)


async def _require(quota: Quota, column: str, value: UUID, at: datetime.datetime) -> None:
    execute = connections.get("default").execute_query_dict
    rows = await execute(OLDEST.format(column=column), [quota.action, at - HOUR, value, quota.most - 1])
    if rows:
        message = f"{quota.name}は1時間に{quota.most:,}件までです。しばらくしてからやり直してください。"
        raise TooManyRequests(max(1, math.ceil((rows[0]["at"] + HOUR - at).total_seconds())), message)
