"""Calls of coroutines without an event loop."""

from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_synchronously(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that never suspends: an event loop needs sockets, which the sandbox forbids.

    Raises RuntimeError when it suspends.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("the coroutine suspends")
