"""The states of a guarantee, from the table of acts: `python -m tests.support.transitions.transitions_page`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.applying.guarantee_acts import GUARANTEE_ACTS, GuaranteeAct
from models.applying.guarantee_states import GuaranteeStatus
from models.enums import Role
from models.errors import STATES
from resolvers import access
from tests.support.transitions.declared_acts import DECLARED

PAGE = Path(__file__).parents[3] / "docs" / "transitions.md"
TEXT = """# States of a guarantee

Written by `python -m tests.support.transitions.transitions_page` from `models/applying/guarantee_acts.py` and
`resolvers/access.py`; tests/schema/test_transitions.py holds both the page and the behaviour to it. An act in a state
that its line does not name is refused with `WrongState`, which tells the state, and changes nothing. A guarantee whose
保証期限 is over counts as EXPIRED for every act, also before the worker has marked it.

## States

| state | shown as |
|---|---|
{states}

## Acts

| act | operation | roles | from | to |
|---|---|---|---|---|
{acts}

## Diagram

Acts that leave the state as it is are not drawn.

```mermaid
stateDiagram-v2
{diagram}
```
"""


def page() -> str:
    """The expected text of docs/transitions.md."""
    states = (f"| {state} | {STATES[state]} |" for state in GuaranteeStatus)
    return TEXT.format(
        states="\n".join(states), acts="\n".join(_lines()), diagram="\n".join(f"    {line}" for line in _diagram())
    )


def _lines() -> Iterator[str]:
    for act in GuaranteeAct:
        operation = DECLARED[act].mutation
        cells = ["by the clock", "—"]
        if operation:
            cells = [f"`{operation}`", _listed(sorted(access.OPERATIONS.get(operation, ()))) or "—"]
        by_following: dict[tuple[GuaranteeStatus, ...] | None, list[GuaranteeStatus]] = {}
        for state in _in_order(GUARANTEE_ACTS[act]):
            following = GUARANTEE_ACTS[act][state]
            by_following.setdefault(None if following == (state,) else following, []).append(state)
        for following, states in by_following.items():
            to = "the same" if following is None else " or ".join(following)
            yield f"| {' | '.join([act, *cells, _listed(states), to])} |"


def _diagram() -> Iterator[str]:
    yield "[*] --> SUBMITTED"
    edges: dict[tuple[GuaranteeStatus, GuaranteeStatus], list[GuaranteeAct]] = {}
    for act in GuaranteeAct:
        for state in _in_order(GUARANTEE_ACTS[act]):
            for following in GUARANTEE_ACTS[act][state]:
                if following is not state:
                    edges.setdefault((state, following), []).append(act)
    for (state, following), acts in edges.items():
        yield f"{state} --> {following}: {', '.join(acts)}"
    left = {state for state, _ in edges}
    for final in GuaranteeStatus:
        if final not in left and final is not GuaranteeStatus.DRAFT:
            yield f"{final} --> [*]"


def _in_order(states: Iterable[GuaranteeStatus]) -> list[GuaranteeStatus]:
    """In the order of the enumeration: the table has sets, which have none."""
    return sorted(states, key=list(GuaranteeStatus).index)


def _listed(names: Iterable[Role | GuaranteeStatus]) -> str:
    return ", ".join(names)


if __name__ == "__main__":
    sys.exit(0 if PAGE.write_text(page(), encoding="utf-8") else 1)
