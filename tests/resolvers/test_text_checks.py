"""A text that the documents cannot print is refused with the application, with the field and the character."""

import dataclasses
from types import SimpleNamespace

import pytest

from models.parties.contractor import Contractor
from resolvers import text_checks
from resolvers.applications.rules import RuleContext, check_form
from resolvers.findings import Findings
from sample.sample_register import SampleRegister
from tests.support.application_rules import TODAY, context, problems
from tests.support.use_cases import advance, contract_request, form

Found = list[tuple[str, str]]


def of_project(text: str) -> Found:
    data = SimpleNamespace(project_name=text)
    return [(".".join(p.path), p.code) for p in text_checks.check(data, ("contract",), {"project_name": 120})]


@pytest.mark.parametrize(
    "text", ["髙﨑𠮷野線改良工事", "神\U000e0100社通り", "ｶﾞｰﾄﾞﾚｰﾙ設置", "工" * 120, "（仮称）①号線"]
)
def test_takes_what_can_be_printed(text: str) -> None:
    assert of_project(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("花火🎆大会", "NO_GLYPH"),
        ("か\u3099けの工事", "NO_GLYPH"),
        ("工\u202e事", "FORBIDDEN_CHARACTER"),
        ("　 ", "REQUIRED"),
        ("", "REQUIRED"),
        ("工" * 121, "TOO_LONG"),
    ],
)
def test_refuses_what_cannot(text: str, code: str) -> None:
    assert of_project(text) == [("contract.projectName", code)]


def test_says_which_character() -> None:
    (problem,) = text_checks.check(SimpleNamespace(deposit_bank="○○銀行🏦"), (), {"deposit_bank": 60})
    assert "「🏦」（U+1F3E6）" in problem.message


def test_members_are_held_to_their_place_each_and_together(register: SampleRegister) -> None:
    def of(*names: str) -> Found:
        contract = dataclasses.replace(
            contract_request(register), joint_venture_name="甲・乙ＪＶ", joint_venture_members=names
        )
        findings = Findings()
        check_form(form(register, advance(), contract=contract), TODAY, findings)
        return [(".".join(p.path), p.code) for p in findings.problems]

    assert of("甲建設", "乙建設") == []
    assert of("甲建設", "乙🏗") == [("contract.jointVentureMembers.1", "NO_GLYPH")]
    assert of(*["甲" * 110] * 20) == [("contract.jointVentureMembers", "TEXT_DOES_NOT_FIT")]


@pytest.mark.parametrize(
    ("party", "name"), [("contractorId", "name"), ("contractorId", "address"), ("obligeeId", "title")]
)
def test_what_is_registered_must_be_printable_too(register: SampleRegister, party: str, name: str) -> None:
    known = context(register, title="市長🎆") if name == "title" else context(register)
    if party == "contractorId":
        texts_of = {"name": register.contractor.name, "address": register.contractor.address}
        known = dataclasses.replace(known, contractor=Contractor(**texts_of | {name: "建設🎆"}))
    assert codes(register, known) == [(f"contract.{party}", "NO_GLYPH")]


def codes(register: SampleRegister, known: RuleContext) -> Found:
    return problems(register, known, advance())
