"""The table of acts on guarantees, and the effect of an act on one row."""

import datetime
from uuid import uuid4

import pytest

from models.applying.guarantee_acts import GUARANTEE_ACTS, GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from models.errors import WrongState
from models.guarantee import Guarantee

DAY = datetime.date(2026, 11, 20)
CASES = [(act, state) for act in GuaranteeAct for state in GuaranteeStatus]
FINAL = {"DECLINED", "WITHDRAWN", "EXPIRED", "RELEASED", "CANCELLED", "PAID", "DRAFT"}


def in_state(status: GuaranteeStatus, expiry_date: datetime.date = DAY) -> Guarantee:
    guarantee = Guarantee(status=status, expiry_date=expiry_date)
    guarantee.reviewer_id = None  # Tortoise leaves the attribute out of an object that was not read
    return guarantee


@pytest.mark.parametrize(("act", "state"), CASES)
def test_an_act_moves_to_what_follows_or_changes_nothing(act: GuaranteeAct, state: GuaranteeStatus) -> None:
    guarantee = in_state(state)
    following = GUARANTEE_ACTS[act].get(state)
    if following is None:
        with pytest.raises(WrongState) as refusal:
            guarantee.take(act, today=DAY)
        assert (guarantee.status, refusal.value.status) == (state, state)
    else:
        guarantee.take(act, today=DAY)
        assert guarantee.status is following[0]


def test_nothing_is_done_to_a_guarantee_that_has_ended() -> None:
    left = {state for acts in GUARANTEE_ACTS.values() for state in acts}
    assert {state for state in GuaranteeStatus if state not in left} == FINAL


@pytest.mark.parametrize("act", [act for act, states in GUARANTEE_ACTS.items() if GuaranteeStatus.IN_FORCE in states])
def test_the_day_after_the_expiry_date_is_too_late_for_every_act(act: GuaranteeAct) -> None:
    guarantee = in_state(GuaranteeStatus.IN_FORCE)
    guarantee.require(act, today=DAY)
    with pytest.raises(WrongState) as refusal:
        guarantee.require(act, today=DAY + datetime.timedelta(days=1))
    assert refusal.value.status is GuaranteeStatus.EXPIRED


def test_the_clock_ends_neither_a_claimed_nor_an_approved_one() -> None:
    for state in (GuaranteeStatus.CLAIMED, GuaranteeStatus.APPROVED):
        assert in_state(state).state_on(DAY + datetime.timedelta(days=1)) is state


def test_an_act_that_leaves_the_review_keeps_whose_it_was() -> None:
    guarantee, reviewer = in_state(GuaranteeStatus.UNDER_REVIEW), uuid4()
    guarantee.reviewer_id = reviewer
    guarantee.take(GuaranteeAct.APPROVE, to=GuaranteeStatus.APPROVED)
    assert (guarantee.status, guarantee.reviewer_id) == (GuaranteeStatus.APPROVED, None)
    assert guarantee.ended_review_of == reviewer
