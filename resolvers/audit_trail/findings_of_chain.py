"""What can be wrong with a chain of the audit log."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Fault(StrEnum):
    """What was found, worded for operators."""

    BLOCK_MISSING = "ブロックがありません"
    BLOCK_CHANGED = "ブロックの見出しが書き換えられています"
    LINK_BROKEN = "前のブロックとつながりません"
    HEAD_MISSING = "末尾の記録がありません"
    HEAD_DIFFERS = "末尾の記録と一致しません"
    LEAVES_CHANGED = "ブロックの明細が書き換えられているか、並べ替えられています"
    LEAF_MISSING = "ブロックの明細がありません"
    LEAF_WITHOUT_BLOCK = "明細のブロックがありません"
    EVENT_MISSING = "監査記録がありません"
    EVENT_CHANGED = "監査記録が書き換えられています"
    EVENT_BACKDATED = "監査記録が後から挿入されています"
    CHECKPOINT_DIFFERS = "チェックポイントと一致しません"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and where."""

    fault: Fault
    chain_id: UUID | None = None
    number: int | None = None
    """Of the block in its chain."""
    event_id: UUID | None = None
