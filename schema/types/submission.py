"""Submissions of an application."""

import datetime

import strawberry

import models
from resolvers.relations import ToOne
from schema.reading.fields import ListLength, column, described, pure, row_type


@described
class FieldChange:
    """A field that a resubmission has changed, as people read it."""

    path: list[str] = column(
        "Names and indices as in the form; guarantees in the order of the application's.", length=ListLength(3, 6)
    )
    label: str = column("The field in Japanese, with the product where it is one of a guarantee.")
    before: str | None = column("What it was; null for nothing.")
    after: str | None = column("What it is; null for nothing.")


def _changes(submission: strawberry.Parent[models.Submission]) -> list[FieldChange]:
    return [FieldChange(**change) for change in submission.changes]


def _by(submission: strawberry.Parent[models.Submission]) -> str | None:
    account = submission.related["by"]
    return account and account.name


@row_type(models.Submission)
class Submission:
    """One sending of an application: the first, or another one after a return."""

    submitted_at: datetime.datetime = column("When it was sent.")
    by: str | None = pure(
        _by, "Who sent it; null where it is not known.", needs=ToOne(models.Account, "submitted_by_id")
    )
    reason: str | None = column("Why it had been returned; null for the first.")
    changes: list[FieldChange] = pure(_changes, "What it has changed; empty for the first.", length=ListLength(5, 60))
