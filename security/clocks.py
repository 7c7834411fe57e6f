"""Time as whole nanoseconds: floats of clocks round, the more the longer a machine has run."""

SECOND = 1_000_000_000


def whole_seconds(nanoseconds: int) -> int:
    """The same in seconds, of which one that has begun counts."""
    return -(-nanoseconds // SECOND)
