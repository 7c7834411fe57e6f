"""The schema, put together."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

import schema.types.enums  # pyright: ignore[reportUnusedImport] -- makes the enumerations known
from schema.mutations import Mutation
from schema.queries import Query
from schema.reading.fields import read
from schema.reading.parsed_documents import ParsedOnce
from schema.reading.sliced_execution import SlicedExecution
from schema.scalars import config_scalars


class Schema(strawberry.Schema):
    """Does not log errors by itself: with source lines it would log what clients sent.

    schema/http/error_formatting.py logs bugs.
    """

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave them to the answer."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    extensions=[ParsedOnce],
    execution_context_class=SlicedExecution,
    config=StrawberryConfig(default_resolver=read, scalar_map=config_scalars(), disable_field_suggestions=True),
)

graphql_schema = schema._schema  # noqa: SLF001 -- Strawberry has no other way to it
"""The same as graphql-core has it."""
