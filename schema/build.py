"""The assembled schema."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

import schema.types.after_issue.claim_enums  # pyright: ignore[reportUnusedImport] -- registers the enumerations
import schema.types.enums  # pyright: ignore[reportUnusedImport] -- registers the enumerations
from schema.mutations import Mutation
from schema.queries import Query
from schema.reading.fields import read
from schema.reading.parsed_documents import ParsedOnce
from schema.reading.sliced_execution import SlicedExecution
from schema.scalars import config_scalars


class Schema(strawberry.Schema):
    """Does not log errors: with source lines the log would contain client input.

    schema/http/error_formatting.py logs bugs.
    """

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave them to the response."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    extensions=[ParsedOnce],
    execution_context_class=SlicedExecution,
    config=StrawberryConfig(default_resolver=read, scalar_map=config_scalars(), disable_field_suggestions=True),
)

graphql_schema = schema._schema  # noqa: SLF001 -- Strawberry has no public name for it
"""The same as a graphql-core schema."""
