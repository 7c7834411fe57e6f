"""checkApplication."""

import datetime
from typing import Annotated, Any

import strawberry

from models.applying.application import MOST_IN_A_FORM
from models.enums import GuaranteeKind
from resolvers.applications import check
from schema.context import Info
from schema.errors import InputProblem
from schema.reading.fields import ListLength, column, described
from schema.reading.lookahead import include
from schema.scalars import Yen
from schema.types.application_draft import ApplicationDraftInput
from schema.types.fee import FeeEstimate

DESCRIPTION = """
Dry run while a form is being filled in: every problem at once (what is missing too), with what would come of it. Stores
nothing.
"""


@described
class GuaranteeCheck:
    """What would come of a guarantee of the form; null stands for what the form does not say enough for."""

    index: int = column("Its place among the form's guarantees, from 0.")
    kind: GuaranteeKind = column("What is to be guaranteed.")
    ratio: float | None = column("Amount over the base, as a fraction.")
    limit: Yen | None = column("The most that it can be: the obligee's limit less what earlier guarantees take of it.")
    minimum: Yen | None = column("The least that it must be; for performance guarantees.")
    fee: FeeEstimate | None = column("The fee over the contract's period; null also without rates in force.")
    accepts_electronic: bool | None = column("Whether the obligee accepts it electronically for this contract.")
    accepted_from: datetime.date | None = column(
        "From when the obligee accepts such guarantees electronically; null where it does not."
    )


@described
class ApplicationCheck:
    """What a submission of the form would be refused for, and what would come of it."""

    problems: list[InputProblem] = column("All of them; empty for a form that can be sent.", length=ListLength(10, 200))
    guarantees: list[GuaranteeCheck] = column(
        "The form's guarantees whose kind is chosen, in order.", length=ListLength(2, MOST_IN_A_FORM)
    )


@strawberry.type
class ApplicationCheckQueries:
    """checkApplication."""

    @strawberry.field(description=DESCRIPTION.strip().replace("\n", " "))
    async def check_application(
        self,
        info: Info,
        input: Annotated[
            ApplicationDraftInput, strawberry.argument(description="The form, as far as it is filled in.")
        ],
    ) -> ApplicationCheck:
        found: Any = await check.application(
            request=input.request(),
            include_in_fees=include(info, "guarantees", "fee"),
            reader=info.context.reader,
        )
        return found
