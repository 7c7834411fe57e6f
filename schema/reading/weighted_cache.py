"""A cache bounded by the total weight of its entries."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class WeightedCache(Generic[K, V]):
    """The most recently used entries, with a total weight of at most `most`."""

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        """The least recently used first."""

    def __contains__(self, key: K) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """An entry, which counts as used; None if there is none."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def keep(self, key: K, value: V, weight: int) -> None:
        """Keep an entry and evict others to make room. An entry heavier than `most` is not kept."""
        if weight > self._most:
            return
        self._weight += weight - self._entries.get(key, (None, 0))[1]
        self._entries[key] = value, weight
        self._entries.move_to_end(key)
        while self._weight > self._most:
            _, (_, lost) = self._entries.popitem(last=False)
            self._weight -= lost

    def clear(self) -> None:
        """Remove all entries."""
        self._entries.clear()
        self._weight = 0
