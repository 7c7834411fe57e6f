"""Japanese labels of states and parties on pages. Those of guarantees are `models.errors.STATES`."""

from collections.abc import Mapping

from models.enums import Role
from models.handover_transitions import HandoverStatus

HANDOVERS: Mapping[HandoverStatus, str] = {
    HandoverStatus.NOT_SENT: "未提出",
    HandoverStatus.SENT: "提出済（未閲覧）",
    HandoverStatus.VIEWED: "閲覧済",
    HandoverStatus.ACCEPTED: "受理",
    HandoverStatus.RETURNED: "返却",
}
PARTIES: Mapping[Role, str] = {Role.CONTRACTOR: "申込者", Role.SURETY: "保証会社"}
"""The senders of messages."""
