"""Guarantee numbers (保証契約番号): BBBYK-SSSSSC, such as 31073-00001M."""

import datetime
import re
from zoneinfo import ZoneInfo

from models.enums import GuaranteeKind
from security import transcription

JAPAN = ZoneInfo("Asia/Tokyo")
LAST_SERIAL = 99_999
APRIL = 4

REIWA_OFFSET = 2018
"""Reiwa 1 is 2019."""

NUMBER_CHECK = (
    "number ~ '^[0-9]{5}-[0-9]{5}[A-Z]$' AND ascii(substr(number, 12))"
    " = CASE mod((substr(number, 1, 5) || substr(number, 7, 5))::bigint, 26)"
    " WHEN 0 THEN 90 ELSE 64 + mod((substr(number, 1, 5) || substr(number, 7, 5))::bigint, 26) END"
)
"""The form and the check letter as a database condition."""

_FORM = re.compile(r"([0-9]{5})-?([0-9]{5})([A-Z])")


class MalformedNumber(ValueError):
    """Not a guarantee number: wrong form, or the check letter does not fit the digits."""


def today(at: datetime.datetime) -> datetime.date:
    """The day in Japan."""
    return at.astimezone(JAPAN).date()


def start_of(day: datetime.date) -> datetime.datetime:
    """Midnight in Japan at the beginning of `day`."""
    return datetime.datetime.combine(day, datetime.time.min, JAPAN)


def end_of(day: datetime.date) -> datetime.datetime:
    """The last microsecond of `day` in Japan."""
    return datetime.datetime.combine(day, datetime.time.max, JAPAN)


def fiscal_year(day: datetime.date) -> int:
    """The year in which the fiscal year of `day` began; fiscal years begin on 1 April."""
    return day.year - (day.month < APRIL)


def check_letter(digits: str) -> str:
    """The ten digits as a number mod 26: A is 1, Y is 25, Z is 0.

    It catches every single wrong digit and every swap of neighbours.
    """
    return chr(64 + (int(digits) % 26 or 26))


def compose(*, branch_code: str, year: int, kind: GuaranteeKind, serial: int) -> str:
    """The number of the `serial`-th guarantee of a branch, fiscal year and kind.

    The year's digit is the last one of the Reiwa year: numbers repeat after ten years. Branch, fiscal year, kind and
    serial together are unique.
    """
    head = f"{branch_code}{(year - REIWA_OFFSET) % 10}{kind.digit}"
    tail = f"{serial:05}"
    return f"{head}-{tail}{check_letter(head + tail)}"


def parse(text: str) -> str:
    """The number in its standard form; full-width characters, other dashes, spaces and invisible characters are valid.

    Raises MalformedNumber.
    """
    plain = transcription.plain(text).upper()
    match = _FORM.fullmatch(plain)
    if match is None:
        msg = "保証契約番号は「31073-00001M」の形式（数字5桁、ハイフン、数字5桁、英字1字）で入力してください。"
        raise MalformedNumber(msg)
    head, tail, letter = match.groups()
    if letter != check_letter(head + tail):
        msg = "保証契約番号の末尾の英字（検査文字）が数字と一致しません。番号をご確認ください。"
        raise MalformedNumber(msg)
    return f"{head}-{tail}{letter}"
