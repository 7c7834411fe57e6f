"""The restricted look-up: a certificate by guarantee number and auth key."""

import datetime
import hmac
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from tortoise import connections
from uuid_utils.compat import uuid7

from database.batching import Batcher
from models.certificate import Certificate
from models.enums import Role
from models.parties.viewer import Viewer
from resolvers import access, audit, limited_attempts
from resolvers.certificates import mark_viewed
from resolvers.certificates.present_key import NO_CHANGE, PRESENTING
from resolvers.loading import Reader, load
from resolvers.relations import Include
from security.throttle import Throttle

ALIAS = "t0"
"""The alias of the certificate in the statement."""
FOUND = ("place", "guarantee_id", "digest")
"""The first columns of every found record."""

STATEMENT = """
WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1) AS asked (
        place int, digest bytea, number text, event_id uuid, at timestamptz, role text, actor_id uuid, address text,
        surety_id uuid, obligee_ids uuid[], name text
    )
), found AS MATERIALIZED (
    SELECT asked.place, opened.*, asked.at, asked.name, asked.actor_id FROM asked CROSS JOIN LATERAL (
        SELECT g.id AS guarantee_id, k.digest, {is_changed} AS is_changed{cells}
        FROM auth_key k
        JOIN guarantee g ON g.id = k.guarantee_id AND {condition}
        JOIN certificate {alias} ON {alias}.guarantee_id = g.id AND {alias}.status = 'CURRENT'{joins}
        WHERE k.digest = asked.digest AND k.status = 'ACTIVE'
        LIMIT 1
    ) opened
), recorded AS (
    INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id, subject)
    SELECT event_id, asked.at, role, asked.actor_id, address,
        CASE WHEN guarantee_id IS NULL THEN 'certificate.refused' ELSE 'certificate.read' END,
        guarantee_id, CASE WHEN guarantee_id IS NULL THEN number END
    FROM asked LEFT JOIN found USING (place)
){presented}
SELECT {found} FROM found
"""
"""Finds and records in one commit, for all concurrent callers.

The callers are one JSON text: PostgreSQL always plans for a hundred records in it, which lets one plan serve all (with
an array it would make a plan for each length, which takes ten times as long as the look-up). The limit states that
there is at most one, and keeps every plan to the indexes.
"""


class Asked(NamedTuple):
    """A caller, and the digest of number and key."""

    digest: bytes
    number: str
    viewer: Viewer
    at: datetime.datetime


class LookUp:
    """Looks up certificates with related columns; concurrent calls share a statement.

    It is made for one role; `cells` are expressions on the certificate (ALIAS) and on what `joins` joins to it. A
    look-up by the obligee's side counts as presentation, unless `presents` is False.
    """

    def __init__(self, role: Role | None, *, cells: Sequence[str], joins: str = "", presents: bool = True) -> None:
        presenting = PRESENTING.get(role) if presents else None
        names = [f"c{number}" for number in range(len(cells))]
        self.text = STATEMENT.format(
            alias=ALIAS,
            cells="".join(f", {cell} AS {name}" for cell, name in zip(cells, names, strict=True)),
            condition=access.key_holders(role).sql("g", "asked.{}".format),
            joins=joins,
            is_changed=presenting.condition if presenting else NO_CHANGE,
            presented=presenting.sql if presenting else "",
            found=", ".join([*FOUND, *names]),
        )
        self._batcher = Batcher(self._answer)

    async def __call__(self, asked: Asked) -> Sequence[Any] | None:
        """FOUND and the cells, recorded as read; or None, recorded as refused."""
        return await self._batcher(asked)

    async def _answer(self, batch: Sequence[Asked]) -> Sequence[Any]:
        askers = orjson.dumps([_asker(place, *asked) for place, asked in enumerate(batch)], default=str).decode()
        _, records = await connections.get("default").execute_query(self.text, [askers])
        found = {record[0]: record for record in records}
        return [found.get(place) for place in range(len(batch))]


async def certificate(
    *, number: str, key: str, include: Include, reader: Reader, throttle: Throttle, presents: bool = True
) -> Certificate | None:
    """The current certificate, if number and key match and the viewer may see it; else None.

    Raises as `open_` does.
    """
    look_up = _LOOK_UPS[reader.viewer and reader.viewer.role, presents]
    record = await open_(number=number, key=key, reader=reader, throttle=throttle, look_up=look_up)
    if record is None:
        return None
    reader.recorded.add(record[FOUND.index("guarantee_id")])
    certificate = await Certificate.get(id=record[len(FOUND)])
    await load([certificate], include, reader=reader)
    return certificate


async def without_key(id_: UUID, *, include: Include, reader: Reader) -> Certificate | None:
    """A version that the viewer may see without the key, having had it before; recorded as shown, and as read."""
    found = await Certificate.filter(access.visible(Certificate, reader.viewer), id=id_).first()
    if found is None or reader.viewer is None:
        return None
    await audit.record("certificate.shown", viewer=reader.viewer, at=reader.at, subject_id=found.guarantee_id)
    reader.recorded.add(found.guarantee_id)
    await load([found], include, reader=reader)
    await mark_viewed.certificates([id_], role=reader.viewer.role, at=reader.at)
    return found


async def open_(*, number: str, key: str, reader: Reader, throttle: Throttle, look_up: LookUp) -> Sequence[Any] | None:
    """The certificate that number and key open for the viewer, recorded before it is returned; None if there is none.

    Unknown number, wrong key and foreign viewer are indistinguishable: a single look-up by the keyed digest of number
    and key finds no row. Raises NotSignedIn, and TooManyAttempts before any work.
    """
    viewer = access.require("certificate", reader.viewer)
    source = str(viewer.actor_id) if viewer.role is Role.E_CONTRACT_SYSTEM else viewer.address
    async with limited_attempts.attempt(throttle, "certificate", source, number) as attempt:
        digest = reader.services.keyring.digest(number, key)
        record = await look_up(Asked(digest, number, viewer, reader.at))
        # The index has found it; a comparison in constant time decides.
        if record is None or not hmac.compare_digest(record[2], digest):
            attempt.fail()
            return None
    return record


def _asker(place: int, digest: bytes, number: str, viewer: Viewer, at: datetime.datetime) -> Mapping[str, Any]:
    return {
        "place": place,
        "digest": f"\\x{digest.hex()}",
        "number": number,
        "event_id": uuid7(),
        "at": at,
        "role": viewer.role,
        "actor_id": viewer.actor_id,
        "address": viewer.address,
        "surety_id": viewer.surety_id,
        "obligee_ids": viewer.obligee_ids,
        "name": viewer.name,
    }


_LOOK_UPS = {
    (role, presents): LookUp(role, cells=[f"{ALIAS}.id"], presents=presents)
    for role in (None, *Role)
    for presents in (True, False)
}
