"""Refusals as use cases declare them, those of attachments, and those that end with time, such as too much work."""

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from models.errors import DomainError

F = TypeVar("F", bound=Callable[..., Any])
_NAME = "refusals"


def refuses(*refusals: type[DomainError]) -> Callable[[F], F]:
    """Declare the refusals of a use case, in the order of the union of its mutation.

    Refusals of any operation (NotSignedIn, TooManyAttempts…) are not declared.
    """

    def declare(use_case: F) -> F:
        setattr(use_case, _NAME, refusals)
        return use_case

    return declare


def refusals_of(use_case: Callable[..., Any]) -> tuple[type[DomainError], ...]:
    """The declared refusals, in order. Raises AttributeError if none are declared."""
    return getattr(use_case, _NAME)


class AmendmentNotNeeded(DomainError):
    """Domain rule 8: only the contract price differs."""

    message = (
        "請負金額（業務委託料）だけの変更には、保証の変更の手続は必要ありません。"
        "証書はそのまま有効で、変更後の契約についても保証いたします。"
    )


class UnderReviewByAnother(DomainError):
    """Another member of the surety's staff reviews it: `reviewer` is a name, `since` when the review began."""

    message = "ほかの担当者が審査中です。引き継ぐ場合は、その旨を指定してください。"

    def __init__(self, reviewer: str, since: datetime.datetime) -> None:
        super().__init__()
        self.reviewer, self.since = reviewer, since


CLAIM_STATES = {
    "FILED": "受付済",
    "UNDER_REVIEW": "審査中",
    "ACCEPTED": "支払決定",
    "REJECTED": "支払不可",
    "PAID": "支払済",
    "WITHDRAWN": "取下げ",
}
"""The Japanese labels of the states of claims (models/after_issue/claim.py)."""


class ClaimInWrongState(DomainError):
    """The action does not fit the claim's state."""

    def __init__(self, status: str) -> None:
        super().__init__(f"現在の請求の状況（{CLAIM_STATES[status]}）では、この操作はできません。")
        self.claim_status = status


class EntryChangedSince(DomainError):
    """An entry of the registers has been changed since the version that a change began with; `version` is the last."""

    message = "この登録内容は、ほかの方が変更しています。最新の内容をご確認のうえ、やり直してください。"

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version


class TooManyAttempts(DomainError):
    """Too many failures; `retry_after` is in whole seconds."""

    message = "試行回数が上限に達しました。しばらくしてからやり直してください。"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyRequests(DomainError):
    """An API client or an account exceeds its rate limit; `retry_after` is in whole seconds."""

    message = "1分間に送信できる要求数の上限に達しました。しばらくしてからやり直してください。"

    def __init__(self, retry_after: int, message: str | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooBusy(DomainError):
    """The queue of expensive work is full; `retry_after` is in whole seconds. Not a failed attempt."""

    message = "ただいま混み合っています。しばらくしてからやり直してください。"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class AttachmentRefused(DomainError):
    """A file is not accepted as attachment: `reason` is a code of pdf/upload_refusals.py, `retry_after` in seconds."""

    def __init__(self, reason: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.reason, self.retry_after = reason, retry_after


class AttachmentInUse(DomainError):
    """The other side has opened the attachment, or been sent the form since."""

    message = "相手方が開いた添付ファイルと、申込みとともに送信された添付ファイルは、削除できません。"
