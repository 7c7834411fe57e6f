"""Since when an application waits for the surety's decision: as long as one of its guarantees is in review."""

import datetime

from models.applying.application import Application
from models.applying.guarantee_states import IN_REVIEW
from models.guarantee import Guarantee


async def settle(application: Application, *, at: datetime.datetime) -> None:
    """Begin or end its wait, after its guarantees have changed. The application is locked."""
    is_in_review = await Guarantee.filter(application_id=application.id, status__in=IN_REVIEW).exists()
    since = (application.waiting_since or at) if is_in_review else None
    if since != application.waiting_since:
        application.waiting_since = since
        await application.save(update_fields=["waiting_since"])
