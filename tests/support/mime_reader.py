"""An independent reader of mails, which shares no code with the writer: RFC 5322, 2045 to 2047 and 2231, as needed."""

import base64
import quopri
import re
from dataclasses import dataclass
from urllib.parse import unquote

ENCODED = re.compile(r"=\?([\w-]+)\?([bBqQ])\?([^? ]*)\?=")


@dataclass
class Entity:
    """A mail or a part of one: headers by their lower-case names (each once), and a body or parts."""

    headers: dict[str, str]
    content: bytes
    parts: "list[Entity]"

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers["content-type"].partition(";")[0].strip()

    @property
    def text(self) -> str:
        """The body of a text in UTF-8."""
        assert 'charset="utf-8"' in self.headers["content-type"]
        return self.content.decode("utf-8")

    def all(self) -> "list[Entity]":
        """This part and all parts in it."""
        return [self, *(inner for part in self.parts for inner in part.all())]

    def parameter(self, header: str, name: str) -> str:
        """A parameter of a header, plain or in RFC 2231's encoding and continuations."""
        raw = self.headers[header]
        plain = re.search(rf'; ?{name}="([^"]*)"', raw)
        if plain:
            return plain[1]
        pieces = re.findall(rf"; ?{name}(?:\*(\d+))?\*=([^;]+)", raw)
        joined = "".join(piece for _, piece in sorted(pieces, key=lambda piece: int(piece[0] or 0)))
        charset, _, text = joined.split("'", 2)
        return unquote(text.strip(), encoding=charset)


def read(raw: bytes) -> Entity:
    """A mail; fails on anything that is invalid in a mail."""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    return _entity(raw.decode("ascii"))


def words(value: str) -> str:
    """The decoded encoded-words of a header; white space between two of them is ignored."""
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S+\?=", value))
    joined = re.sub(r"(\?=)\s+(=\?)", r"\1\2", value)
    return ENCODED.sub(lambda found: _word(*found.groups()), joined)


def _word(charset: str, how: str, text: str) -> str:
    raw = base64.b64decode(text, validate=True) if how in "bB" else quopri.decodestring(text.replace("_", " "))
    return raw.decode(charset)


def _entity(text: str) -> Entity:
    head, _, body = text.partition("\r\n\r\n")
    headers: dict[str, str] = {}
    for line in re.sub(r"\r\n([ \t])", r"\1", head).split("\r\n"):
        name, colon, value = line.partition(":")
        assert colon, line
        assert re.fullmatch(r"[!-9;-~]+", name), line
        assert name.lower() not in headers, line
        headers[name.lower()] = value.strip()
    if not headers["content-type"].startswith("multipart/"):
        assert headers["content-transfer-encoding"] == "base64"
        return Entity(headers, base64.b64decode(body.replace("\r\n", ""), validate=True), [])
    boundary = re.findall(r'boundary="([^"]+)"', headers["content-type"])[0]
    _, *parts, end = f"\r\n{body}".split(f"\r\n--{boundary}")
    assert end.strip("\r\n") == "--"
    return Entity(headers, b"", [_entity(part.removeprefix("\r\n")) for part in parts])
