"""What a contractor sees besides its own rows: those of joint ventures of which it is a registered member.

Part of access.py. Messages, submissions, attachments, keys, fees and mails are between the lead and the surety.
"""

from collections.abc import Mapping

import models
from models.row import Row
from resolvers.conditions import And, Condition, Either, Equals, NotNull
from resolvers.link_conditions import LinkedBy

OWN = Equals("contractor_id", to="contractor_id")


def _joint(contract: str) -> Condition:
    """Rows of another lead whose contract is linked to the viewer's company; `contract` refers to the contract."""
    link = LinkedBy(contract, models.ContractParty, "contract_id", to="contractor_id")
    return And(Equals("contractor_id", to="contractor_id", is_not=True), link)


JOINT: Mapping[type[Row], Condition] = {
    models.Contract: Either(OWN, _joint("id")),
    models.Application: Either(OWN, And(NotNull("submitted_at"), _joint("contract_id"))),
    models.Guarantee: Either(OWN, _joint("contract_id")),
}
