"""The validity of certificates."""

import datetime
from typing import Any

import strawberry

import models
from models import validity
from models.validity import InvalidityReason
from schema.reading.fields import column, described


@described
class Validity:
    """Whether a certificate counts now, by its version, its guarantee, its medium and the clock."""

    is_valid: bool = column("Whether it counts; on the day of 保証期限 it does so still, and while it is claimed.")
    reason: InvalidityReason | None = column("Why it does not; null when it does.")
    since: datetime.datetime | None = column("Since when it does not; null when it does, and where it is not known.")
    message: str = column("The same in a sentence, in Japanese.")


VERSION = ("status", "medium", "issued_at", "expiry_date", "ended_at")
GUARANTEE = ("status", "issued_at", "ended_at")
"""The columns that it depends on."""


def of_certificate(certificate: strawberry.Parent[models.Certificate], info: strawberry.Info[Any, None]) -> Validity:
    """Of a certificate whose guarantee is loaded."""
    found: Any = validity.validity(certificate, certificate.related["validity"], at=info.context.at)
    return found


def of_guarantee(guarantee: strawberry.Parent[models.Guarantee], info: strawberry.Info[Any, None]) -> Validity:
    """Of a guarantee whose current certificate is loaded."""
    found: Any = validity.of_guarantee(guarantee.related["validity"], guarantee, at=info.context.at)
    return found
