"""Values as shown on papers and pages."""

import datetime

import pytest

from pdf.documents.worded_values import Value, format_value, format_yen

FIRST, LAST = datetime.date(2025, 11, 21), datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("20000000", "20000000"),
        (20_000_000, "20,000,000円"),
        (LAST, "令和8年3月31日"),
        ((FIRST, LAST), "令和7年11月21日から令和8年3月31日まで"),
    ],
)
def test_each_value_has_its_words(value: Value, words: str) -> None:
    assert format_value(value) == words


def test_below_zero_yen_are_written_as_accounts_have_them() -> None:
    assert (format_yen(-12_000), format_yen(0)) == ("△12,000円", "0円")
