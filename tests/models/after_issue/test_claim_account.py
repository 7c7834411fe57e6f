"""The account of a claim."""

from dataclasses import replace

import pytest

from models.after_issue.claim_account import LONGEST_BANK, LONGEST_HOLDER, ClaimAccount
from models.parties.surety import AccountType

ACCOUNT = ClaimAccount("○○銀行", "××支店", AccountType.ORDINARY, "0123456", "トチギケンカイケイ　（ＡＢ－１）")


def test_an_account_in_order_has_no_problem() -> None:
    longest = replace(ACCOUNT, bank="髙" * LONGEST_BANK, branch="﨑" * LONGEST_BANK, holder="ヴ" * LONGEST_HOLDER)
    assert (ACCOUNT.problems(), longest.problems()) == ([], [])


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("bank", "", "REQUIRED"),
        ("bank", "あ" * (LONGEST_BANK + 1), "TOO_LONG"),
        ("branch", "", "REQUIRED"),
        ("number", "123456", "MALFORMED"),
        ("number", "１２３４５６７", "MALFORMED"),
        ("number", "1234567\n", "MALFORMED"),
        ("holder", "", "MALFORMED"),
        ("holder", "栃木県", "MALFORMED"),
        ("holder", "とちぎ", "MALFORMED"),
        ("holder", "ア" * (LONGEST_HOLDER + 1), "MALFORMED"),
    ],
)
def test_each_problem_names_its_field_and_not_what_was_given(name: str, value: str, code: str) -> None:
    (problem,) = replace(ACCOUNT, **{name: value}).problems()
    assert (problem.path, problem.code) == (("account", name), code)
    assert not value or value not in problem.message
