"""graphql-core's execution, with long lists completed in slices, one per turn of the event loop."""

from asyncio import Future
from collections.abc import Awaitable, Callable, Iterable
from types import CoroutineType
from typing import Any, TypeGuard

from graphql.pyutils import gather_with_cancel
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.reading.slices import Slices

SHORT = 16
"""Lists of at most so many entries are interrupted only if their slice has far exceeded its time."""


def _is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """Whether a value has to be awaited. Tortoise's rows are awaitable but need not be; each would become a task."""
    return isinstance(value, (CoroutineType, Future))


class SlicedExecution(StrawberryGraphQLCoreExecutionContext):
    """Completes the entries of a list that fit into this turn's slice immediately, and the others in later turns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_awaitable = _is_awaitable

    def complete_iterable_value(  # noqa: PLR0917 -- as graphql-core calls it
        self, item_type: Any, field_details_list: Any, info: Any, path: Any, items: Iterable[Any], position_context: Any
    ) -> Any:
        """Same as graphql-core's, without @stream and awaitable entries, which this schema does not have."""
        slices: Slices = self.context_value.services.slices
        results: list[Any] = []
        pending: list[int] = []
        entries = enumerate(items)
        is_short = isinstance(items, list) and len(items) <= SHORT

        def complete() -> bool:
            """Whether all entries were completed in this slice."""
            for index, item in entries:
                place = path.add_key(index, None)
                if self.complete_list_item_value(
                    item, results, item_type, field_details_list, info, place, position_context
                ):
                    pending.append(index)
                if slices.is_over(is_short=is_short):
                    return False
            return True

        try:
            is_complete = complete()
        except Exception:
            self.settle_in_background([results[index] for index in pending])
            raise
        if is_complete and not pending:
            return results
        return self._complete_later(slices, complete, results, pending, is_complete=is_complete)

    async def _complete_later(
        self, slices: Slices, complete: Callable[[], bool], results: list[Any], pending: list[int], *, is_complete: bool
    ) -> list[Any]:
        """Complete the other entries, then the incomplete values within the entries."""
        try:
            while not is_complete:
                async with slices.turn():
                    is_complete = complete()
        except BaseException:
            self.settle_in_background([results[index] for index in pending])
            raise
        completed = await gather_with_cancel(*(results[index] for index in pending))
        for index, result in zip(pending, completed, strict=True):
            results[index] = result
        return results
