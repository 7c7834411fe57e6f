"""Hand-overs of the demonstration: by mail, through the e-contract system, and what the obligee does with them."""

import datetime

from models.errors import CertificateNotAvailable
from models.guarantee import Guarantee
from resolvers.certificates import look_up
from resolvers.handover import answer_certificate, send_notice
from resolvers.loading import Reader
from resolvers.relations import NOTHING
from sample.demo.desk import Desk

NOTICES_TO = "keiyaku@obligee.example.jp"


async def mailed(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime, to: str = NOTICES_TO) -> None:
    """The contractor sends the key notice by mail."""
    await send_notice.send(guarantee_id=guarantee.id, to=to, viewer=desk.people["contractor"], at=at)


async def presented(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """The e-contract system has number and key."""
    await _looked_up(desk, guarantee, desk.reader(desk.system, at))


async def viewed(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """An official opens the certificate."""
    await _looked_up(desk, guarantee, desk.reader(desk.official_of(guarantee), at))


async def accepted(desk: Desk, guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """An official opens the certificate, and accepts it."""
    await viewed(desk, guarantee, at=at)
    number, key = known(desk, guarantee)
    reader = desk.reader(desk.official_of(guarantee), desk.later(at))
    await answer_certificate.accept(number=number, key=key, reader=reader, throttle=desk.throttle)


async def returned(desk: Desk, guarantee: Guarantee, reason: str, *, at: datetime.datetime) -> None:
    """An official opens the certificate, and returns it."""
    await viewed(desk, guarantee, at=at)
    number, key = known(desk, guarantee)
    reader = desk.reader(desk.official_of(guarantee), desk.later(at))
    await answer_certificate.return_(number=number, key=key, reason=reason, reader=reader, throttle=desk.throttle)


def known(desk: Desk, guarantee: Guarantee) -> tuple[str, str]:
    """Number and key."""
    return str(guarantee.number), desk.keys[guarantee.id]


async def _looked_up(desk: Desk, guarantee: Guarantee, reader: Reader) -> None:
    number, key = known(desk, guarantee)
    found = await look_up.certificate(number=number, key=key, include=NOTHING, reader=reader, throttle=desk.throttle)
    if found is None:
        raise CertificateNotAvailable
