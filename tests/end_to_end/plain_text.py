"""Normalised texts for comparison: programs that read documents return other code points and no spaces."""

import html
import re
import unicodedata


def plain(text: str) -> str:
    """The text without spaces, widths and variation selectors."""
    return re.sub("[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", unicodedata.normalize("NFKC", html.unescape(text)))
