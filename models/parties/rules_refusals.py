"""Refusals that concern the rules of obligees."""

from collections.abc import Sequence

from models.errors import DomainError
from models.parties.obligee import HandoverChannel

WAYS = {
    HandoverChannel.E_CONTRACT_SYSTEM: "電子契約システム",
    HandoverChannel.EMAIL: "メール",
    HandoverChannel.DIRECT: "発注者への直接の提出",
}


class ObligeeRulesChangedSince(DomainError):
    """The obligee has been given other rules since the version that the new ones began with; `rules` are the last."""

    message = "この発注者の規則は、ほかの方が設定しています。最新の内容をご確認のうえ、やり直してください。"

    def __init__(self, rules: object) -> None:
        super().__init__()
        self.rules = rules


class ChannelNotAccepted(DomainError):
    """The obligee does not take number and key of such guarantees this way; `channels` are those by which it does."""

    def __init__(self, channel: HandoverChannel, channels: Sequence[HandoverChannel]) -> None:
        ways = "または".join(WAYS[each] for each in channels)
        super().__init__(
            f"この発注者は、この保証について{WAYS[channel]}による提出を受け付けていません。{ways}により提出してください。"
        )
        self.channels = channels
