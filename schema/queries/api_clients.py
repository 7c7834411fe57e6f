"""API clients."""

from typing import Any

import strawberry

import models
from resolvers import api_clients
from resolvers.loading import PageOf
from schema.api_client import ApiClient
from schema.context import Info
from schema.declare import root
from schema.pages import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.selection import EDGES, include


@strawberry.type
class ApiClientQueries:
    """API clients."""

    @root(PageOf(models.ApiClient, order="-id"), "For the operator: every API client, newest first.")
    async def api_clients(self, info: Info, first: First = DEFAULT_PAGE, after: After = None) -> Connection[ApiClient]:
        count, behind = page_arguments(first, after)
        page: Any = await api_clients.page(
            reader=info.context.reader, first=count, after=behind, include=include(info, *EDGES)
        )
        return page
