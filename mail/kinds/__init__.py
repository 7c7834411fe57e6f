"""The kinds of mails, one module for each."""

from collections.abc import Mapping

from mail.definitions import Definition
from mail.kinds import (
    amended,
    approval_revoked,
    branch_digest,
    cancelled,
    declined,
    fee_requested,
    invitation,
    issued,
    key_notice,
    key_rotated,
    message_posted,
    new_application,
    obligee_accepted,
    obligee_returned,
    password_reset,
    released,
    returned,
    review_reminder,
    submitted,
    withdrawn,
    wrong_keys,
)
from mail.kinds.of_amendments import (
    amend_declined,
    amend_withdrawn,
    amendment_asked,
    amendment_ended,
    corrected,
)
from mail.kinds.of_claims import (
    claim_accepted,
    claim_answered,
    claim_asked,
    claim_filed,
    claim_paid,
    claim_rejected,
    claim_withdrawn,
)
from models.outgoing_mail import MailKind

_MODULES = (
    amend_declined,
    amend_withdrawn,
    amended,
    amendment_asked,
    amendment_ended,
    approval_revoked,
    branch_digest,
    cancelled,
    corrected,
    claim_accepted,
    claim_answered,
    claim_asked,
    claim_filed,
    claim_paid,
    claim_rejected,
    claim_withdrawn,
    declined,
    fee_requested,
    invitation,
    issued,
    key_notice,
    key_rotated,
    message_posted,
    new_application,
    obligee_accepted,
    obligee_returned,
    password_reset,
    released,
    returned,
    review_reminder,
    submitted,
    withdrawn,
    wrong_keys,
)
DEFINITIONS: Mapping[MailKind, Definition] = {module.DEFINITION.kind: module.DEFINITION for module in _MODULES}
