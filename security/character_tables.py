"""Characters that stand for each other, or are invisible, in typed, pasted or scanned text."""

HYPHENS = "‐‑‒–—―−ー─━"
"""Characters that keyboards and systems produce for a hyphen, in numbers and texts; dashes also replace the long vowel.

NFKC maps full and half width to these.
"""
VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
"""Code points that choose one of the shapes of the character before them (異体字セレクタ, IVS)."""
BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800"
"""Blank or without width, although Unicode counts them as letters, signs or marks."""
