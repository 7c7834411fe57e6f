"""Refusals as use cases declare them, and those that end with time: too many attempts or requests, or too much work."""

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
