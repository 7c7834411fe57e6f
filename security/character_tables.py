"""Characters that stand for each other, or show nothing, in whatever somebody types, pastes or scans."""

HYPHENS = "‐‑‒–—―−ー─━"
"""What keyboards and systems give for a hyphen, in numbers and in texts; dashes are typed for the long vowel too.

Full and half width become these by Unicode's NFKC.
"""
VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
"""Code points that choose one of the shapes of the character before them (異体字セレクタ, IVS)."""
BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800"
"""Blank or without width, although Unicode counts them as letters, signs or marks."""
