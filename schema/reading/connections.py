"""Relay-style connections over pages of rows."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeAlias, TypeVar
from uuid import UUID

import strawberry

from resolvers.lists.sorted_pages import MOST_COUNTED
from resolvers.relations import Page, SortedPlace
from schema.reading import ids
from schema.reading.fields import ListLength, column, described, pure
from schema.scalars import malformed

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
ROWS_A_POINT = 10
"""Rows that are counted at the cost of a field."""

First: TypeAlias = Annotated[int | None, strawberry.argument(description="How many rows, 1 to 100.")]
After: TypeAlias = Annotated[str | None, strawberry.argument(description="Go on behind this cursor.")]

T = TypeVar("T")


@described
class PageInfo:
    """The position of a page in the whole list."""

    has_next_page: bool = column("Whether there are rows behind this page.")
    has_previous_page: bool = column("Whether there are rows before this page.")
    start_cursor: str | None = column("The cursor of the first row; null on an empty page.")
    end_cursor: str | None = column("The cursor of the last row: pass it as `after` for the next page.")


@described
class Edge(Generic[T]):
    """A row of a page."""

    cursor: str = column("Pass it as `after` to go on behind this row.")
    node: T = column("The row.")


def _edges(page: strawberry.Parent[Page]) -> list[Edge[T]]:  # pyright: ignore[reportInvalidTypeVarUse] -- Strawberry fills it in
    rows: list[Any] = list(page.rows)
    return [Edge(cursor=cursor_of(row, page), node=row) for row in rows]


def cursor_of(row: Any, page: Page) -> str:
    """The cursor of a row of a page."""
    key: UUID = getattr(row, page.by)
    if page.value_of is not None:
        return ids.to_sorted_cursor(key, page.value_of(row))
    return ids.to_cursor(key, None if page.moment is None else getattr(row, page.moment))


def _page_info(page: strawberry.Parent[Page]) -> PageInfo:
    return PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=cursor_of(page.rows[0], page) if page.rows else None,
        end_cursor=cursor_of(page.rows[-1], page) if page.rows else None,
    )


@described
class Connection(Generic[T]):
    """A page of rows."""

    edges: list[Edge[T]] = pure(
        _edges,
        "The rows of this page, each with its cursor.",
        length=ListLength(DEFAULT_PAGE, LARGEST_PAGE, given_by="first"),
    )
    page_info: PageInfo = pure(_page_info, "The position of this page in the whole list.")


def total_count(rows: str, *, elsewhere: str = "") -> Any:
    """The field of a connection with the number of its rows.

    `rows` says of what, `elsewhere` where else connections of this type are, in which nothing is counted.
    """
    null = f"null beyond, and {elsewhere}" if elsewhere else "null beyond"
    return pure(
        _total,
        f"The number of {rows} in the whole list; counted only if selected, up to {MOST_COUNTED:,}; {null}.",
        weight=MOST_COUNTED // ROWS_A_POINT,
    )


def _total(page: strawberry.Parent[Page]) -> int | None:
    return page.total


def page_arguments(first: int | None, after: str | None) -> tuple[int, UUID | None]:
    """Checked arguments of a page. Raises GraphQLError with code BAD_USER_INPUT."""
    return _arguments(first, after, ids.from_cursor)


def moment_page_arguments(first: int | None, after: str | None) -> tuple[int, ids.Position | None]:
    """The same of a page in the order of a moment."""
    return _arguments(first, after, ids.position)


def sorted_page_arguments(first: int | None, after: str | None) -> tuple[int, SortedPlace | None]:
    """The same of a page of a list that is sorted by a value."""
    return _arguments(first, after, lambda cursor: SortedPlace(*ids.from_sorted_cursor(cursor)))


def _arguments(first: int | None, after: str | None, place: Callable[[str], T]) -> tuple[int, T | None]:
    if first is None:
        first = DEFAULT_PAGE
    if not 1 <= first <= LARGEST_PAGE:
        raise malformed(f"first は1から{LARGEST_PAGE}までの整数で指定してください。")
    try:
        return first, None if after is None else place(after)
    except ValueError:
        raise malformed("after には、前のページの cursor をそのまま指定してください。") from None
