"""Replacing the auth key of an issued guarantee: from the commit on only the new key opens its certificate."""

import datetime
from collections.abc import Callable
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.guarantee_acts import GuaranteeAct
from models.auth_key import MOST_KEYS, AuthKey, AuthKeyStatus
from models.enums import Medium
from models.errors import InvalidInput, NotFound, WrongState, too_many
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas, text_checks
from resolvers.guarantees import lock_rows
from security import auth_keys
from security.auth_keys import Keyring

ON_PAPER = "紙の証書には認証キーがありません。"
"""Why there is nothing to replace."""
REPLACED_MEANWHILE = "認証キーは、ただいま別の操作により更新されました。新しい認証キーをご確認ください。"
"""Why one of two rotations at the same moment is refused."""


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def rotate(
    *,
    guarantee_id: UUID,
    reason: str,
    viewer: Viewer | None,
    keyring: Keyring,
    at: datetime.datetime,
    draw_key: Callable[[], str] = auth_keys.generate,
) -> Guarantee:
    """Give it another key. The number, the certificate and the hand-over stay; the database requests the key notice.

    Acts by number and key ask again for the key once they have locked the guarantee (`lock_rows.opened`), so that
    none of them follows with the old one. Whoever has seen the guarantee goes on.

    Raises NotFound, WrongState on paper, when it has ended, and for the later of two rotations at once, InvalidInput,
    TooManyRequests.
    """
    viewer = access.require("rotateAuthKey", viewer)
    active = AuthKey.filter(guarantee_id=guarantee_id, status=AuthKeyStatus.ACTIVE)
    seen = await active.first()
    await quotas.require(quotas.KEY_ROTATIONS, viewer=viewer, at=at)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    guarantee.take(GuaranteeAct.ROTATE_KEY, today=today(at))
    if guarantee.medium is not Medium.ELECTRONIC:
        raise WrongState(guarantee.status, ON_PAPER)
    plain = text_checks.require_reason(reason)
    key = await active.get()
    if key != seen:
        raise WrongState(guarantee.status, REPLACED_MEANWHILE)
    if await AuthKey.filter(guarantee_id=guarantee_id).count() >= MOST_KEYS:
        raise too_many(("guaranteeId",), f"1件の保証の認証キーを更新できるのは{MOST_KEYS - 1}回までです。")
    await _replace(key, guarantee, keyring=keyring, drawn=draw_key(), at=at)
    await audit.record("key.rotated", viewer=viewer, at=at, subject_id=guarantee.id, subject=plain)
    await outbox.enqueue(MailKind.KEY_ROTATED, [Event(f"key.rotated {key.id}", guarantee.id, at, {"reason": plain})])
    return guarantee


async def _replace(key: AuthKey, guarantee: Guarantee, *, keyring: Keyring, drawn: str, at: datetime.datetime) -> None:
    """The next key, sealed as at the issue."""
    number = str(guarantee.number)
    envelope, version = keyring.encrypt(number, drawn)
    key.rotate()
    await key.save(update_fields=["status"])
    await AuthKey.create(
        guarantee_id=guarantee.id,
        digest=keyring.digest(number, drawn),
        envelope=envelope,
        envelope_version=version,
        created_at=at,
    )
