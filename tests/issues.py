"""Issuing through the use cases, and what came of it, for tests of many at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.kinds import Role
from models.viewer import Viewer
from resolvers import issuing
from resolvers.issuing_together import Outcome
from resolvers.sample_data import House
from tests.conftest import KEYRING, NOON


async def issue_each(house: House, ids: Sequence[UUID | None], key: str | None = None) -> Sequence[Outcome]:
    """What came of each, in one call."""
    return await issuing.issue_each(
        guarantee_ids=ids, idempotency_key=key, viewer=house.viewers[Role.SURETY], keyring=KEYRING, at=NOON
    )


async def issue(house: House, id_: UUID, key: str | None = None, viewer: Viewer | None = None) -> Any:
    """One guarantee in force with its certificate, by itself."""
    viewer = viewer or house.viewers[Role.SURETY]
    return await issuing.issue(guarantee_id=id_, idempotency_key=key, viewer=viewer, keyring=KEYRING, at=NOON)


def told(outcomes: Sequence[Outcome]) -> list[str]:
    """The kind of each refusal, the number of each guarantee that was issued."""
    return [
        type(outcome).__name__ if isinstance(outcome, Exception) else str(outcome[0].number) for outcome in outcomes
    ]


def certificates(outcomes: Sequence[Outcome]) -> list[UUID]:
    """The ids of the certificates of those that were issued."""
    return [outcome[1].id for outcome in outcomes if not isinstance(outcome, Exception)]
