"""API clients."""

from typing import Any

import strawberry

import models
from resolvers.parties import manage_api_clients
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import root
from schema.reading.lookahead import EDGES, include
from schema.types.api_client import ApiClient


@strawberry.type
class ApiClientQueries:
    """API clients."""

    @root(PageOf(models.ApiClient, order="-id"), "For the operator: every API client, newest first.")
    async def api_clients(self, info: Info, first: First = DEFAULT_PAGE, after: After = None) -> Connection[ApiClient]:
        count, behind = page_arguments(first, after)
        page: Any = await manage_api_clients.page(
            reader=info.context.reader, first=count, after=behind, include=include(info, *EDGES)
        )
        return page
