"""A request to sign data as they are, as plain data: the server passes it to the render workers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedDataRequest:
    """Data that become no PDF (signed_data.py)."""

    content: bytes
