"""Certificates against what their readers expect."""

import datetime
from typing import Annotated

import strawberry

import models
from models.comparison import ComparisonDifference, ExpectedContract
from pdf.documents import era_dates
from resolvers.certificates import compare
from resolvers.text_checks import name_in_api
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen


@described_input
class ExpectedContractInput:
    """What the reader's own records say. At least one field; what is left out or null is not compared."""

    principal_name: str | None = given(
        "保証契約者, up to 250 characters; its legal form may be abbreviated.", default=None
    )
    obligee_title: str | None = given("被保証者, such as 栃木県知事, up to 250 characters.", default=None)
    project_name: str | None = given("工事名, up to 250 characters.", default=None)
    contract_price: Yen | None = given("請負金額, exactly.", default=None)
    minimum_amount: Yen | None = given("The least that 保証金額 has to be.", default=None)
    contract_date: datetime.date | None = given("請負契約日, exactly.", default=None)
    period_to: datetime.date | None = given("工期の終期, exactly.", default=None)


@described
class FieldComparison:
    """One field that was given. They come in the order in which ExpectedContractInput has them."""

    field: str = column("Its name in ExpectedContractInput, such as principalName.")
    expected: str = column("What was given, as people read it: 令和8年11月1日, 50,000,000円, 5,000,000円以上.")
    actual: str = column("What the certificate says, as people read it; 保証金額 for minimumAmount.")
    matches: bool = column("Whether they are the same to an official: true for NONE and NOTATION only.")
    difference: ComparisonDifference = column("How far they are apart.")


def compare_fields(
    certificate: strawberry.Parent[models.Certificate],
    expected: Annotated[ExpectedContractInput, strawberry.argument(description="What is compared.")],
) -> list[FieldComparison]:
    """What the rules found, in words."""
    found = compare.compare(certificate, ExpectedContract(**vars(expected)))
    return [
        FieldComparison(
            field=name_in_api(comparison.field),
            expected=_in_words(comparison.expected) + ("以上" if comparison.field == "minimum_amount" else ""),
            actual=_in_words(comparison.actual),
            matches=comparison.matches,
            difference=comparison.difference,
        )
        for comparison in found
    ]


def _in_words(value: str | int | datetime.date) -> str:
    """As the certificate has it on paper."""
    if isinstance(value, datetime.date):
        return era_dates.format_date(value)
    return f"{value:,}円" if isinstance(value, int) else value
