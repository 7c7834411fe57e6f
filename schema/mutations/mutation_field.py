"""Declaration of mutations: the input and the payload come from the resolver, the refusals from the use case."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias, TypeVar, get_args, get_type_hints

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.union import StrawberryUnion

import schema.mutations.after_issue.amendment_errors  # pyright: ignore[reportUnusedImport] -- declares error types
import schema.mutations.after_issue.claim_errors  # pyright: ignore[reportUnusedImport] -- declares error types
import schema.mutations.obligees.obligee_errors  # noqa: F401  # pyright: ignore[reportUnusedImport] -- declares error types
from models.refusals import refusals_of
from schema.context import Context, Info
from schema.errors import ERROR_TYPES, to_error_type
from schema.reading import input_sizes
from schema.reading.payloads import load_selected

INPUT = strawberry.argument(description="What is asked for.")
"""The description of every mutation's one argument."""

Resolver: TypeAlias = Callable[[Context, Any], Awaitable[object]]
"""Takes the input, makes one call to a use case, and returns the payload."""
P = TypeVar("P")


def mutation(use_case: Callable[..., Any], description: str) -> Callable[[Resolver], Any]:
    """A field of Mutation that calls `use_case` and returns the union of the payload and its declared refusals.

    The operation's selection on rows in the payload, or in the refusal, is loaded here.
    """

    def declare(resolver: Resolver) -> Any:
        hints, refusals = get_type_hints(resolver), refusals_of(use_case)

        async def resolve(info: Info, input: Any) -> Any:
            answer: Any
            try:
                input_sizes.check(input)
                answer = await resolver(info.context, input)
            except refusals as refusal:
                answer = to_error_type(refusal)
            await load_selected(info, [answer], reader=info.context.reader)
            return answer

        resolve.__name__ = resolver.__name__
        resolve.__annotations__ = {
            "info": Info,
            "input": Annotated[hints["input"], INPUT],
            "return": result_of(resolver.__name__, hints["return"], use_case),
        }
        return strawberry.mutation(resolve, description=description)

    return declare


def result_of(name: str, payload: Any, use_case: Callable[..., Any]) -> StrawberryUnion:
    """The union that a mutation of this name returns; `payload` is one type or a union of several."""
    members = [*(get_args(payload) or (payload,)), *(ERROR_TYPES[refusal] for refusal in refusals_of(use_case))]
    return StrawberryUnion(
        name="".join(word.capitalize() for word in name.split("_")) + "Result",
        type_annotations=tuple(map(StrawberryAnnotation, members)),
        description="What came of it.",
    )


def answer(payload: type[P], **values: Any) -> P:
    """The payload, made of rows: its fields are declared as the GraphQL types over them."""
    return payload(**values)
