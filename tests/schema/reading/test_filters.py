"""Every field of a filter has a parameter of its use case, and ids become those of rows."""

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from resolvers import outgoing_mails
from resolvers.amendments import list_amendment_requests
from resolvers.applications import list_applications
from resolvers.certificates import search
from resolvers.claims import list_claims
from resolvers.guarantees import (
    list_fee_statements,
    list_guarantees,
    list_monthly_bills,
    set_fee_rates,
    set_monthly_payment,
)
from resolvers.parties import directory, list_contracts
from schema.build import graphql_schema
from schema.queries.amendment_requests import AmendmentRequestFilter
from schema.queries.applications import ApplicationFilter
from schema.queries.certificate_lists import CertificateFilter
from schema.queries.claims import ClaimFilter
from schema.queries.contracts import ContractFilter
from schema.queries.fee_rates import FeeRatesFilter
from schema.queries.fee_statements import FeeStatementFilter
from schema.queries.guarantees import GuaranteeFilter
from schema.queries.monthly_bills import MonthlyBillFilter
from schema.queries.monthly_payments import MonthlyPaymentFilter
from schema.queries.outgoing_mails import OutgoingMailFilter
from schema.queries.registers import ObligeeFilter
from schema.reading import ids
from schema.reading.filters import filter_arguments

USE_CASES: dict[type, Callable[..., Any]] = {
    AmendmentRequestFilter: list_amendment_requests.Wanted,
    ApplicationFilter: list_applications.Wanted,
    CertificateFilter: search.CertificateFilter,
    ContractFilter: list_contracts.ContractFilter,
    FeeRatesFilter: set_fee_rates.page,
    FeeStatementFilter: list_fee_statements.Wanted,
    GuaranteeFilter: list_guarantees.GuaranteeFilter,
    MonthlyBillFilter: list_monthly_bills.Wanted,
    ClaimFilter: list_claims.page,
    MonthlyPaymentFilter: set_monthly_payment.page,
    ObligeeFilter: directory.obligees,
    OutgoingMailFilter: outgoing_mails.page,
}
OF_A_PAGE = {"reader", "first", "after", "include"}


def test_each_filter_of_the_schema_is_here() -> None:
    named = {name for name in graphql_schema.type_map if name.endswith("Filter")}
    assert {each.__name__ for each in USE_CASES} == named


@pytest.mark.parametrize(("wanted", "use_case"), USE_CASES.items())
def test_a_filter_and_its_use_case_name_the_same_conditions(wanted: Any, use_case: Callable[..., Any]) -> None:
    names = {field.name for field in dataclasses.fields(wanted)}
    assert names == inspect.signature(use_case).parameters.keys() - OF_A_PAGE


@pytest.mark.parametrize("wanted", USE_CASES)
def test_an_id_becomes_that_of_a_row_and_what_is_not_given_is_left_out(wanted: Any) -> None:
    for name in (field.name for field in dataclasses.fields(wanted) if field.name.endswith("_id")):
        type_name = name.removesuffix("_id").capitalize()
        key = uuid4()
        assert filter_arguments(wanted(**{name: ids.to_id(type_name, key)})) == {name: key}
        assert filter_arguments(wanted(**{name: ids.to_id("Other", key)})) == {name: ids.UNKNOWN}
    assert filter_arguments(wanted()) == filter_arguments(None) == {}


def test_a_condition_that_is_false_is_given() -> None:
    assert filter_arguments(CertificateFilter(is_valid=False, expires_within_days=0)) == {
        "is_valid": False,
        "expires_within_days": 0,
    }
