"""A value that cannot be compared is reported with its field."""

import datetime

import pytest

from models import Certificate
from models.comparison import LONGEST_TEXT, ExpectedContract
from models.errors import InvalidInput
from resolvers.certificates.compare import compare

CERTIFICATE = Certificate(
    principal_name="見本建設", amount=1, contract_price=2, contract_date=datetime.date(2026, 4, 1)
)


def problems(expected: ExpectedContract) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        compare(CERTIFICATE, expected)
    return [(".".join(problem.path), problem.code) for problem in refused.value.problems]


def test_nothing_to_compare_is_no_success() -> None:
    assert problems({}) == [("", "REQUIRED")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "REQUIRED"),
        ("甲" * (LONGEST_TEXT + 1), "TOO_LONG"),
        ("甲\u202e乙", "FORBIDDEN_CHARACTER"),
        ("甲\u200b乙", "FORBIDDEN_CHARACTER"),
        ("甲\x00", "FORBIDDEN_CHARACTER"),
        ("\ud800", "FORBIDDEN_CHARACTER"),
    ],
)
def test_hostile_texts_are_refused(name: str, code: str) -> None:
    assert problems({"principal_name": name}) == [("principalName", code)]


def test_every_problem_is_told_at_once() -> None:
    expected = {"project_name": "", "contract_price": 0, "minimum_amount": -1}
    assert problems(expected) == [
        ("projectName", "REQUIRED"),
        ("contractPrice", "NOT_POSITIVE"),
        ("minimumAmount", "NOT_POSITIVE"),
    ]


@pytest.mark.parametrize("name", ["見本\r\n建設\t", "見" + "\u3000" * (LONGEST_TEXT - 4) + "本建設"])
def test_what_is_pasted_with_its_spaces_is_compared(name: str) -> None:
    (found,) = compare(CERTIFICATE, {"principal_name": name})
    assert found.matches
