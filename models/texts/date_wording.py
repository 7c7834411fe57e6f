"""Dates in messages."""

import datetime


def in_japanese(day: datetime.date) -> str:
    """Such as 2026年2月1日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
