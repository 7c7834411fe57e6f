"""Removing the offer of another protocol from a request's headers."""

OF_THE_UPGRADE = frozenset({b"upgrade", b"http2-settings"})
"""Headers, and members of Connection."""


def without_upgrade(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The headers as they would have come, and the line that ends them."""
    lines: list[bytes] = []
    for name, value in headers:
        if name in OF_THE_UPGRADE:
            continue
        if name != b"connection":
            lines.append(b"%b: %b\r\n" % (name, value))
            continue
        members = (member.strip() for member in value.split(b","))
        if kept := [member for member in members if member.lower() not in OF_THE_UPGRADE]:
            lines.append(b"connection: %b\r\n" % b", ".join(kept))
    return b"".join([*lines, b"\r\n"])
