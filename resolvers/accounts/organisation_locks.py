"""Locks of acts on the accounts of one organisation, and on one address."""

from tortoise import connections

from models.parties.account import Organisation

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


async def lock_organisation(organisation: Organisation) -> None:
    """Until the end of the transaction: accounts are added and deactivated one at a time.

    So nobody exceeds their number, and the last two administrators cannot deactivate each other.
    """
    ids = " ".join(str(each) for each in organisation)
    await connections.get("default").execute_query_dict(LOCK, [f"accounts of {ids}"])


async def lock_address(email: str) -> None:
    """Until the end of the transaction: of two accounts with this address, one gets its password first."""
    await connections.get("default").execute_query_dict(LOCK, [f"account {email}"])
