"""The accounts that an administrator manages."""

from uuid import UUID

from models.parties.account import Account
from resolvers import access, text_checks
from resolvers.loading import Reader, page_from
from resolvers.relations import Include, Page
from resolvers.text_conditions import containing


async def page(*, reader: Reader, first: int, after: UUID | None, include: Include, search: str | None = None) -> Page:
    """Accounts of the viewer's organisation, or of all for the operator, newest first. Raises InvalidInput."""
    access.require("accounts", reader.viewer)
    text_checks.require_searchable(search=search)
    found = containing(Account.filter(access.visible(Account, reader.viewer)), search, "name", "email")
    return await page_from(found, order="-id", first=first, after=after, include=include, reader=reader)
