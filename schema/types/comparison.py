"""Comparison of certificates with expected values."""

from typing import Annotated

import strawberry

import models
from models.comparison import ComparisonDifference
from pdf.documents.worded_values import format_value
from resolvers.certificates import compare
from resolvers.text_checks import name_in_api
from schema.reading.fields import column, described, described_input, with_fields
from schema.types.certificate_content import expected_values


@described_input
@with_fields(expected_values())
class ExpectedContractInput:
    """Expected values from the reader's records. At least one; fields that are left out or null are not compared."""


@described
class FieldComparison:
    """One field that was given. They come in the order in which ExpectedContractInput has them."""

    field: str = column("Its name in ExpectedContractInput, such as principalName.")
    expected: str = column("The given value, formatted for people: 令和8年11月1日, 50,000,000円, 5,000,000円以上.")
    actual: str = column("The certificate's value, formatted for people; 保証金額 for minimumAmount.")
    matches: bool = column("Whether they are the same to an official: true for NONE and NOTATION only.")
    difference: ComparisonDifference = column("How they differ.")


def compare_fields(
    certificate: strawberry.Parent[models.Certificate],
    expected: Annotated[ExpectedContractInput, strawberry.argument(description="What is compared.")],
) -> list[FieldComparison]:
    """What the rules found, in words."""
    found = compare.compare(certificate, vars(expected))
    return [
        FieldComparison(
            field=name_in_api(each.comparison.name),
            expected=format_value(each.expected) + each.comparison.suffix,
            actual=format_value(each.actual),
            matches=each.matches,
            difference=each.difference,
        )
        for each in found
    ]
