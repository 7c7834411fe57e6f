"""Corporate numbers (法人番号) and their check digit."""

import pytest

from models.parties import corporate_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7000012050002", "7000012050002"),
        ("７０００012050002", "7000012050002"),
        (" 7-0000-1205-0002 ", "7000012050002"),
        ("9000000000000", "9000000000000"),
        ("8000000000001", "8000000000001"),
    ],
)
def test_a_number_is_read_in_any_width(text: str, number: str) -> None:
    assert corporate_number.parse(text) == number


@pytest.mark.parametrize("text", ["", "700001205000", "70000120500020", "700001205000a", "७000012050002"])
def test_thirteen_digits_are_needed(text: str) -> None:
    with pytest.raises(ValueError, match="13桁"):
        corporate_number.parse(text)


def test_a_wrong_digit_is_found_by_the_check_digit() -> None:
    right = "7000012050002"
    for place in range(1, 13):
        # 0 and 9 have the same remainder: no check digit modulo 9 tells them apart.
        wrong = f"{right[:place]}{(int(right[place]) + 1) % 9}{right[place + 1 :]}"
        with pytest.raises(ValueError, match="検査用数字"):
            corporate_number.parse(wrong)
    with pytest.raises(ValueError, match="検査用数字"):
        corporate_number.parse("0000012050002")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000000000001", "0000000000001"),
        (" ０-００００-００００-０００１ ", "0000000000001"),
        ("000000000001", None),
        ("00000000000011", None),
        ("法人0000000000001", None),
        ("", None),
    ],
)
def test_the_digits_of_a_number_whatever_its_check_digit(text: str, expected: str | None) -> None:
    assert corporate_number.digits_of(text) == expected
