"""Content negotiation: the media type of the response (RFC 9110, 12.5.1)."""

from functools import lru_cache
from typing import NamedTuple

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
HTML = "text/html"


class Accepted(NamedTuple):
    """The media type of the response (JSON if nothing fits), and other effects of the Accept header."""

    media_type: str
    is_named: bool
    """Whether the client names it, instead of accepting everything."""
    is_browser: bool
    """Whether it prefers an HTML page."""


@lru_cache(maxsize=256)
def accepted(header: str) -> Accepted:
    """The result for an Accept header, which may be empty. Malformed parts are ignored."""
    wanted = dict(filter(None, map(_range, header.lower().split(","))))
    graphql_json, json, html = (_quality(wanted, type_) for type_ in (GRAPHQL_JSON, JSON, HTML))
    # A client without a preference gets the type that every client understands.
    is_preferred = graphql_json > json or (GRAPHQL_JSON in wanted and graphql_json == json > 0)
    media_type = GRAPHQL_JSON if is_preferred else JSON
    is_browser = wanted.get(HTML, 0) > 0 and html >= max(wanted.get(GRAPHQL_JSON, 0), wanted.get(JSON, 0))
    return Accepted(media_type, media_type in wanted, is_browser)


def _range(text: str) -> tuple[str, float] | None:
    """A media range with its quality."""
    type_, *parameters = (part.strip() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return type_, float(value)
            except ValueError:
                return None
    return (type_, 1.0) if type_ else None


def _quality(wanted: dict[str, float], type_: str) -> float:
    """By the most specific range that fits."""
    ranges = (type_, f"{type_.partition('/')[0]}/*", "*/*")
    return next((wanted[range_] for range_ in ranges if range_ in wanted), 0)
