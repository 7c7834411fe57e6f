"""The state of an application, from those of its guarantees."""

from collections.abc import Sequence

from models.applying.application import Application
from models.applying.guarantee_states import BEFORE_ISSUE, GuaranteeStatus
from models.enums import ApplicationStatus
from models.guarantee import Guarantee


def status_of(application: Application, guarantees: Sequence[Guarantee]) -> ApplicationStatus:
    """RETURNED before OPEN: it is the contractor's turn as long as one was returned."""
    if application.submitted_at is None:
        return ApplicationStatus.DRAFT
    states = {guarantee.status for guarantee in guarantees}
    if GuaranteeStatus.RETURNED in states:
        return ApplicationStatus.RETURNED
    if states & BEFORE_ISSUE:
        return ApplicationStatus.OPEN
    return ApplicationStatus.WITHDRAWN if states == {GuaranteeStatus.WITHDRAWN} else ApplicationStatus.DONE
