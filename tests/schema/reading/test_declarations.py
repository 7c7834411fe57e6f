"""The whole schema: everything has a description, every refusal an error type; no field queries separately."""

import inspect
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
)

import models
from models import errors as facts_of_models
from models import refusals
from models.errors import DomainError
from models.parties import account_refusals, rules_refusals
from models.parties.obligee import HandoverChannel
from models.row import Row
from resolvers.relations import Relation
from schema.build import graphql_schema, schema
from schema.errors import ERROR_TYPES, TOP_LEVEL, to_error_type
from schema.queries.viewers import NODES
from schema.reading.fields import RELATION
from tests.conftest import NOON

ROOT = Path(__file__).parents[3]
ROOTS = {"Query", "Mutation"}
MADE_OF_COLUMNS = {
    *("ObligeeRules.limits", "FeeStatement.lines", "Certificate.compare", "Guarantee.handover"),
    *("Certificate.jointVentureMembers", "Contract.jointVentureParties", "ContractDraft.jointVentureParties"),
    *("Submission.changes", "ContractChange.differences"),
    *("RegisterChange.differences", "Surety.settings"),
    *("ApplicationDraft.contract", "ApplicationDraft.guarantees", "FeeTable.bands"),
    *("RetentionRule.rule", "RetentionRule.planned", "Claim.account"),
}
"""Objects without a row."""
PAYLOADS = {"RecordFeePaymentResult": 2}
"""Unions with more than one payload: a fee is that of a guarantee, or of a monthly bill."""
BUILT_IN = {"String", "Int", "Float", "Boolean", "ID", "DateTime"}
TYPES = {
    name: type_ for name, type_ in graphql_schema.type_map.items() if not name.startswith("__") and name not in BUILT_IN
}
FIELDED = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)
FIELDS = {
    f"{name}.{field}": declared
    for name, type_ in TYPES.items()
    if isinstance(type_, FIELDED)
    for field, declared in type_.fields.items()
}


def described() -> Iterator[tuple[str, str | None]]:
    """Everything that has a description, by its place."""
    for name, type_ in TYPES.items():
        yield name, type_.description
        if isinstance(type_, GraphQLEnumType):
            yield from ((f"{name}.{value}", declared.description) for value, declared in type_.values.items())
    for place, field in FIELDS.items():
        yield place, field.description
        arguments: dict[str, Any] = getattr(field, "args", {})
        yield from ((f"{place}({name})", argument.description) for name, argument in arguments.items())


def test_everything_is_described() -> None:
    found = dict(described())
    assert len(found) > 250
    assert [place for place, text in found.items() if not text or not text.strip()] == []


def test_the_committed_schema_is_this_one() -> None:
    assert (ROOT / "schema.graphql").read_text() == schema.as_str() + "\n", "run `kakusho export-schema`"


def facts() -> list[type[DomainError]]:
    declared = {**vars(facts_of_models), **vars(refusals), **vars(account_refusals), **vars(rules_refusals)}.values()
    return [each for each in declared if isinstance(each, type) and issubclass(each, DomainError)][1:]


def test_every_refusal_has_its_error_type() -> None:
    assert set(facts()) == {*ERROR_TYPES, *TOP_LEVEL}
    assert not {*ERROR_TYPES} & {*TOP_LEVEL}
    for refusal, error_type in ERROR_TYPES.items():
        assert error_type.__name__ == refusal.__name__


@pytest.mark.parametrize("fact", ERROR_TYPES, ids=lambda fact: fact.__name__)
def test_an_error_type_says_what_its_refusal_says(fact: type[DomainError]) -> None:
    arguments: dict[str, Any] = {
        "InvalidInput": {"problems": [facts_of_models.Problem(("a", "0"), "REQUIRED", "必須です。")]},
        "WrongState": {"status": "PAID"},
        "ClaimInWrongState": {"status": "PAID"},
        "DraftChanged": {"version": 2},
        "UnderReviewByAnother": {"reviewer": "見本 次郎", "since": NOON},
        "NoticeNotReadable": {"reason": "SCANNED", "message": "文字の情報がありません。"},
        "AttachmentRefused": {"reason": "EMPTY", "message": "ファイルが空です。"},
        "ObligeeDoesNotAcceptElectronic": {"accepted_from": None},
        "ContractAlreadyRegistered": {"contract": None},
        "ContractChangedSince": {"contract": None},
        "EntryChangedSince": {"version": 2},
        "ObligeeRulesChangedSince": {"rules": None},
        "ChannelNotAccepted": {"channel": HandoverChannel.EMAIL, "channels": [HandoverChannel.DIRECT]},
    }.get(fact.__name__, {})
    refusal = fact(**arguments)
    answer = to_error_type(refusal)
    assert type(answer) is ERROR_TYPES[fact]
    assert answer.message == refusal.message == str(refusal)
    for field in fields(type(answer)):
        value, expected = getattr(answer, field.name), getattr(refusal, field.name)
        assert getattr(value, "value", value) == expected, field.name


@pytest.mark.parametrize("fact", TOP_LEVEL, ids=lambda fact: fact.__name__)
def test_an_error_of_any_operation_says_its_message_alone(fact: type[DomainError]) -> None:
    arguments: dict[str, Any] = {"retry_after": 7} if "retry_after" in inspect.signature(fact).parameters else {}
    refusal = fact(**arguments)
    assert str(refusal) == refusal.message
    assert arguments.items() <= vars(refusal).items()


def test_every_mutation_answers_with_a_union_of_a_payload_and_refusals() -> None:
    refusals = {error_type.__name__ for error_type in ERROR_TYPES.values()}
    user_error = graphql_schema.get_type("UserError")
    unions = {name: type_ for name, type_ in TYPES.items() if isinstance(type_, GraphQLUnionType)}
    mutations = graphql_schema.mutation_type
    assert mutations is not None
    with_input = {name for name, field in mutations.fields.items() if "input" in field.args}
    assert len(unions) == len(with_input - {"requestPasswordReset"})
    for name, union in unions.items():
        members = {member.name for member in union.types}
        payloads = [member for member in union.types if user_error not in member.interfaces]
        assert len(payloads) == PAYLOADS.get(name, 1), name
        assert list(union.types[: len(payloads)]) == payloads, name
        assert members - refusals == {payload.name for payload in payloads}, name
        assert members & refusals, name


def test_every_user_error_is_an_error_type() -> None:
    user_error = graphql_schema.get_type("UserError")
    assert isinstance(user_error, GraphQLInterfaceType)
    errors_ = {member.name for member in graphql_schema.get_implementations(user_error).objects}
    assert errors_ == {error_type.__name__ for error_type in ERROR_TYPES.values()}


def test_only_root_fields_are_asynchronous() -> None:
    asynchronous: set[str] = set()
    for place, field in FIELDS.items():
        definition = (field.extensions or {}).get("strawberry-definition")
        resolver = getattr(definition, "base_resolver", None)
        if resolver is not None and inspect.iscoroutinefunction(resolver.wrapped_func):
            asynchronous.add(place)
    assert {place for place in asynchronous if place.partition(".")[0] not in ROOTS} == set()
    assert len(asynchronous) == len([place for place in FIELDS if place.partition(".")[0] in ROOTS])


def test_every_object_below_a_row_is_a_declared_relation() -> None:
    rows = {model.__name__ for model in vars(models).values() if isinstance(model, type) and issubclass(model, Row)}
    for place, field in FIELDS.items():
        if place.partition(".")[0] not in rows or place in MADE_OF_COLUMNS:
            continue
        is_object = isinstance(TYPES.get(str(field.type).strip("[]!")), GraphQLObjectType)
        definition = field.extensions["strawberry-definition"]
        relation = definition.metadata.get(RELATION)
        assert not is_object or isinstance(relation, Relation), place


def test_every_node_can_be_looked_up() -> None:
    node = graphql_schema.get_type("Node")
    assert isinstance(node, GraphQLInterfaceType)
    assert {member.name for member in graphql_schema.get_implementations(node).objects} == set(NODES)
