"""What failures are counted for: whoever asks, and whoever asks for one thing."""

import hashlib
import ipaddress
from functools import lru_cache
from typing import NamedTuple

SECONDS = 60
"""For how long a failure counts."""
PER_SUBJECT = 5
"""Failures in a minute for one address (or API client) and one number or e-mail address."""
PER_SOURCE = 30
"""Failures in a minute for one address or API client, whatever it tries."""
IPV6_NETWORK = 64
"""Bits of an IPv6 address that name who asks: whoever has one address has all 2^64 of its network."""


class Window(NamedTuple):
    """What failures are counted for; without a subject for whatever its source tries."""

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


def windows_of(action: str, address: str, subject: str) -> tuple[Window, Window]:
    """The windows of a try from an address (or an API client's id), the wider one first."""
    source = source_of(address)
    return Window(action, source, None, PER_SOURCE), Window(action, source, subject, PER_SUBJECT)


def source_of(address: str) -> str:
    """Who asks, as far as an address tells: of IPv6 the network; IPv4 and the id of an API client as they are."""
    return _network(address) if ":" in address else address


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed), IPV6_NETWORK), strict=False))
