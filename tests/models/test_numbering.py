import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import numbering
from models.enums import GuaranteeKind
from models.numbering import MalformedNumber

LEAFLET = "31073-00001M"
TEN_DIGITS = st.text("0123456789", min_size=10, max_size=10)


def written(digits: str, letter: str) -> str:
    return f"{digits[:5]}-{digits[5:]}{letter}"


def test_composes_the_leaflets_number() -> None:
    number = numbering.compose(branch_code="310", year=2025, kind=GuaranteeKind.ADVANCE_PAYMENT, serial=1)
    assert number == LEAFLET


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (GuaranteeKind.PERFORMANCE, "31072-00001I"),
        (GuaranteeKind.ADVANCE_PAYMENT, "31073-00001M"),
        (GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT, "31074-00001Q"),
    ],
)
def test_the_kind_stands_in_the_number(kind: GuaranteeKind, number: str) -> None:
    assert numbering.compose(branch_code="310", year=2025, kind=kind, serial=1) == number


@pytest.mark.parametrize(("digits", "letter"), [("0000000000", "Z"), ("0000000001", "A"), ("0000000025", "Y")])
def test_letters_go_from_a_for_one_to_z_for_nothing_left(digits: str, letter: str) -> None:
    assert numbering.check_letter(digits) == letter


@pytest.mark.parametrize(("year", "digit"), [(2026, "8"), (2027, "9"), (2028, "0"), (2029, "1"), (2038, "0")])
def test_the_year_is_the_last_digit_of_the_reiwa_year(year: int, digit: str) -> None:
    number = numbering.compose(branch_code="310", year=year, kind=GuaranteeKind.PERFORMANCE, serial=99_999)
    assert number[3] == digit
    assert numbering.parse(number) == number


@given(TEN_DIGITS)
def test_reads_every_number_that_has_its_letter(digits: str) -> None:
    number = written(digits, numbering.check_letter(digits))
    assert numbering.parse(number) == number


@given(TEN_DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_refuses_every_single_wrong_digit(digits: str, place: int, shift: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(MalformedNumber):
        numbering.parse(written(wrong, numbering.check_letter(digits)))


@given(TEN_DIGITS, st.integers(0, 8))
def test_refuses_every_swap_of_neighbours(digits: str, place: int) -> None:
    one, other = digits[place], digits[place + 1]
    swapped = digits[:place] + other + one + digits[place + 2 :]
    number = written(swapped, numbering.check_letter(digits))
    if one == other:
        assert numbering.parse(number) == number
    else:
        with pytest.raises(MalformedNumber):
            numbering.parse(number)


@given(TEN_DIGITS, st.integers(1, 25))
def test_refuses_every_other_letter(digits: str, shift: int) -> None:
    letter = numbering.check_letter(digits)
    other = chr((ord(letter) - 65 + shift) % 26 + 65)
    with pytest.raises(MalformedNumber, match="検査文字"):
        numbering.parse(written(digits, other))


@pytest.mark.parametrize(
    "text",
    [
        "３１０７３－００００１Ｍ",
        "31073-00001m",
        " 31073-00001M\n",
        "\u300031073-00001M\u3000",
        "3107300001M",
        "31073‐00001M",  # U+2010 hyphen
        "31073–00001M",  # U+2013 en dash
        "31073—00001M",  # U+2014 em dash
        "31073−00001M",  # U+2212 minus
        "31073ー00001M",  # U+30FC, from a Japanese keyboard
        "31073ｰ00001M",  # its half-width form
    ],
)
def test_accepts_what_people_type(text: str) -> None:
    assert numbering.parse(text) == LEAFLET


@pytest.mark.parametrize(
    "text", ["", "M", "31073-00001", "31073-0001M", "31073-000011M", "31073--00001M", "3107A-00001M"]
)
def test_refuses_other_forms(text: str) -> None:
    with pytest.raises(MalformedNumber, match="31073-00001M"):
        numbering.parse(text)


@given(st.text(max_size=20))
def test_refuses_or_standardises_any_text(text: str) -> None:
    try:
        number = numbering.parse(text)
    except MalformedNumber:
        return
    assert numbering.parse(number) == number


@pytest.mark.parametrize(
    ("at", "day", "year"),
    [
        ("2026-03-31T14:59:59.999999+00:00", datetime.date(2026, 3, 31), 2025),
        ("2026-03-31T15:00:00+00:00", datetime.date(2026, 4, 1), 2026),
        ("2025-12-31T15:00:00+00:00", datetime.date(2026, 1, 1), 2025),
        ("2026-03-31T23:59:59+09:00", datetime.date(2026, 3, 31), 2025),
        ("2026-03-31T10:00:00-05:00", datetime.date(2026, 4, 1), 2026),
    ],
)
def test_days_and_fiscal_years_are_japans(at: str, day: datetime.date, year: int) -> None:
    today = numbering.today(datetime.datetime.fromisoformat(at))
    assert (today, numbering.fiscal_year(today)) == (day, year)


def test_a_day_in_japan_begins_and_ends_at_its_midnights() -> None:
    day = datetime.date(2026, 4, 1)
    begin = datetime.datetime(2026, 3, 31, 15, tzinfo=datetime.UTC)
    assert numbering.start_of(day) == begin
    assert numbering.end_of(day) == begin + datetime.timedelta(days=1, microseconds=-1)
