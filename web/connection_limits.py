"""How many connections a server process accepts."""

from collections import Counter


class ConnectionLimits:
    """How many connections there may be: in all, and from one address, unless it is a trusted proxy's."""

    def __init__(self, *, in_all: int, of_one: int) -> None:
        self._in_all, self._of_one = in_all, of_one
        self._open = 0
        self._by_source: Counter[str] = Counter()

    def enter(self, source: str | None) -> bool:
        """Whether there is room for one more; if so it is counted until it leaves. No source: a proxy's."""
        if self._open >= self._in_all or (source is not None and self._by_source[source] >= self._of_one):
            return False
        self._open += 1
        if source is not None:
            self._by_source[source] += 1
        return True

    def leave(self, source: str | None) -> None:
        """One of those that entered has ended."""
        self._open -= 1
        if source is not None:
            self._by_source[source] -= 1
            if not self._by_source[source]:
                del self._by_source[source]
