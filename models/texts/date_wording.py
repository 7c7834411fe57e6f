"""Days as people write them in messages."""

import datetime


def in_japanese(day: datetime.date) -> str:
    """Such as 2026年2月1日, without zeros before the digits."""
    return f"{day.year}年{day.month}月{day.day}日"
