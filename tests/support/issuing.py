"""Issuing through the use cases, and the results, for tests of many at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.enums import Role
from models.parties.viewer import Viewer
from resolvers.guarantees.issue import issue_guarantees
from resolvers.guarantees.issue.batch import Outcome
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON


async def issue_each(sample: SampleRegister, ids: Sequence[UUID | None], key: str | None = None) -> Sequence[Outcome]:
    """The result of each, in one call."""
    return await issue_guarantees.issue_each(
        guarantee_ids=ids, idempotency_key=key, viewer=sample.viewers[Role.SURETY], keyring=KEYRING, at=NOON
    )


async def issue(sample: SampleRegister, id_: UUID, key: str | None = None, viewer: Viewer | None = None) -> Any:
    """One guarantee in force with its certificate, in a separate call."""
    viewer = viewer or sample.viewers[Role.SURETY]
    return await issue_guarantees.issue(guarantee_id=id_, idempotency_key=key, viewer=viewer, keyring=KEYRING, at=NOON)


def outcome_labels(outcomes: Sequence[Outcome]) -> list[str]:
    """The kind of each refusal, the number of each issued guarantee."""
    return [
        type(outcome).__name__ if isinstance(outcome, Exception) else str(outcome[0].number) for outcome in outcomes
    ]


def certificates(outcomes: Sequence[Outcome]) -> list[UUID]:
    """The ids of the certificates of the issued guarantees."""
    return [outcome[1].id for outcome in outcomes if not isinstance(outcome, Exception)]
