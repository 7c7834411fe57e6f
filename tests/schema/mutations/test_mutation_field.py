"""Declaration of mutations: one call to the declared use case, refusals as in its docstring, rows loaded."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLUnionType

import resolvers
from models import errors, refusals
from models.errors import DomainError
from models.parties import account_refusals
from models.refusals import refusals_of
from schema.build import graphql_schema
from schema.errors import ERROR_TYPES
from schema.reading.selected_fields import Selections

MUTATIONS = Path(__file__).parents[3] / "schema/mutations"
WITHOUT_REFUSALS = {"sign_out", "request_password_reset"}
"""Mutations that return a scalar."""


def declared() -> Iterator[tuple[str, ast.AsyncFunctionDef, ast.Call]]:
    """The resolver of each mutation that returns a union, with its decorator."""
    for path in MUTATIONS.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.AsyncFunctionDef) and path.stem not in WITHOUT_REFUSALS | {"mutation_field"}:
                (decorator,) = node.decorator_list
                assert isinstance(decorator, ast.Call)
                yield path.stem, node, decorator


DECLARED = {module: (resolver, decorator) for module, resolver, decorator in declared()}


def use_cases() -> Iterator[Callable[..., Any]]:
    """Every function of resolvers/ that declares refusals."""
    for found in pkgutil.walk_packages(resolvers.__path__, "resolvers."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if getattr(value, "__module__", None) == found.name and hasattr(value, "refusals"):
                yield value


USE_CASES = {f"{use_case.__module__}.{use_case.__name__}": use_case for use_case in use_cases()}


def test_every_mutation_is_declared_and_has_a_use_case_of_its_own() -> None:
    fields = {re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name) for name in mutation_fields()}
    assert set(DECLARED) | WITHOUT_REFUSALS == fields
    assert {resolver.name for resolver, _ in DECLARED.values()} | WITHOUT_REFUSALS == fields
    assert len(USE_CASES) == len(DECLARED)


@pytest.mark.parametrize("module", DECLARED)
def test_a_mutation_makes_one_call_and_that_to_its_declared_use_case(module: str) -> None:
    resolver, decorator = DECLARED[module]
    awaited = [node.value for node in ast.walk(resolver) if isinstance(node, ast.Await)]
    assert [ast.unparse(call.func) for call in awaited if isinstance(call, ast.Call)] == [
        ast.unparse(decorator.args[0])
    ]
    assert len(awaited) == 1


@pytest.mark.parametrize("name", USE_CASES)
def test_a_use_case_declares_the_refusals_that_its_docstring_names(name: str) -> None:
    words = set(re.findall(r"\w+", (USE_CASES[name].__doc__ or "").partition("Raises")[2]))
    declared = {**vars(errors), **vars(refusals), **vars(account_refusals)}
    known: dict[str, Any] = {word: declared[word] for word in words if word in declared}
    named = {error for error in known.values() if issubclass(error, DomainError) and error in ERROR_TYPES}
    assert named == set(refusals_of(USE_CASES[name]))


@pytest.mark.parametrize("name", ["GuaranteeApproved", "Guarantee", "Query"])
def test_a_payload_of_another_mutation_is_no_place_of_an_answer(name: str) -> None:
    union = graphql_schema.type_map["IssueGuaranteeResult"]
    assert isinstance(union, GraphQLUnionType)
    selections = Selections(graphql_schema, {}, {})
    assert selections.narrowed(union, "GuaranteeIssued") is graphql_schema.type_map["GuaranteeIssued"]
    assert selections.narrowed(union, "NotFound") is graphql_schema.type_map["NotFound"]
    with pytest.raises(LookupError, match=f"IssueGuaranteeResult is never {name}"):
        selections.narrowed(union, name)


def mutation_fields() -> list[str]:
    mutation = graphql_schema.mutation_type
    assert mutation is not None
    return list(mutation.fields)
