"""Corporate numbers (法人番号): twelve digits after a check digit."""

import re
import unicodedata

_FORM = re.compile("[0-9]{13}")


def parse(text: str) -> str:
    """The number in half width, without spaces and hyphens. Raises ValueError, also for a wrong check digit."""
    number = digits_of(text)
    if number is None:
        raise ValueError("法人番号は13桁の数字で入力してください。")
    if int(number[0]) != check_digit(number[1:]):
        raise ValueError("法人番号の検査用数字（先頭の1桁）が一致しません。番号をご確認ください。")
    return number


def digits_of(text: str) -> str | None:
    """The thirteen digits of a text that is nothing else, whatever their check digit; otherwise None."""
    number = "".join(unicodedata.normalize("NFKC", text).replace("-", "").split())
    return number if _FORM.fullmatch(number) else None


def check_digit(digits: str) -> int:
    """The check digit of twelve digits, by the ministerial ordinance (平成26年財務省令第70号): 1 to 9."""
    weighted = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return 9 - sum(weighted) % 9
