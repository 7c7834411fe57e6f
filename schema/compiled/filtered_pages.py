"""Pages with filters: the field of the schema finds the rows, as in graphql-core, without anything that is selected."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from graphql import FieldNode, GraphQLError, GraphQLResolveInfo, NameNode, SelectionSetNode, Undefined
from graphql.pyutils import Path
from graphql.utilities import coerce_input_value

from resolvers.relations import Page
from schema.build import graphql_schema
from schema.compiled.arguments import InvalidArgumentsError
from schema.context import Context
from schema.reading.connections import cursor_of


async def find(root: str, arguments: Mapping[str, Any], context: Context, *, is_counted: bool) -> Page:
    """The page of a root field with these arguments. Raises InvalidArgumentsError."""
    query: Any = graphql_schema.query_type
    field = query.fields[root]
    given = {
        name: coerce_input_value(value, field.args[name].type) for name, value in arguments.items() if value is not None
    }
    if any(value is Undefined for value in given.values()):
        raise InvalidArgumentsError
    try:
        page: Page = await field.resolve(None, _info(root, field, context, is_counted=is_counted), **given)
    except GraphQLError as error:
        raise InvalidArgumentsError from error
    return page


def cursors(page: Page) -> dict[str, Callable[[UUID], str]]:
    """What makes cursors of the page's keys, if these do not determine them."""
    if page.value_of is None and page.moment is None:
        return {}
    known: dict[UUID, str] = {getattr(row, page.by): cursor_of(row, page) for row in page.rows}
    return {"cursor": known.__getitem__}


def _info(root: str, field: Any, context: Context, *, is_counted: bool) -> Any:
    """What graphql-core would pass to the field if nothing of its rows was selected."""
    query: Any = graphql_schema.query_type
    unused: Any = None
    return GraphQLResolveInfo(
        field_name=root,
        field_nodes=[_selecting(root, *([_selecting("totalCount")] if is_counted else []))],
        return_type=field.type,
        parent_type=query,
        path=Path(None, root, query.name),
        schema=graphql_schema,
        fragments={},
        root_value=None,
        operation=unused,
        variable_values=unused,
        context=context,
        is_awaitable=unused,
        abort_signal=None,
        async_helpers=unused,
    )


def _selecting(name: str, *selected: FieldNode) -> FieldNode:
    return FieldNode(
        name=NameNode(value=name), selection_set=SelectionSetNode(selections=selected) if selected else None
    )
