"""Runs the cases of the demonstration together, act by act in the order of time, as they would have happened.

So numbers are assigned in the order of the issues, and lists by id are lists by time.
"""

import datetime
import heapq
from collections.abc import AsyncGenerator, Sequence

from models.applying import business_days
from models.numbering import start_of, today

Steps = AsyncGenerator[int, datetime.datetime]
"""A case: it yields how many days ago its next act is, and is sent the moment of the act."""

OPENS = datetime.timedelta(hours=9)
SPREAD = 300
"""Minutes of a morning and noon over which the acts of different cases are spread."""
PACE = datetime.timedelta(hours=3)
"""Between two acts of a case at the least: a review with issue takes two hours."""


async def run(cases: Sequence[Steps], *, now: datetime.datetime) -> None:
    """Run all cases to their ends; no act is later than `now`."""
    waiting = [(_moment(await anext(case), place, now), place) for place, case in enumerate(cases)]
    heapq.heapify(waiting)
    while waiting:
        at, place = heapq.heappop(waiting)
        try:
            days_ago = await cases[place].asend(at)
        except StopAsyncIteration:
            continue
        following = max(_moment(days_ago, place, now), at + PACE)
        heapq.heappush(waiting, (min(following, now), place))


def _moment(days_ago: int, place: int, now: datetime.datetime) -> datetime.datetime:
    """A moment in the opening hours of that day, or of the last business day before it."""
    day = today(now) - datetime.timedelta(days=days_ago)
    while not business_days.is_business_day(day):
        day -= datetime.timedelta(days=1)
    return min(start_of(day) + OPENS + datetime.timedelta(minutes=place * 37 % SPREAD), now)
