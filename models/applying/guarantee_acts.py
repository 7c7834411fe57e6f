"""What may be done to a guarantee in which state, and the state that follows, as data.

The roles that may do it are in resolvers/access.py.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from models.applying.guarantee_states import AWAITING_ISSUE, BEFORE_ISSUE, IN_REVIEW, GuaranteeStatus


class GuaranteeAct(StrEnum):
    """An act on one guarantee."""

    START_REVIEW = "START_REVIEW"
    RETURN = "RETURN"
    RESUBMIT = "RESUBMIT"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"
    APPROVE = "APPROVE"
    REVOKE_APPROVAL = "REVOKE_APPROVAL"
    RECEIVE_FEE = "RECEIVE_FEE"
    ISSUE = "ISSUE"
    SEND_NOTICE = "SEND_NOTICE"
    """Send the key notice to the obligee by mail."""
    ACCEPT_CERTIFICATE = "ACCEPT_CERTIFICATE"
    RETURN_CERTIFICATE = "RETURN_CERTIFICATE"
    REQUEST_AMENDMENT = "REQUEST_AMENDMENT"
    AMEND = "AMEND"
    CORRECT = "CORRECT"
    CANCEL_AMENDMENT = "CANCEL_AMENDMENT"
    ROTATE_KEY = "ROTATE_KEY"
    RELEASE = "RELEASE"
    CANCEL = "CANCEL"
    EXPIRE = "EXPIRE"
    """By the clock."""
    FILE_CLAIM = "FILE_CLAIM"
    REJECT_CLAIM = "REJECT_CLAIM"
    WITHDRAW_CLAIM = "WITHDRAW_CLAIM"
    PAY_CLAIM = "PAY_CLAIM"


Next = Mapping[GuaranteeStatus, tuple[GuaranteeStatus, ...]]
"""By state the one that follows; the first of several unless the act names another."""

_S = GuaranteeStatus


def _from(states: Iterable[GuaranteeStatus], *after: GuaranteeStatus) -> Next:
    """From each of the states to `after`; without it the state stays."""
    return {state: after or (state,) for state in states}


_IN_FORCE = frozenset({_S.IN_FORCE})
_CLAIMED = frozenset({_S.CLAIMED})

GUARANTEE_ACTS: Mapping[GuaranteeAct, Next] = {
    GuaranteeAct.START_REVIEW: _from(IN_REVIEW, _S.UNDER_REVIEW),
    GuaranteeAct.RETURN: _from(IN_REVIEW, _S.RETURNED),
    GuaranteeAct.RESUBMIT: _from({_S.RETURNED}, _S.SUBMITTED),
    GuaranteeAct.DECLINE: _from(IN_REVIEW, _S.DECLINED),
    GuaranteeAct.WITHDRAW: _from(BEFORE_ISSUE, _S.WITHDRAWN),
    # The way of paying decides: the fee of one guarantee is awaited, monthly bills are not.
    GuaranteeAct.APPROVE: _from(IN_REVIEW, _S.AWAITING_FEE, _S.APPROVED),
    GuaranteeAct.REVOKE_APPROVAL: _from(AWAITING_ISSUE, _S.SUBMITTED),
    GuaranteeAct.RECEIVE_FEE: _from({_S.AWAITING_FEE}, _S.APPROVED),
    GuaranteeAct.ISSUE: _from({_S.APPROVED}, _S.IN_FORCE),
    GuaranteeAct.SEND_NOTICE: _from(_IN_FORCE),
    GuaranteeAct.ACCEPT_CERTIFICATE: _from(_IN_FORCE),
    GuaranteeAct.RETURN_CERTIFICATE: _from(_IN_FORCE),
    GuaranteeAct.REQUEST_AMENDMENT: _from(_IN_FORCE),
    GuaranteeAct.AMEND: _from(_IN_FORCE),
    GuaranteeAct.CORRECT: _from(_IN_FORCE),
    GuaranteeAct.CANCEL_AMENDMENT: _from(_IN_FORCE),
    GuaranteeAct.ROTATE_KEY: _from(_IN_FORCE | _CLAIMED),
    GuaranteeAct.RELEASE: _from(_IN_FORCE, _S.RELEASED),
    GuaranteeAct.CANCEL: _from(_IN_FORCE, _S.CANCELLED),
    GuaranteeAct.EXPIRE: _from(_IN_FORCE, _S.EXPIRED),
    GuaranteeAct.FILE_CLAIM: _from(_IN_FORCE, _S.CLAIMED),
    GuaranteeAct.REJECT_CLAIM: _from(_CLAIMED, _S.IN_FORCE),
    GuaranteeAct.WITHDRAW_CLAIM: _from(_CLAIMED, _S.IN_FORCE),
    GuaranteeAct.PAY_CLAIM: _from(_CLAIMED, _S.PAID),
}
"""An act in a state that is not named changes nothing."""
