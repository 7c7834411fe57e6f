"""How many connections a server process accepts."""

from collections import Counter


class ConnectionLimits:
    """Counts open connections: in all, and by source address, from which trusted proxies are exempt."""

    def __init__(self, *, in_all: int, of_one: int) -> None:
        self._in_all, self._of_one = in_all, of_one
        self._open = 0
        self._by_source: Counter[str] = Counter()

    def enter(self, source: str | None) -> bool:
        """Count one more connection, unless it is above a limit (False). `source` is None for a trusted proxy."""
        if self._open >= self._in_all or (source is not None and self._by_source[source] >= self._of_one):
            return False
        self._open += 1
        if source is not None:
            self._by_source[source] += 1
        return True

    def leave(self, source: str | None) -> None:
        """A counted connection was closed."""
        self._open -= 1
        if source is not None:
            self._by_source[source] -= 1
            if not self._by_source[source]:
                del self._by_source[source]
