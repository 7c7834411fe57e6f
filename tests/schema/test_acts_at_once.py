"""Two people at once: of two acts of which one leaves the state, one wins and the other is told the state it finds."""

import asyncio
from itertools import combinations_with_replacement
from typing import Any

import pytest

import models
from models.applying.guarantee_acts import GUARANTEE_ACTS, GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from models.enums import Role
from resolvers import access
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import IS_WHOLE, Api
from tests.support.transitions.declared_acts import DECLARED, Subject
from tests.support.transitions.guarantees_in_states import WALKED, subject_in

Pair = tuple[GuaranteeStatus, GuaranteeAct, GuaranteeAct]
PEOPLE = {Role.CONTRACTOR: "contractor", Role.SURETY: "surety", Role.OBLIGEE: "obligee"}


def leaves(act: GuaranteeAct, state: GuaranteeStatus) -> bool:
    """Whether the state after it is another one."""
    return state not in GUARANTEE_ACTS[act][state]


def pairs() -> list[Pair]:
    """Pairs of acts that are both allowed in a state, and of which one leaves it."""
    called = [act for act, declared in DECLARED.items() if declared.mutation]
    found = [
        (state, one, other)
        for state in WALKED
        for one, other in combinations_with_replacement([act for act in called if state in GUARANTEE_ACTS[act]], 2)
        if leaves(one, state) or leaves(other, state)
    ]
    return found if IS_WHOLE else found[::3]


async def call(api: Api, act: GuaranteeAct, subject: Subject) -> dict[str, Any]:
    declared = DECLARED[act]
    role = next(role for role in PEOPLE if role in access.OPERATIONS[str(declared.mutation)])
    query, given = declared.call(subject)
    body = (await api.post(query, as_=PEOPLE[role], input=given)).json()
    assert "errors" not in body, body
    return body["data"][declared.mutation]


@pytest.mark.parametrize(("state", "one", "other"), pairs())
async def test_one_wins_and_the_other_is_told(
    api: Api, sample: SampleRegister, state: GuaranteeStatus, one: GuaranteeAct, other: GuaranteeAct
) -> None:
    subject = await subject_in(state, api, sample)
    for act in {one, other}:
        await DECLARED[act].prepare(api, subject)
    answers = await asyncio.gather(call(api, one, subject), call(api, other, subject))
    found = (await models.Guarantee.get(id=ids.key_of(subject.id, "Guarantee"))).status
    called = list(zip((one, other), answers, strict=True))
    assert any(_explain(first, second, state, found) for first, second in (called, called[::-1])), (called, found)


Called = tuple[GuaranteeAct, dict[str, Any]]


def _explain(first: Called, second: Called, state: GuaranteeStatus, found: str) -> bool:
    """Whether the answers and the final state are those of the acts one after the other, by the table."""
    (act, answer), (later, told) = first, second
    if "message" in answer:
        return False
    is_refused = "message" in told
    for between in GUARANTEE_ACTS[act][state]:
        following = GUARANTEE_ACTS[later].get(between)
        # Also what the table allows can have its own refusal: no approval is revoked once its fee is received.
        if is_refused and found == between == told.get("status", between):
            return True
        if not is_refused and following and found in following:
            return True
        if not is_refused and not following and found == between and between in DECLARED[later].answers_in:
            return True
    return False
