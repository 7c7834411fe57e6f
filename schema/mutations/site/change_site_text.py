"""changeSiteText."""

import datetime

import strawberry

from models.site.site_text import FaqCategory
from resolvers.site import site_texts
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.site.site_text import SiteText


@described_input
class ChangeSiteTextInput:
    """What to change: what is left out stays, an empty text removes what is optional."""

    site_text_id: strawberry.ID = given("The text.")
    version: int = given("SiteText.version as it was read; if it has changed since, the change is refused.")
    category: FaqCategory | None = given("The heading of a question.", default=None)
    place: int | None = given("0 to 9,999: the smallest comes first.", default=None)
    title: str | None = given("Up to 120 characters.", default=None)
    body: str | None = given("Up to 4,000 characters.", default=None)
    english_title: str | None = given("Up to 200 characters.", default=None)
    english_body: str | None = given("Up to 4,000 characters.", default=None)
    link: str | None = given("Of a download: the path of a page or file of this installation.", default=None)
    telephone: str | None = given("Of a contact, up to 20 characters.", default=None)
    shown_from: datetime.date | None = given("The first day in Japan.", default=None)
    shown_until: datetime.date | None = given("The last day in Japan.", default=None)
    has_no_end: bool = given("Removes the last day.", default=False)
    is_active: bool | None = given("Whether visitors see it at all.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class SiteTextChanged:
    """The site shows it as it is now."""

    site_text: SiteText = column("The text as it is now, with the next version.")


@mutation(
    site_texts.change,
    "The operator changes a text of the information site. Safe to retry with the same idempotencyKey.",
)
async def change_site_text(context: Context, input: ChangeSiteTextInput) -> SiteTextChanged:
    without_end = {"shown_until": None} if input.has_no_end else {}
    text = await site_texts.change(
        site_text_id=ids.key_of(input.site_text_id, "SiteText"),
        version=input.version,
        given=given_columns.of(input, "site_text_id", "has_no_end") | without_end,
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(SiteTextChanged, site_text=text)
