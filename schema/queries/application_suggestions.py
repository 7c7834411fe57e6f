"""applicationSuggestions."""

from typing import Annotated, Any

import strawberry

from resolvers.applications import suggest
from schema.context import Info
from schema.reading.fields import ListLength, column, described
from schema.reading.lookahead import include
from schema.types.bill_to import BillTo
from schema.types.obligee import Obligee
from schema.types.surety import Branch

LENGTH = ListLength(10, suggest.MOST, given_by="first")


@described
class Contact:
    """Who was named as the contact of an application."""

    department: str | None = column("担当部署.")
    title: str | None = column("役職.")
    name: str | None = column("担当者名.")
    telephone: str | None = column("連絡先電話番号.")
    email: str | None = column("Where the notice of completion went.")


@described
class ApplicationSuggestions:
    """What was used before; each once, last used first."""

    deposit_banks: list[str] = column("預託金融機関.", length=LENGTH)
    bill_tos: list[BillTo] = column("保証料請求先: the contractor's register, what was used last first.", length=LENGTH)
    contacts: list[Contact] = column("担当者.", length=LENGTH)
    branches: list[Branch] = column("申込送信先.", length=LENGTH)
    obligees: list[Obligee] = column("発注者.", length=LENGTH)


@strawberry.type
class ApplicationSuggestionQueries:
    """applicationSuggestions."""

    @strawberry.field(
        description="What this contractor used in its last 500 applications, last used first; for filling in a form."
    )
    async def application_suggestions(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many of each, 1 to 50.")] = 10,
        search: Annotated[
            str | None, strawberry.argument(description="Contained in it, in any width and form of kanji.")
        ] = None,
    ) -> ApplicationSuggestions:
        found: Any = await suggest.suggestions(
            first=first,
            search=search,
            include_in_branches=include(info, "branches"),
            include_in_obligees=include(info, "obligees"),
            reader=info.context.reader,
        )
        return found
