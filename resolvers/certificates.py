"""The restricted look-up: a certificate by guarantee number and auth key."""

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.auth_key import AuthKey, AuthKeyStatus
from models.certificate import Certificate, CertificateStatus
from models.errors import TooManyAttempts
from models.kinds import Role
from models.viewer import Viewer
from resolvers import access, journal
from resolvers.loading import Include, Reader, load
from security.throttle import Exhausted, Throttle


@dataclass(frozen=True)
class Deposit:
    """What number and key open: a guarantee, the digest of its key, and what the look-up read along with them."""

    guarantee_id: UUID
    number: str
    digest: bytes
    presented_at: datetime.datetime | None
    record: Any = None


LookUp = Callable[[bytes, Viewer], Awaitable[Deposit | None]]
"""Finds what the viewer may open with a digest of number and key; every miss is one and the same statement."""


async def find(*, number: str, key: str, include: Include, reader: Reader, throttle: Throttle) -> Certificate | None:
    """The current certificate, if number and key belong together and it is the viewer's to see; else None.

    Raises as `open_` does.
    """
    deposit = await open_(number=number, key=key, reader=reader, throttle=throttle, look_up=_look_up)
    if deposit is None:
        return None
    certificate: Certificate = deposit.record
    await load([certificate], include, reader=reader)
    return certificate


async def open_(*, number: str, key: str, reader: Reader, throttle: Throttle, look_up: LookUp) -> Deposit | None:
    """What number and key open for the viewer, recorded before anything of it is answered; None if they open nothing.

    Unknown number, wrong key and foreign viewer are one and the same miss: a single look-up by the keyed digest of
    number and key finds no row. Raises NotSignedIn, and TooManyAttempts before any work.
    """
    viewer = access.require("certificate", reader.viewer)
    source = str(viewer.actor_id) if viewer.role is Role.E_CONTRACT_SYSTEM else viewer.address
    try:
        async with throttle.attempt("certificate", source, number) as attempt:
            deposit = await look_up(reader.keyring.digest(number, key), viewer)
            # The index has found it; what decides is a comparison in constant time.
            if deposit is None or not reader.keyring.matches(deposit.digest, deposit.number, key):
                attempt.fail()
                await journal.write("certificate.refused", viewer=viewer, at=reader.at, subject=number)
                return None
    except Exhausted as error:
        raise TooManyAttempts(error.retry_after) from None
    is_first = viewer.role in access.OBLIGEES and deposit.presented_at is None
    await journal.write(
        "certificate.read", viewer=viewer, at=reader.at, subject_id=deposit.guarantee_id, is_presented=is_first
    )
    return deposit


async def _look_up(digest: bytes, viewer: Viewer) -> Deposit | None:
    active = AuthKey.filter(access.presentable(viewer), digest=digest, status=AuthKeyStatus.ACTIVE)
    found = await active.select_related("guarantee").first()
    if found is None:
        return None
    guarantee = found.guarantee
    certificate = await Certificate.get_or_none(guarantee_id=guarantee.id, status=CertificateStatus.CURRENT)
    if certificate is None:
        return None
    return Deposit(guarantee.id, str(guarantee.number), bytes(found.digest), guarantee.presented_at, certificate)
