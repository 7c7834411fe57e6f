"""The sentences for actions of the audit log."""

import ast
import re
from pathlib import Path

from resolvers import quotas
from resolvers.audit_trail.event_wordings import UNKNOWN, WORDINGS, sentence

ROOT = Path(__file__).parents[3]
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
IN_SQL = re.compile(r"'((?:guarantee|certificate)\.[a-z]+)'")
TRIED = re.compile(r'attempt\(\s*throttle, "(\w+)"')
EXPORTED = re.compile(r'subject="(\w+)",\n    title=')
RECORDING = {"record", "record_each", "record_system", "record_anonymous"}
COMPOSED = {"password.set_by_invitation", "password.set_by_reset", "document.released", "uploadNotice.exhausted"}
"""Made of two parts: of a purpose, a table's name, a constant."""


def texts() -> list[str]:
    return [path.read_text() for folder in ("resolvers", "jobs") for path in sorted((ROOT / folder).rglob("*.py"))]


def literals(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def written() -> set[str]:
    """The actions that the code writes: in calls that record, assigned to `action`, in tables and in SQL."""
    found = {quota.action for quota in vars(quotas).values() if isinstance(quota, quotas.Quota)} | COMPOSED
    for text in texts():
        if "audit" in text and "event_wordings" not in text:
            candidates = {each for each in literals(ast.parse(text)) if ACTION.fullmatch(each)}
            found |= {each for each in candidates if each.rpartition(".")[2] in PARTICIPLES}
        found |= {each for each in IN_SQL.findall(text) if each.rpartition(".")[2] in PARTICIPLES}
        found |= {f"{name}.exhausted" for name in TRIED.findall(text)}
        for name in EXPORTED.findall(text):
            found |= {f"{name}.{end}" for end in ("export_begun", "export_broken_off", "exported")}
    return found


PARTICIPLES = {each.rpartition(".")[2] for each in WORDINGS}


def calls_that_record() -> set[str]:
    """The actions that are literals in calls."""
    calls = (node for text in texts() for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    recording = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in RECORDING)
    first = (call.args[0] for call in recording if call.args)
    return {each.value for each in first if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_every_action_that_is_written_has_a_sentence() -> None:
    assert calls_that_record() - set(WORDINGS) == set()
    assert written() - set(WORDINGS) == set()


def test_every_sentence_is_of_an_action_that_is_written() -> None:
    assert set(WORDINGS) - written() - calls_that_record() == set()


def test_the_table_is_in_order_and_in_sentences() -> None:
    assert list(WORDINGS) == sorted(WORDINGS)
    assert all(wording.endswith("。") and wording.count("。") == 1 for wording in WORDINGS.values())


def test_the_subject_stands_in_parentheses() -> None:
    assert sentence("guarantee.amended", "変更－1") == "保証契約を変更しました（変更－1）。"
    assert sentence("guarantee.issued", None) == "証書を発行しました。"
    assert sentence("later.done", None) == UNKNOWN
