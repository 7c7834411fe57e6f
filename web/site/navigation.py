"""What is around every server-rendered page: the header's and the footer's links, in a language."""

from collections.abc import Mapping
from typing import Any

from web.site.languages import EN, JA, Language

PAGES = ("guide", "acceptance", "how_to_apply", "how_to_hand_over", "faq", "downloads", "contact")
"""Of the site, in the order of the navigation; a path has hyphens for underscores."""


def path_of(page: str) -> str:
    """The path of a page in Japanese; that of the first page for an empty name."""
    return f"/{page.replace('_', '-')}"


def frame(language: Language, page: str | None) -> Mapping[str, Any]:
    """The values for header and footer of a page of the site; None is a page that has no other language."""
    other = EN if language is JA else JA
    return {
        "language": language,
        "t": language.labels,
        "page": page,
        "paths": {name: language.path(path_of(name)) for name in PAGES} | {"home": language.path("/")},
        "navigation": [(name, language.path(path_of(name))) for name in PAGES],
        "other": other,
        "other_path": other.path("/" if page is None else path_of(page)),
    }
