"""createSiteText."""

import datetime

from models.site.site_text import FaqCategory, SiteTextKind
from resolvers.site import site_texts
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading.fields import column, described, described_input, given
from schema.types.site.site_text import SiteText


@described_input
class CreateSiteTextInput:
    """A text for the information site. Nothing in it is read as HTML."""

    kind: SiteTextKind = given("Where it is shown; fixed.")
    category: FaqCategory | None = given("The heading of a question; required for it alone.", default=None)
    place: int | None = given("0 to 9,999: the smallest comes first; 100 if it is left out.", default=None)
    title: str = given("Up to 120 characters.")
    body: str = given("Up to 4,000 characters.")
    english_title: str | None = given("Up to 200 characters.", default=None)
    english_body: str | None = given("Up to 4,000 characters.", default=None)
    link: str | None = given(
        "Of a download, and required for it: the path of a page or file of this installation, such as /schema.graphql.",
        default=None,
    )
    telephone: str | None = given("Of a contact, up to 20 characters.", default=None)
    shown_from: datetime.date = given("The first day in Japan; announcements bear it.")
    shown_until: datetime.date | None = given("The last day; without one it stays.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class SiteTextCreated:
    """The site shows it on its days."""

    site_text: SiteText = column("The text.")


@mutation(
    site_texts.create,
    "The operator adds a text to the information site. Safe to retry with the same idempotencyKey.",
)
async def create_site_text(context: Context, input: CreateSiteTextInput) -> SiteTextCreated:
    text = await site_texts.create(
        given=given_columns.of(input), idempotency_key=input.idempotency_key, **context.caller
    )
    return answer(SiteTextCreated, site_text=text)
