"""Registering contracts: once per surety (domain rule 13)."""

from models.applying.contract import IDENTITY, Contract
from models.errors import ContractAlreadyRegistered
from resolvers.conditions import matching


async def require_new(contract: Contract) -> None:
    """Raises ContractAlreadyRegistered if one that looks the same is registered."""
    looks_so = {column: getattr(contract, column) for column in IDENTITY}
    registered = await Contract.get_or_none(matching(looks_so | {"is_another": False}))
    if registered is not None:
        raise ContractAlreadyRegistered(registered)


async def register(contract: Contract, *, is_another: bool) -> None:
    """Store a new contract, inside a transaction. The first one is never marked as another, despite any declaration.

    Waits for a concurrent registration of the same contract. Raises ContractAlreadyRegistered.
    """
    await Contract.bulk_create([contract], ignore_conflicts=True)
    # The statement does not return whether it has stored the row.
    if await Contract.exists(id=contract.id):
        return
    if not is_another:
        await require_new(contract)
    contract.is_another = True
    await contract.save(force_create=True)
