"""Pages with filters: the field of the schema finds the rows, as in graphql-core, without anything that is selected."""

from collections.abc import Mapping
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLResolveInfo, NameNode, Undefined
from graphql.pyutils import Path
from graphql.utilities import coerce_input_value

from models.enums import GuaranteeOrder
from resolvers.relations import Page
from schema.build import graphql_schema
from schema.compiled.arguments import InvalidArgumentsError
from schema.context import Context


async def find(root: str, arguments: Mapping[str, Any], context: Context) -> Page:
    """The page of a root field with these arguments. Raises InvalidArgumentsError, also for sorted lists.

    Cursors of sorted lists have values that compiled operations do not know.
    """
    query: Any = graphql_schema.query_type
    field = query.fields[root]
    given = {
        name: coerce_input_value(value, field.args[name].type) for name, value in arguments.items() if value is not None
    }
    wanted: Any = arguments.get("filter")
    is_invalid = any(value is Undefined for value in given.values())
    if is_invalid or (wanted or {}).get("orderBy") not in {None, GuaranteeOrder.NEWEST.name}:
        raise InvalidArgumentsError
    try:
        page: Page = await field.resolve(None, _info(root, field, context), **given)
    except GraphQLError as error:
        raise InvalidArgumentsError from error
    if page.moment is not None:
        raise InvalidArgumentsError
    return page


def _info(root: str, field: Any, context: Context) -> Any:
    """What graphql-core would pass to the field if nothing of its rows was selected."""
    query: Any = graphql_schema.query_type
    unused: Any = None
    return GraphQLResolveInfo(
        field_name=root,
        field_nodes=[FieldNode(name=NameNode(value=root))],
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
