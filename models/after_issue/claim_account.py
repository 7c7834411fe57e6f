"""The bank account that a claim is to be paid into."""

import re
from dataclasses import dataclass

from models.errors import Problem
from models.parties.surety import AccountType

LONGEST_BANK = 30
LONGEST_HOLDER = 48
_NUMBER = re.compile(r"[0-9]{7}")
_HOLDER = re.compile(r"[\u30a1-\u30fa・ー\uff21-\uff3a\uff10-\uff19（）「」／．，－￥\u3000]+")
"""What bank transfers write, in full width: katakana, capital letters, digits and some signs."""


@dataclass(frozen=True)
class ClaimAccount:
    """振込先. Its texts are tidied."""

    bank: str
    branch: str
    account_type: AccountType
    number: str
    holder: str

    def problems(self) -> list[Problem]:
        """Every problem, by the fields of the input. No message repeats what was given."""
        found: list[Problem] = []
        for name, value, label in (("bank", self.bank, "金融機関名"), ("branch", self.branch, "支店名")):
            if not 0 < len(value) <= LONGEST_BANK:
                message = f"{label}を{LONGEST_BANK}文字以内で入力してください。"
                found.append(Problem(("account", name), "TOO_LONG" if value else "REQUIRED", message))
        if not _NUMBER.fullmatch(self.number):
            found.append(Problem(("account", "number"), "MALFORMED", "口座番号は7桁の数字で入力してください。"))
        if len(self.holder) > LONGEST_HOLDER or not _HOLDER.fullmatch(self.holder):
            message = f"口座名義をカナで{LONGEST_HOLDER}文字以内で入力してください。"
            found.append(Problem(("account", "holder"), "MALFORMED", message))
        return found
