"""The state machine of a hand-over: every act in every state that it applies to (see models/transitions.py)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from models.transitions import Act, Transition, Write


class HandoverStatus(StrEnum):
    """How far a hand-over has come."""

    NOT_SENT = "NOT_SENT"
    SENT = "SENT"
    VIEWED = "VIEWED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


class HandoverEventKind(StrEnum):
    """What happened to a hand-over."""

    SENT = "SENT"
    VIEWED = "VIEWED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


class HandoverAct(StrEnum):
    """An act on a hand-over."""

    SEND = "SEND"
    """Send number and key to the obligee, possibly again; a reading stays recorded. After a return a new one begins."""
    RECEIVE = "RECEIVE"
    """A system of the obligee presents number and key. This also sends an unsent or returned one."""
    OPEN = "OPEN"
    """An official presents number and key, and reads the certificate. This also sends it."""
    VIEW = "VIEW"
    """An official reads a certificate that a system has received."""
    ACCEPT = "ACCEPT"
    RETURN = "RETURN"
    BEGIN_ANEW = "BEGIN_ANEW"
    """Another version of the certificate takes effect: it has to be handed over itself."""


HandoverTransition: TypeAlias = Transition[HandoverStatus, HandoverEventKind]

_SENT = {"handover_channel": Write.GIVEN, "sent_at": Write.MOMENT}
_BEGUN = _SENT | dict.fromkeys(("viewed_at", "decided_at", "return_reason"), Write.NULL)
_PRESENTED = {"presented_at": Write.MOMENT_IF_NULL}
_VIEWED = {"viewed_at": Write.MOMENT}
_DECIDED = {"viewed_at": Write.MOMENT_IF_NULL, "decided_at": Write.MOMENT}

_S, _E = HandoverStatus, HandoverEventKind
_SEND_FIRST = HandoverTransition(_S.SENT, _BEGUN, (_E.SENT,))
_RECEIVE_FIRST = HandoverTransition(_S.SENT, _BEGUN | _PRESENTED, (_E.SENT,))
_OPEN_FIRST = HandoverTransition(_S.VIEWED, _BEGUN | _PRESENTED | _VIEWED, (_E.SENT, _E.VIEWED))
_ACCEPT = HandoverTransition(_S.ACCEPTED, _DECIDED, (_E.ACCEPTED,), requires="presented_at")
_RETURN = HandoverTransition(
    _S.RETURNED, _DECIDED | {"return_reason": Write.GIVEN}, (_E.RETURNED,), requires="presented_at"
)
_ANEW = HandoverTransition(_S.NOT_SENT, dict.fromkeys((*_SENT, "viewed_at", "decided_at", "return_reason"), Write.NULL))

_TABLE: Mapping[HandoverAct, Mapping[HandoverStatus, HandoverTransition]] = {
    HandoverAct.SEND: {
        _S.NOT_SENT: _SEND_FIRST,
        _S.SENT: HandoverTransition(_S.SENT, _SENT, (_E.SENT,)),
        _S.VIEWED: HandoverTransition(_S.VIEWED, _SENT, (_E.SENT,)),
        _S.RETURNED: _SEND_FIRST,
    },
    HandoverAct.RECEIVE: {
        _S.NOT_SENT: _RECEIVE_FIRST,
        _S.SENT: HandoverTransition(_S.SENT, _PRESENTED),
        _S.VIEWED: HandoverTransition(_S.VIEWED, _PRESENTED),
        _S.ACCEPTED: HandoverTransition(_S.ACCEPTED, _PRESENTED),
        _S.RETURNED: _RECEIVE_FIRST,
    },
    HandoverAct.OPEN: {
        _S.NOT_SENT: _OPEN_FIRST,
        _S.SENT: HandoverTransition(_S.VIEWED, _PRESENTED | _VIEWED, (_E.VIEWED,)),
        _S.VIEWED: HandoverTransition(_S.VIEWED, _PRESENTED),
        _S.ACCEPTED: HandoverTransition(_S.ACCEPTED, _PRESENTED),
        _S.RETURNED: _OPEN_FIRST,
    },
    HandoverAct.VIEW: {_S.SENT: HandoverTransition(_S.VIEWED, _VIEWED, (_E.VIEWED,), requires="presented_at")},
    HandoverAct.ACCEPT: {_S.SENT: _ACCEPT, _S.VIEWED: _ACCEPT},
    HandoverAct.RETURN: {_S.SENT: _RETURN, _S.VIEWED: _RETURN},
    HandoverAct.BEGIN_ANEW: dict.fromkeys((_S.SENT, _S.VIEWED, _S.ACCEPTED, _S.RETURNED), _ANEW),
}
HANDOVER_ACTS: Mapping[HandoverAct, Act[HandoverStatus, HandoverEventKind]] = {
    act: Act("handover_status", transitions) for act, transitions in _TABLE.items()
}
"""The effect of each act on a guarantee's row (HandedOver), by the state of its hand-over."""
