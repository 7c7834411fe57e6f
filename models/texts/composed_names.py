"""Names that are composed of whatever comes, for columns that have a length."""

import hashlib

DIGEST = 32
"""Characters."""


def fitting(name: str, length: int) -> str:
    """The name, if it has at most `length` characters; else its beginning and a digest, so that it stays its own."""
    if len(name) <= length:
        return name
    return name[: length - DIGEST - 1] + "…" + hashlib.sha256(name.encode()).hexdigest()[:DIGEST]
