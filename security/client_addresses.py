"""Where requests come from, as the audit log and the throttle know it."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

LONGEST = 64
"""Characters; whatever is longer is no address, and takes no place among those remembered."""


def of_client(scope: Mapping[str, Any]) -> str:
    """The client's IP address in its one usual form, or "" when it is unknown or no IP address.

    A proxy that passes X-Forwarded-For on unchecked lets any text come here. IPv4 is IPv4, also written as IPv6
    (RFC 4291, 2.5.5.2); zones mean nothing beyond their host.
    """
    client = scope.get("client")
    return _usual(client[0]) if client and len(client[0]) <= LONGEST else ""


@lru_cache(maxsize=4096)
def _usual(text: str) -> str:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
