"""Tables with the facts of several kinds of mails."""

from mail.definitions import Source
from models.content.certificate_sources import OFFICER_OF_CONTRACT

PARTIES_OF_GUARANTEE = f"""JOIN application ON application.id = guarantee.application_id
JOIN contract ON contract.id = guarantee.contract_id
JOIN contractor ON contractor.id = guarantee.contractor_id
JOIN obligee ON obligee.id = guarantee.obligee_id
{OFFICER_OF_CONTRACT}
JOIN surety ON surety.id = guarantee.surety_id
JOIN branch ON branch.id = application.submission_branch_id"""
PARTIES_OF_APPLICATION = f"""JOIN contract ON contract.id = application.contract_id
JOIN contractor ON contractor.id = application.contractor_id
JOIN obligee ON obligee.id = contract.obligee_id
{OFFICER_OF_CONTRACT}
JOIN surety ON surety.id = application.surety_id
JOIN branch ON branch.id = application.submission_branch_id"""
ACCOUNTS = Source(
    """JOIN password_link ON password_link.id = event.subject_id
JOIN account ON account.id = password_link.account_id
LEFT JOIN contractor ON contractor.id = account.contractor_id
LEFT JOIN surety AS employer ON employer.id = account.surety_id
LEFT JOIN obligee ON obligee.id = account.obligee_id
LEFT JOIN surety ON false
LEFT JOIN branch ON false""",
    guarantee="NULL::uuid",
)
"""Links of accounts. The installation sends these mails: no surety and no branch."""
BRANCHES = Source(
    """JOIN branch ON branch.id = event.subject_id
JOIN surety ON surety.id = branch.surety_id
LEFT JOIN branch_notification AS notification ON notification.branch_id = branch.id""",
    guarantee="NULL::uuid",
)
"""Events of a branch."""
CLAIMS = Source(
    f"JOIN claim ON claim.id = event.subject_id\nJOIN guarantee ON guarantee.id = claim.guarantee_id\n"
    f"LEFT JOIN account AS claimant ON claimant.id = claim.account_id\n{PARTIES_OF_GUARANTEE}"
)
"""Events of claims."""
GUARANTEES = Source(f"JOIN guarantee ON guarantee.id = event.subject_id\n{PARTIES_OF_GUARANTEE}")
"""Events that happened to guarantees."""
AMENDMENT_REQUESTS = Source(
    f"""JOIN amendment_request AS request ON request.id = event.subject_id
JOIN guarantee ON guarantee.id = request.guarantee_id
{PARTIES_OF_GUARANTEE}
LEFT JOIN branch_notification AS notification ON notification.branch_id = branch.id"""
)
"""Requests for amendments."""
