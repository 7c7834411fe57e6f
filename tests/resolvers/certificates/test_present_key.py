"""Presenting number and key has two implementations: a method of the model and the look-up's statement. Both agree."""

import datetime
from typing import Any

import pytest

from models.enums import Role
from models.guarantee import Guarantee
from models.handover import HANDOVER, HandoverEvent
from models.handover_transitions import HandoverStatus
from models.parties.viewer import Viewer
from resolvers import throttle_failures
from resolvers.certificates import look_up
from resolvers.certificates.present_key import PRESENTING
from resolvers.handover import store_handover
from sample.sample_register import SampleRegister
from security.throttle import Throttle
from tests.conftest import NOON
from tests.support.readers import reader_of, system_viewer
from tests.support.use_cases import KEY, advance, issued

LATER = NOON + datetime.timedelta(hours=1)
NEXT_DAY = NOON + datetime.timedelta(days=1)
MAILED = {"handover_status": "SENT", "handover_channel": "EMAIL", "sent_at": NOON}
RECEIVED = MAILED | {"handover_channel": "E_CONTRACT_SYSTEM", "presented_at": NOON}
SEEN = MAILED | {"handover_status": "VIEWED", "presented_at": NOON, "viewed_at": LATER}
STATES: dict[str, dict[str, Any]] = {
    "not sent": {},
    "mailed": MAILED,
    "received by a system": RECEIVED,
    "mailed again after a return": MAILED | {"presented_at": NOON},
    "viewed": SEEN,
    "accepted": SEEN | {"handover_status": "ACCEPTED", "decided_at": LATER},
    "returned": SEEN | {"handover_status": "RETURNED", "decided_at": LATER, "return_reason": "誤り"},
}


async def viewer(sample: SampleRegister, role: Role) -> Viewer:
    if role is Role.E_CONTRACT_SYSTEM:
        return await system_viewer(sample.obligees["栃木県"].id)
    return sample.viewers[role]


def columns(guarantee: Guarantee) -> dict[str, Any]:
    return {name: getattr(guarantee, name) for name in sorted(HANDOVER)}


async def events(guarantee: Guarantee) -> list[tuple[Any, ...]]:
    rows = await HandoverEvent.filter(handover_id=guarantee.handover_id).order_by("at", "id")
    return [(row.kind, row.channel, row.role, row.party_name, row.at) for row in rows]


@pytest.mark.parametrize("role", [Role.OBLIGEE, Role.E_CONTRACT_SYSTEM])
@pytest.mark.parametrize("state", STATES)
async def test_the_statement_does_what_the_model_says(sample: SampleRegister, role: Role, state: str) -> None:
    (before,) = await issued(sample, advance())
    await Guarantee.filter(id=before.id).update(**STATES[state])
    said = await Guarantee.get(id=before.id)
    by = await store_handover.party(await viewer(sample, role), said)
    said.present(by, at=NEXT_DAY)
    reader = reader_of(await viewer(sample, role), NEXT_DAY)
    found = await look_up.certificate(
        number=str(before.number), key=KEY, include={}, reader=reader, throttle=Throttle(throttle_failures.count)
    )
    assert found is not None
    done = await Guarantee.get(id=before.id)
    assert columns(done) == columns(said)
    assert await events(done) == [
        (event.kind, event.channel, event.by.role, event.by.name, event.at) for event in said.happened
    ]
    is_another = state in {"not sent", "returned"}
    assert (said.handover_id == done.handover_id) is not is_another


@pytest.mark.parametrize("state", STATES)
async def test_of_the_surety_it_is_no_presenting(sample: SampleRegister, state: str) -> None:
    (before,) = await issued(sample, advance())
    await Guarantee.filter(id=before.id).update(**STATES[state])
    known = await Guarantee.get(id=before.id)
    reader = reader_of(sample.viewers[Role.SURETY], NEXT_DAY)
    await look_up.certificate(
        number=str(before.number), key=KEY, include={}, reader=reader, throttle=Throttle(throttle_failures.count)
    )
    done = await Guarantee.get(id=before.id)
    assert (columns(done), done.handover_id) == (columns(known), known.handover_id)
    assert not await HandoverEvent.all().exists()


def test_every_state_is_tried() -> None:
    assert {state.get("handover_status", "NOT_SENT") for state in STATES.values()} == set(HandoverStatus)
    assert PRESENTING.keys() == {Role.OBLIGEE, Role.E_CONTRACT_SYSTEM}
