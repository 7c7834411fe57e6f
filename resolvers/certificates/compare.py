"""Comparing certificates with expected values, after validating these."""

from collections.abc import Iterator

from models.certificate import Certificate
from models.comparison import LONGEST_TEXT, ExpectedContract, FieldComparison
from models.errors import InvalidInput, Problem
from resolvers import text_checks


def compare(certificate: Certificate, expected: ExpectedContract) -> list[FieldComparison]:
    """One entry for each expected field, in a fixed order. Raises InvalidInput."""
    if problems := list(_check(expected)):
        raise InvalidInput(problems)
    return certificate.compare(expected)


def _check(expected: ExpectedContract) -> Iterator[Problem]:
    given = {name: value for name, value in expected.items() if value is not None}
    if not given:
        yield Problem((), "REQUIRED", "照合する項目を1つ以上指定してください。")
    for name, value in given.items():
        path = (text_checks.name_in_api(name),)
        if isinstance(value, str):
            yield from text_checks.check_form(value, path, LONGEST_TEXT, is_multiline=True)
        elif isinstance(value, int) and value < 1:
            yield Problem(path, "NOT_POSITIVE", "金額は1円以上としてください。")
