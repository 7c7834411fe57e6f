"""Removing the offer of another protocol from a request's headers."""

UPGRADE_HEADERS = frozenset({b"upgrade", b"http2-settings"})
"""Names of headers, and of members of Connection."""


def without_upgrade(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The raw headers without those of an upgrade, with the empty line that ends them."""
    lines: list[bytes] = []
    for name, value in headers:
        if name in UPGRADE_HEADERS:
            continue
        if name != b"connection":
            lines.append(b"%b: %b\r\n" % (name, value))
            continue
        members = (member.strip() for member in value.split(b","))
        if kept := [member for member in members if member.lower() not in UPGRADE_HEADERS]:
            lines.append(b"connection: %b\r\n" % b", ".join(kept))
    return b"".join([*lines, b"\r\n"])
