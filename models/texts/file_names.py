"""Names of uploaded files, as they are shown and offered for saving."""

import re
import unicodedata
from collections.abc import Sequence

from models.texts import given_text

LONGEST, MOST_BYTES = 120, 240
"""Characters, and bytes in UTF-8: file systems allow 255."""
NAMELESS = "添付ファイル"
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_SPACES = re.compile(r"[^\S\u3000]+")
"""White space but the full-width space, which people write in names."""
_RESERVED = re.compile(r'[<>:"|?*]')
"""Not allowed in names on Windows."""


def cleaned(name: str | None, extensions: Sequence[str]) -> str:
    """The name without folders and without characters that hide or reorder others, with one of the extensions.

    `extensions` are those of the file's content; the first is added to a name that has none of them.
    """
    plain = _FOLDERS.sub("", given_text.compose_kana(name or ""))
    plain = _RESERVED.sub("_", _SPACES.sub(" ", plain))
    plain = "".join(each for each in plain if given_text.forbidden(each) is None).rstrip(". \u3000")
    extension = next((each for each in extensions if plain.lower().endswith(each)), None)
    stem = plain if extension is None else plain[: -len(extension)]
    ending = extensions[0] if extension is None else plain[-len(extension) :]
    stem = stem.strip(". \u3000")
    if not given_text.is_visible(stem):
        stem = NAMELESS
    return _shortened(stem, LONGEST - len(ending), MOST_BYTES - len(ending)) + ending


def _shortened(stem: str, length: int, size: int) -> str:
    """Its beginning, with every character whole: a mark or a selector stays with the character before it."""
    cut = min(len(stem), length)
    while len(stem[:cut].encode()) > size:
        cut -= 1
    while 1 < cut < len(stem) and unicodedata.category(stem[cut])[0] == "M":
        cut -= 1
    return stem[:cut].rstrip()
