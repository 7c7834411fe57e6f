"""siteTexts."""

from typing import Annotated, Any

import strawberry

from models.site.site_text import MOST_TEXTS, SiteTextKind
from resolvers.site import site_texts
from schema.context import Info
from schema.reading.fields import LENGTH, ListLength
from schema.reading.lookahead import include
from schema.types.site.site_text import SiteText


@strawberry.type
class SiteTextQueries:
    """siteTexts."""

    @strawberry.field(
        description="Public: the texts of the information site that visitors see today, in their order. The operator"
        " gets those of other days and deactivated ones too.",
        metadata={LENGTH: ListLength(20, MOST_TEXTS)},
    )
    async def site_texts(
        self, info: Info, kind: Annotated[SiteTextKind, strawberry.argument(description="Of this kind.")]
    ) -> list[SiteText]:
        found: Any = await site_texts.texts(kind, reader=info.context.reader, include=include(info))
        return found
