"""How requests of our own pages are told from those of other sites, and the name of the cookie with their session."""

DESK_HEADER = "x-kakusho-desk"
"""Sent by the desks. Pages of other sites cannot send it without a preflight, which no endpoint of ours answers."""

ACCOUNT_HEADER = "x-kakusho-account"
"""Sent with it: the account whose data the desk's page shows. Another tab may have changed the cookie."""


def is_https(address: str) -> bool:
    """Whether an installation with this public URL is reached by HTTPS."""
    return address.startswith("https://")


def session_cookie(address: str) -> str:
    """The cookie's name. With the prefix, browsers take it from this host alone, for all paths, and by HTTPS only."""
    return "__Host-kakusho" if is_https(address) else "kakusho"


def is_own(*, site: str | None, origin: str | None, host: str | None, address: str) -> bool | None:
    """Whether Sec-Fetch-Site or Origin says that a request comes from a page of this installation; None without both.

    Browsers send Sec-Fetch-Site; older ones, and all of them on plain HTTP, send Origin, with every POST at least.
    On plain HTTP an installation may have several names: there the origin may be the host that was asked.
    """
    if site is not None:
        return site == "same-origin"
    if origin is None:
        return None
    return origin == address or (not is_https(address) and bool(host) and origin.partition("://")[2] == host)
