"""The restricted look-up: a certificate by guarantee number and auth key."""

import datetime

from tortoise.transactions import in_transaction

from models.auth_key import AuthKey, AuthKeyStatus
from models.certificate import Certificate, CertificateStatus
from models.errors import TooManyAttempts
from models.guarantee import Guarantee
from models.kinds import Role
from models.viewer import Viewer
from resolvers import access, audit
from resolvers.loading import Include, Reader, load
from security.throttle import Exhausted, Throttle


async def find(*, number: str, key: str, include: Include, reader: Reader, throttle: Throttle) -> Certificate | None:
    """The current certificate, if number and key belong together and it is the viewer's to see; else None.

    Unknown number, wrong key and foreign viewer are one and the same miss: a single look-up by the keyed digest of
    number and key finds no row. Raises NotSignedIn, and TooManyAttempts before any work.
    """
    viewer = access.require("certificate", reader.viewer)
    source = str(viewer.actor_id) if viewer.role is Role.E_CONTRACT_SYSTEM else viewer.address
    try:
        async with throttle.attempt("certificate", source, number) as attempt:
            guarantee = await _unlocked(number, key, viewer, reader)
            if guarantee is None:
                attempt.fail()
                await audit.record("certificate.refused", viewer=viewer, at=reader.at, subject=number)
                return None
    except Exhausted as error:
        raise TooManyAttempts(error.retry_after) from None
    certificate = await _presented(guarantee, viewer, at=reader.at)
    await load([certificate], include, reader=reader)
    return certificate


async def _unlocked(number: str, key: str, viewer: Viewer, reader: Reader) -> Guarantee | None:
    digest = reader.keyring.digest(number, key)
    active = AuthKey.filter(access.presentable(viewer), digest=digest, status=AuthKeyStatus.ACTIVE)
    found = await active.select_related("guarantee").first()
    # The index has found it; what decides is a comparison in constant time.
    if found is None or not reader.keyring.matches(bytes(found.digest), str(found.guarantee.number), key):
        return None
    return found.guarantee


async def _presented(guarantee: Guarantee, viewer: Viewer, *, at: datetime.datetime) -> Certificate:
    """Record the reading, durably before it is answered; the obligee's first one makes the guarantee visible to it."""
    async with in_transaction():
        if viewer.role in access.OBLIGEES and guarantee.presented_at is None:
            await Guarantee.filter(id=guarantee.id, presented_at__isnull=True).update(presented_at=at)
        await audit.record("certificate.read", viewer=viewer, at=at, subject_id=guarantee.id)
        return await Certificate.get(guarantee_id=guarantee.id, status=CertificateStatus.CURRENT)
