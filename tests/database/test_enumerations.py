"""The database and each SQL list of values know every value of a stored enumeration."""

import ast
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

from tortoise import Tortoise, connections
from tortoise.fields.data import CharEnumFieldInstance

from sample.sample_register import SampleRegister

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("database", "jobs", "mail", "models", "resolvers", "schema", "security", "storage", "web")
MEMBERSHIP = re.compile(r"\bIN \((\s*'\w+'[^)]*)\)|\bANY \(+ARRAY\[(\(?'\w+'[^\]]*)\]")
"""As in the source, and as in the catalogue: with a cast of the whole array or, after a restore, of each value."""
CASE = re.compile(r"\bCASE\s+[\w.${}:]+\s+(WHEN\s+'.*?)\bEND\b", re.DOTALL)
VALUE = re.compile(r"'(\w+)'")
CASE_VALUE = re.compile(r"\bWHEN\s+'(\w+)'")
ONLY: Mapping[str, set[str]] = {
    "handover_event.role": {"CONTRACTOR", "OBLIGEE", "E_CONTRACT_SYSTEM"},
    "account.role": {"CONTRACTOR", "SURETY", "OBLIGEE", "OPERATOR"},
    "attachment.role": {"CONTRACTOR", "SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM"},
    "claim_message.sender": {"SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM"},
}
"""Columns that allow only some values of their enumeration."""
COPIED = {"handover.handover_status", "handover.handover_channel"}
"""Written only by a trigger, from columns of `guarantee` that have their constraints."""
LEFT_OUT: Mapping[frozenset[str], set[str]] = {
    frozenset({"ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT"}): {"PERFORMANCE"},
    frozenset({"CONTRACTOR", "SURETY", "OBLIGEE", "OPERATOR"}): {"E_CONTRACT_SYSTEM"},
    frozenset({"CONTRACTOR", "OBLIGEE", "E_CONTRACT_SYSTEM"}): {"SURETY", "OPERATOR"},
    frozenset({"OBLIGEE", "SURETY"}): {"CONTRACTOR", "E_CONTRACT_SYSTEM", "OPERATOR"},
    frozenset({"SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM"}): {"CONTRACTOR", "OPERATOR"},
    frozenset({"CONTRACTOR", "SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM"}): {"OPERATOR"},
    frozenset({"OBLIGEE", "E_CONTRACT_SYSTEM"}): {"CONTRACTOR", "SURETY", "OPERATOR"},
    frozenset({"EXPIRED", "RELEASED", "CANCELLED", "PAID"}): {
        *("DRAFT", "SUBMITTED", "UNDER_REVIEW", "RETURNED", "DECLINED", "WITHDRAWN", "APPROVED", "AWAITING_FEE"),
        *("IN_FORCE", "CLAIMED"),
    },
    frozenset({"CORRECTED", "CANCELLED"}): {"CURRENT", "SUPERSEDED"},
    frozenset({"FEE_STATEMENT", "MONTHLY_BILL", "CLAIM_RECEIPT"}): {"CERTIFICATE", "CERTIFICATE_COPY", "KEY_NOTICE"},
    frozenset({"WAITING", "DEAD"}): {"SENT"},
    frozenset({"VIEWED", "ACCEPTED", "RETURNED"}): {"NOT_SENT", "SENT"},
    frozenset({"ACCEPTED", "RETURNED"}): {"NOT_SENT", "SENT", "VIEWED"},
    frozenset({"FILED", "UNDER_REVIEW"}): {"ACCEPTED", "REJECTED", "PAID", "WITHDRAWN"},
    frozenset({"ACCEPTED", "PAID"}): {"FILED", "UNDER_REVIEW", "REJECTED", "WITHDRAWN"},
    frozenset({"REJECTED", "WITHDRAWN"}): {"FILED", "UNDER_REVIEW", "ACCEPTED", "PAID"},
    frozenset({"SENT"}): {"VIEWED", "ACCEPTED", "RETURNED"},
}
"""Lists of some values, with the values that are left out on purpose."""

CATALOGUE = """
SELECT pg_get_constraintdef(oid) AS source FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
CHECKS = """
SELECT conrelid::regclass::text AS table_name, attname, pg_get_constraintdef(c.oid) AS source
FROM pg_constraint c JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""


def columns() -> Iterator[tuple[str, type[Enum]]]:
    """Columns of enumerations, as `table.column`."""
    apps = Tortoise.apps
    assert apps is not None
    for model in apps["models"].values():
        for name, field in model._meta.fields_map.items():
            if isinstance(field, CharEnumFieldInstance):
                yield f"{model._meta.db_table}.{field.source_field or name}", field.enum_type


def values_of(enum: type[Enum]) -> set[str]:
    return {value.value for value in enum}


def lists(source: str) -> Iterator[frozenset[str]]:
    """The values of each list and each CASE in some SQL."""
    for found in MEMBERSHIP.finditer(source):
        yield frozenset(VALUE.findall(found[1] or found[2]))
    for found in CASE.finditer(source):
        yield frozenset(CASE_VALUE.findall(found[1]))


def written() -> Iterator[str]:
    """The string literals in our sources, without those in braces."""
    for path in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())) if "migrations" not in path.parts else []:
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


async def test_each_column_takes_the_values_of_its_enumeration_and_no_others(register: SampleRegister) -> None:
    taken: dict[str, list[frozenset[str]]] = {}
    for row in await connections.get("default").execute_query_dict(CHECKS):
        of_column = re.compile(rf"\(*{row['attname']}\)*::text = ANY \(+ARRAY\[([^\]]*)\]")
        for found in of_column.finditer(row["source"]):
            taken.setdefault(f"{row['table_name']}.{row['attname']}", []).append(frozenset(VALUE.findall(found[1])))
    missing = {
        name: (values_of(enum), taken.get(name))
        for name, enum in columns()
        if name not in COPIED and frozenset(ONLY.get(name, values_of(enum))) not in taken.get(name, [])
    }
    assert missing == {}


async def test_each_sql_list_over_an_enumeration_has_all_its_values_or_says_which_are_left_out(
    register: SampleRegister,
) -> None:
    stored = {frozenset(values_of(enum)) for _, enum in columns()}
    catalogue = [row["source"] for row in await connections.get("default").execute_query_dict(CATALOGUE)]
    found = {values for source in (*catalogue, *written()) for values in lists(source)}
    partial = {values for values in found if any(values < of_enum for of_enum in stored) and values not in stored}
    assert {values for values in partial if values | LEFT_OUT.get(values, set()) not in stored} == set()
    assert LEFT_OUT.keys() <= partial
