"""Registering contracts: once per surety (domain rule 13)."""

from typing import Any

from models.applying.contract import IDENTITY, Contract
from models.errors import ContractAlreadyRegistered
from resolvers.conditions import matching


def identity_of(contract: Contract) -> dict[str, Any]:
    """The columns by which it looks like another."""
    return {column: getattr(contract, column) for column in IDENTITY}


async def require_new(contract: Contract) -> None:
    """Raises ContractAlreadyRegistered if one that looks the same is registered."""
    registered = await _same(contract)
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


async def take_identity(contract: Contract, *, is_another: bool) -> None:
    """Mark a contract whose stored row looks otherwise as another, if one that looks the same is registered.

    Raises ContractAlreadyRegistered unless `is_another` declares it.
    """
    if not is_another:
        await require_new(contract)
    contract.is_another = await _same(contract) is not None


async def _same(contract: Contract) -> Contract | None:
    return await Contract.get_or_none(matching(identity_of(contract) | {"is_another": False}))
