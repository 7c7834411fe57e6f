"""Client addresses of requests, for the audit log and the throttle."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

MAX_LENGTH = 64
"""Characters; longer text is no address, and is not cached."""


def of_client(scope: Mapping[str, Any]) -> str:
    """The client's IP address in its canonical form, or "" when it is unknown or no IP address.

    Any text can come from a proxy that passes X-Forwarded-For on unchecked. IPv4-mapped IPv6 addresses become IPv4
    (RFC 4291, 2.5.5.2); zones are removed, since they are local to a host.
    """
    client = scope.get("client")
    return _canonical(client[0]) if client and len(client[0]) <= MAX_LENGTH else ""


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
