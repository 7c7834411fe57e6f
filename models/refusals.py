"""Which refusals a use case may raise, declared where it is defined."""

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
