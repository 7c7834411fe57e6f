"""What an account may call of what its organisation may: a table of resolvers/access.py, which enforces it."""

from models.enums import AccountRole
from resolvers.access_rules import register_rules

OF_ADMINISTRATORS = frozenset(
    {
        *("accounts", "inviteAccount", "deactivateAccount", "setObligeeRules", "setRetentionRule"),
        *register_rules.OPERATIONS,
    }
)
"""What only the administrators of an organisation may call."""
OF_READERS = frozenset(
    {
        *("contractors", "contracts", "applications", "guarantees", "outgoingMails", "feeEstimate", "certificate"),
        *("monthlyPayments", "feeRates", "feeStatements", "feeStatementsCsv", "monthlyBills", "monthlyBillsCsv"),
        *("certificates", "certificatesCsv", "checkApplication", "applicationSuggestions", "apiClients"),
        *("signOut", "changePassword", "endSession", "retentionRules", "purges"),
        *("amendmentRequests", "auditTrail", "claims"),
    }
)
"""What readers may call: what changes nothing but their own sessions and password."""


def of(operation: str) -> frozenset[AccountRole]:
    """The roles within an organisation that may call an operation, if the organisation may."""
    if operation in OF_ADMINISTRATORS:
        return frozenset({AccountRole.ADMINISTRATOR})
    return frozenset(AccountRole) if operation in OF_READERS else frozenset(AccountRole) - {AccountRole.READER}
