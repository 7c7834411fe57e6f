"""What inputs give of an entry, by column."""

from typing import Any


def of(input: object, *without: str) -> dict[str, Any]:
    """The given fields of an input, but those that are no columns of the entry."""
    left_out = {*without, "version", "idempotency_key"}
    return {name: value for name, value in vars(input).items() if value is not None and name not in left_out}
