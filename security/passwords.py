"""Passwords: argon2id, in a bounded number of threads so that sign-ins cannot take every core and all memory."""

from functools import cache

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(2)


@cache
def _dummy_hash() -> str:
    return _hasher.hash("the password of an account that does not exist")


async def hash_(password: str) -> str:
    """The argon2id hash, with its parameters and salt."""
    return await to_thread.run_sync(_hasher.hash, password, limiter=_limiter())


async def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password matches. Without a hash (unknown account) the same work is done, and the result is False."""
    return await to_thread.run_sync(_verify, password_hash, password, limiter=_limiter())


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _dummy_hash(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
