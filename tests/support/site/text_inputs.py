"""The texts of createSiteText and changeSiteText."""

import datetime

import models
from models.site.site_text import SiteTextKind
from resolvers.site.site_texts import FIELDS
from schema.reading import ids
from tests.support.applying.text_input import TextInput
from tests.support.site.texts import CHANGE, CONTACT, CREATE, DOWNLOAD

FORMS = {"link", "telephone"}
"""Texts that have to have a form."""


async def text_inputs() -> dict[str, TextInput]:
    """By the place in the schema. A change of each is sent to a text of its own: a version is changed once."""
    found: dict[str, TextInput] = {}
    texts = [field for field in FIELDS if field.length]
    for field in texts:
        given, name = (DOWNLOAD if field.column == "link" else CONTACT), field.path[0]
        column = None if field.column in FORMS else (models.SiteText, field.column)
        longest = 0 if field.column in FORMS else field.length or 0
        create = TextInput(CREATE, "operator", {"input": given}, ("input", name), longest=longest)
        found[f"CreateSiteTextInput.{name}"] = create
        change = {"input": await _stored(given["kind"])}
        found[f"ChangeSiteTextInput.{name}"] = TextInput(
            CHANGE, "operator", change, ("input", name), longest=longest, column=column
        )
    key = ("input", "idempotencyKey")
    for name, query, given in (("Create", CREATE, CONTACT), ("Change", CHANGE, await _stored("CONTACT"))):
        found[f"{name}SiteTextInput.idempotencyKey"] = TextInput(query, "operator", {"input": given}, key, "MALFORMED")
    return found


async def _stored(kind: str) -> dict[str, object]:
    day = datetime.date(2026, 11, 1)
    link = "/faq" if kind == "DOWNLOAD" else None
    row = await models.SiteText.create(kind=SiteTextKind(kind), title="題", body="文", link=link, shown_from=day)
    return {"siteTextId": ids.to_id("SiteText", row.id), "version": 1}
