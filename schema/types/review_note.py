"""Notes of the surety's reviewers."""

import datetime

import strawberry

import models
from resolvers.relations import ToOne
from schema.reading.fields import column, pure, relation, row_type
from schema.types.lazy_types import Guarantee


def _by(note: strawberry.Parent[models.ReviewNote]) -> str:
    return note.related["by"].name


@row_type(models.ReviewNote)
class ReviewNote:
    """A note of the surety's staff (審査メモ), which contractor and obligee never see."""

    written_at: datetime.datetime = column("When it was written.")
    by: str = pure(_by, "Who wrote it.", needs=ToOne(models.Account, "written_by_id"))
    guarantee: Guarantee | None = relation(
        ToOne(models.Guarantee, "guarantee_id"), "The guarantee that it is about; null if about the whole application."
    )
    body: str = column("The text.")
