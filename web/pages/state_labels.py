"""What pages call states and parties, for people."""

from collections.abc import Mapping

from models.enums import Role
from models.guarantee import GuaranteeStatus
from models.handover_transitions import HandoverStatus

PROGRESS: Mapping[GuaranteeStatus, str] = {
    GuaranteeStatus.DRAFT: "作成中",
    GuaranteeStatus.SUBMITTED: "申込済",
    GuaranteeStatus.UNDER_REVIEW: "審査中",
    GuaranteeStatus.RETURNED: "差戻し",
    GuaranteeStatus.DECLINED: "謝絶",
    GuaranteeStatus.WITHDRAWN: "取下げ",
    GuaranteeStatus.APPROVED: "承認済",
    GuaranteeStatus.AWAITING_FEE: "入金待ち",
    GuaranteeStatus.IN_FORCE: "保証中",
    GuaranteeStatus.EXPIRED: "期間満了",
    GuaranteeStatus.RELEASED: "保証解除",
    GuaranteeStatus.CANCELLED: "取消",
    GuaranteeStatus.CLAIMED: "保証金請求中",
    GuaranteeStatus.PAID: "保証金支払済",
}
"""手続状況."""
HANDOVERS: Mapping[HandoverStatus, str] = {
    HandoverStatus.NOT_SENT: "未提出",
    HandoverStatus.SENT: "提出済（未閲覧）",
    HandoverStatus.VIEWED: "閲覧済",
    HandoverStatus.ACCEPTED: "受理",
    HandoverStatus.RETURNED: "返却",
}
PARTIES: Mapping[Role, str] = {Role.CONTRACTOR: "申込者", Role.SURETY: "保証会社"}
"""Who writes messages."""
