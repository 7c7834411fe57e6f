"""The texts of the registers' mutations."""

from typing import Any

import models
from models.row import Row
from pdf.documents.printable_texts import find_problems
from resolvers.parties.registers import (
    branch_register,
    contractor_register,
    obligee_register,
    officer_register,
    surety_register,
)
from resolvers.parties.registers.entry_fields import EntryField
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.support.applying.text_input import TextInput
from tests.support.parties import registers
from tests.support.parties.registers import FEE_ACCOUNT, create_input

FIELDS = {
    "Surety": surety_register.FIELDS,
    "Branch": branch_register.FIELDS,
    "Obligee": obligee_register.FIELDS,
    "Contractor": contractor_register.FIELDS,
    "ContractingOfficer": officer_register.FIELDS,
}
ENUMERATIONS = {"account_type"}
"""Texts in the database that are none in the API."""
FORMS = {
    *("mail_sender", "mail_reply_to", "code", "corporate_number", "account_number"),
    *("bank_name", "bank_branch", "account_holder"),
}
"""Texts that have to have a form, or get one."""


async def text_inputs(sample: SampleRegister) -> dict[str, TextInput]:
    """By the place in the schema. A change of each is sent to an entry of its own: a version is changed once."""
    found: dict[str, TextInput] = {}
    for kind, fields in FIELDS.items():
        given = create_input(sample, kind) | ({"feeAccount": FEE_ACCOUNT} if kind == "Surety" else {})
        create = TextInput(_operation("create", kind), "operator", {"input": given}, ())
        found[f"Create{kind}Input.idempotencyKey"] = _key(create)
        texts = [field for field in fields if field.length and field.column not in ENUMERATIONS]
        for number, field in enumerate(texts):
            place = f"{kind}Input.{field.path[-1]}" if field.below is None else f"FeeAccountInput.{field.path[-1]}"
            found[place if field.below else f"Create{place}"] = _of(create, field, None)
            if field.below is None:
                found[f"Change{place}"] = _of(await _change(sample, kind, number), field, getattr(models, kind))
        found[f"Change{kind}Input.idempotencyKey"] = _key(await _change(sample, kind, len(texts)))
    seal = registers.change_input("Surety", {"id": ids.to_id("Surety", sample.branch.surety_id), "version": 1})
    found["SetSuretySealInput.idempotencyKey"] = _key(TextInput(registers.SET_SEAL, "operator", {"input": seal}, ()))
    return found


def _operation(act: str, kind: str) -> str:
    """With a short selection: the cost of operations is limited, and these are many."""
    return f"""mutation($input: {act.capitalize()}{kind}Input!) {{ {act}{kind}(input: $input) {{ __typename
      ... on InvalidInput {{ problems {{ path code }} }} }} }}"""


def _key(base: TextInput) -> TextInput:
    return TextInput(base.query, base.as_, base.variables, ("input", "idempotencyKey"), "MALFORMED")


def _of(base: TextInput, field: EntryField, model: type[Row] | None) -> TextInput:
    longest_text = "𠮷" * (field.length or 0)
    fits = not field.printed or not find_problems(field.printed, longest_text)
    column = None if model is None or field.column in FORMS or not fits else (model, field.column)
    longest = 0 if field.column == "corporate_number" else field.length or 0
    return TextInput(
        base.query, base.as_, base.variables, ("input", *field.path), "FORBIDDEN_CHARACTER", longest, column
    )


async def _change(sample: SampleRegister, kind: str, number: int) -> TextInput:
    """A change of a new entry."""
    texts: dict[str, Any] = {"title" if kind == "ContractingOfficer" else "name": f"変更用{number}"}
    row = await {
        "Surety": lambda: models.Surety.create(**texts, address="東京都", representative="社長"),
        "Branch": lambda: models.Branch.create(
            **texts, surety_id=sample.branch.surety_id, code=f"9{number:02}", telephone="0"
        ),
        "Obligee": lambda: models.Obligee.create(**texts, title="長"),
        "Contractor": lambda: models.Contractor.create(**texts, address="東京都"),
        "ContractingOfficer": lambda: models.ContractingOfficer.create(
            **texts, obligee_id=sample.obligees["見本町"].id
        ),
    }[kind]()
    given = registers.change_input(kind, {"id": ids.to_id(kind, row.id), "version": 1})
    return TextInput(_operation("change", kind), "operator", {"input": given}, ())
