"""Which coding of a file a client gets (RFC 9110, 12.5.3)."""

from collections.abc import Collection
from functools import lru_cache

LONGEST = 300
"""Characters of a header that are examined."""
IDENTITY = "identity"


def best(accepted: str, available: Collection[str]) -> str:
    """The coding with the highest quality; of equal ones the first available; IDENTITY if none is acceptable."""
    qualities = _qualities(accepted[:LONGEST])
    others = qualities.get("*", 0.0)
    # A client that does not name the plain file takes it, but prefers what it names.
    found, highest = IDENTITY, qualities.get(IDENTITY, 0.0)
    for coding in reversed(tuple(available)):
        quality = qualities.get(coding, others)
        if quality > 0 and quality >= highest:
            found, highest = coding, quality
    return found


@lru_cache(maxsize=256)
def _qualities(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        coding, *parameters = (text.strip() for text in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        found[coding] = quality
    return found


def _number(text: str) -> float:
    """A quality; 0 for a malformed one."""
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
