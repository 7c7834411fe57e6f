"""Keys under which failures are counted: a source, and a source with a subject."""

import hashlib
import ipaddress
from functools import lru_cache
from typing import NamedTuple

WINDOW_SECONDS = 60
"""For how long a failure counts."""
MAX_FAILURES_PER_SUBJECT = 5
"""Per minute, for one address (or API client) and one number or e-mail address."""
MAX_FAILURES_PER_SOURCE = 30
"""Per minute, for one address or API client and all subjects."""
IPV6_PREFIX_LENGTH = 64
"""Bits of an IPv6 address that identify its source: the owner of one address has all 2^64 of its network."""


class RateLimitKey(NamedTuple):
    """A key with its limit of failures; without a subject it counts all failures of its source."""

    action: str
    source: str
    subject: str | None
    limit: int

    @property
    def id(self) -> str:
        """A digest, 32 hexadecimal digits, the same in every process."""
        parts = self.action, self.source, self.subject
        text = "\0".join(part for part in parts if part is not None)
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def keys_of_attempt(action: str, address: str, subject: str) -> tuple[RateLimitKey, RateLimitKey]:
    """The keys of an attempt from an address (or an API client's id), the wider one first."""
    source = source_of(address)
    return RateLimitKey(action, source, None, MAX_FAILURES_PER_SOURCE), RateLimitKey(
        action, source, subject, MAX_FAILURES_PER_SUBJECT
    )


def source_of(address: str) -> str:
    """The source that an address identifies: the network of IPv6; IPv4 and the id of an API client unchanged."""
    return _network(address) if ":" in address else address


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), IPV6_PREFIX_LENGTH), strict=False))
