"""Time in whole nanoseconds: clocks as floats lose precision with the uptime of a machine."""

SECOND = 1_000_000_000


def whole_seconds(nanoseconds: int) -> int:
    """The same in seconds, rounded up."""
    return -(-nanoseconds // SECOND)
