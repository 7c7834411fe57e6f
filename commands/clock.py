"""The system clock: the only place of the application that reads it. All other code is passed the time."""

import datetime


def now() -> datetime.datetime:
    """The current time, in UTC."""
    return datetime.datetime.now(datetime.UTC)
