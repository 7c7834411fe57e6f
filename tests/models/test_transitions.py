"""Every act on a hand-over from every state, as the rule for one row and as the SQL made from the same table."""

import datetime
from typing import Any

import pytest
from tortoise import connections

from models.guarantee import Guarantee
from models.handover import HANDOVER
from models.handover_transitions import HANDOVER_ACTS, HandoverAct, HandoverStatus
from models.transitions import Act, Transition, Write
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, issued

LATER = NOON + datetime.timedelta(hours=1)
NEXT_DAY = (NOON + datetime.timedelta(days=1)).astimezone(datetime.UTC)
GIVEN = {"handover_channel": "DIRECT", "return_reason": "金額の誤り"}
MAILED = {"handover_status": "SENT", "handover_channel": "EMAIL", "sent_at": NOON}
VIEWED = MAILED | {"handover_status": "VIEWED", "presented_at": NOON, "viewed_at": LATER}
STATES: dict[str, dict[str, Any]] = {
    "not sent": {},
    "begun anew": {"presented_at": NOON},
    "sent": MAILED,
    "received by a system": MAILED | {"handover_channel": "E_CONTRACT_SYSTEM", "presented_at": NOON},
    "viewed": VIEWED,
    "accepted": VIEWED | {"handover_status": "ACCEPTED", "decided_at": LATER},
    "returned": VIEWED | {"handover_status": "RETURNED", "decided_at": LATER, "return_reason": "誤り"},
}


def columns(guarantee: Guarantee) -> dict[str, Any]:
    return {name: getattr(guarantee, name) for name in sorted(HANDOVER)}


async def in_sql(act: HandoverAct, guarantee: Guarantee) -> list[str] | None:
    """The new state of the stored row; None if the statement does not change it."""
    rule = HANDOVER_ACTS[act]
    given = {name: f"'{value}'" for name, value in GIVEN.items()}
    assignments = rule.assignments("g", before="old.handover_status", at="$2::timestamptz", given=given)
    rows = await connections.get("default").execute_query_dict(
        f"UPDATE guarantee g SET {assignments} FROM guarantee old, (SELECT $2::timestamptz) AS moment"
        f" WHERE g.id = $1 AND old.id = g.id AND {rule.condition('g')}"
        f" RETURNING {rule.events('old.handover_status')} AS events",
        [guarantee.id, NEXT_DAY],
    )
    return [event for row in rows for event in row["events"] or ()] if rows else None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", HandoverAct)
async def test_the_statement_does_what_the_rule_does(sample: SampleRegister, act: HandoverAct, state: str) -> None:
    (before,) = await issued(sample, advance())
    await Guarantee.filter(id=before.id).update(**STATES[state])
    row = await Guarantee.get(id=before.id)
    unchanged = columns(row)
    events = HANDOVER_ACTS[act].apply(row, at=NEXT_DAY, given=GIVEN)
    happened = await in_sql(act, before)
    assert columns(await Guarantee.get(id=before.id)) == columns(row)
    assert list(events or ()) == (happened or [])
    if events is None:
        assert (columns(row), happened) == (unchanged, None)
    # The condition holds only for rows that change: a statement that changes nothing locks nothing.
    assert (happened is not None) is (columns(row) != unchanged)


def test_every_state_is_tried() -> None:
    assert {state.get("handover_status", "NOT_SENT") for state in STATES.values()} == set(HandoverStatus)
    assert set(HANDOVER_ACTS) == set(HandoverAct)


@pytest.mark.parametrize(
    ("act", "left_alone"),
    [
        (HandoverAct.SEND, {"ACCEPTED"}),
        (HandoverAct.RECEIVE, set[str]()),
        (HandoverAct.OPEN, set[str]()),
        (HandoverAct.VIEW, {"NOT_SENT", "VIEWED", "ACCEPTED", "RETURNED"}),
        (HandoverAct.ACCEPT, {"NOT_SENT", "ACCEPTED", "RETURNED"}),
        (HandoverAct.RETURN, {"NOT_SENT", "ACCEPTED", "RETURNED"}),
        (HandoverAct.BEGIN_ANEW, {"NOT_SENT"}),
    ],
)
def test_an_act_leaves_alone_what_it_cannot_meet(act: HandoverAct, left_alone: set[str]) -> None:
    assert set(HandoverStatus) - set(HANDOVER_ACTS[act].transitions) == left_alone


def test_where_every_state_has_the_same_value_there_is_no_case() -> None:
    states = (HandoverStatus.SENT, HandoverStatus.VIEWED)
    act = Act("state", {each: Transition(HandoverStatus.ACCEPTED, {"at": Write.MOMENT}) for each in states})
    assert act.assignments("t", before="t.state", at="$1", given={}) == "state = 'ACCEPTED', at = $1"
    assert (act.condition("t"), act.events("t.state")) == ("(t.state IN ('SENT', 'VIEWED'))", "NULL")
