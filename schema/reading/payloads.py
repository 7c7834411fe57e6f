"""Loading the operation's selection on rows in a mutation's result."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from strawberry.types import Info, get_object_definition, has_object_definition

from models.parties.viewer import Viewer
from models.row import Row
from resolvers import loading
from resolvers.loading import Reader
from schema.reading.lookahead import include


async def load_selected(
    info: Info[Any, Any], answers: Sequence[object], *, reader: Reader, path: tuple[str, ...] = ()
) -> None:
    """Load the selection on the rows in these results, which are of one GraphQL type and at `path`.

    Rows in one field of several results are loaded together, also those of results within results.
    """
    name = get_object_definition(answers[0], strict=True).name
    type_: Any = info._raw_info.schema.type_map[name]  # noqa: SLF001 -- Strawberry's info lacks the types
    for field_name, field in type_.fields.items():
        below = (*path, f"{name}.{field_name}")
        values = list(_values(answers, field.extensions["strawberry-definition"].python_name))
        rows: list[Any] = [value for value in values if isinstance(value, Row | Viewer)]
        if rows:
            await loading.load(rows, include(info, *below), reader=reader)
        nested: defaultdict[type[object], list[object]] = defaultdict(list)
        for value in values:
            if has_object_definition(value):
                nested[type(value)].append(value)
        for same in nested.values():
            await load_selected(info, same, reader=reader, path=below)


def _values(answers: Sequence[object], attribute: str) -> Iterator[object]:
    """The value of an attribute of each result, lists item by item."""
    for answer in answers:
        value: Any = getattr(answer, attribute)
        if isinstance(value, list | tuple):
            yield from value
        else:
            yield value
