"""The texts of saveBillTo."""

from dataclasses import replace

import models
from resolvers.parties import bill_to_register
from tests.support.applying.bill_tos import OFFICE, SAVE
from tests.support.applying.text_input import TextInput


def text_inputs() -> dict[str, TextInput]:
    """By the place in the schema."""
    key = TextInput(SAVE, "contractor", {"input": OFFICE}, ("input", "idempotencyKey"), "MALFORMED")
    return {"SaveBillToInput.idempotencyKey": key} | {
        f"SaveBillToInput.{name}": replace(
            key, path=("input", name), refusal="FORBIDDEN_CHARACTER", longest=length, column=(models.BillTo, name)
        )
        for name, (_, length) in bill_to_register.TEXTS.items()
    }
