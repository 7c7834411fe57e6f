"""Plain texts of operators as paragraphs and lists. What they contain is text: templates escape it."""

import re
from itertools import groupby
from typing import NamedTuple

_ITEM = re.compile(r"\s*(?:[・•*-]|([0-9０-９]{1,3})[.．)）])\s*(.*)")


class Block(NamedTuple):
    """A paragraph (p) of lines, or a list (ul, ol) of items."""

    kind: str
    lines: list[str]


def blocks(text: str) -> list[Block]:
    """The blocks of a text: empty lines part paragraphs; lines after ・ or - are items, after 1. numbered ones."""
    marked = [_marked(line) for line in text.splitlines()]
    found = ((kind, [line for _, line in lines]) for kind, lines in groupby(marked, key=lambda each: each[0]))
    return [Block(kind, lines) for kind, lines in found if kind]


def _marked(line: str) -> tuple[str, str]:
    """The kind of block that a line belongs to, and what it says; no kind for an empty one."""
    item = _ITEM.fullmatch(line)
    if item is None or not item[2]:
        return ("p" if line.strip() else "", line.strip())
    return ("ol" if item[1] else "ul", item[2])
