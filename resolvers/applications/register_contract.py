"""Registering contracts: the same one once by a surety (domain rule 13)."""

from models.contract import IDENTITY, Contract
from models.errors import ContractAlreadyRegistered
from resolvers.conditions import matching


async def require_new(contract: Contract) -> None:
    """Raises ContractAlreadyRegistered if one that looks the same is registered."""
    looks_so = {column: getattr(contract, column) for column in IDENTITY}
    registered = await Contract.get_or_none(matching(looks_so | {"is_another": False}))
    if registered is not None:
        raise ContractAlreadyRegistered(registered)


async def register(contract: Contract, *, is_another: bool) -> None:
    """Store a new contract, inside a transaction. The first that looks so is never another, whatever was claimed.

    Waits for one that is being registered at the same moment. Raises ContractAlreadyRegistered.
    """
    await Contract.bulk_create([contract], ignore_conflicts=True)
    # The statement does not say whether it has stored the row.
    if await Contract.exists(id=contract.id):
        return
    if not is_another:
        await require_new(contract)
    contract.is_another = True
    await contract.save(force_create=True)
