"""The body of a PDF file, written in one pass: numbered objects, cross-reference table, trailer."""

import hashlib
import zlib

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Objects:
    """Objects in the order of their numbers, from 1. A copy continues where the original ends."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = [_HEADER]
        self._offsets: list[int] = []
        self._length = len(_HEADER)

    def copy(self) -> "Objects":
        """A copy, to which objects can be added."""
        other = Objects()
        other._chunks = [b"".join(self._chunks)]
        other._offsets = self._offsets.copy()
        other._length = self._length
        return other

    @property
    def next_number(self) -> int:
        """The number of the next object."""
        return len(self._offsets) + 1

    def add(self, body: str | bytes) -> int:
        """Add an object; returns its number."""
        number = self.next_number
        self._offsets.append(self._length)
        content = body.encode("latin-1") if isinstance(body, str) else body
        chunk = b"%d 0 obj\n%b\nendobj\n" % (number, content)
        self._chunks.append(chunk)
        self._length += len(chunk)
        return number

    def add_stream(self, entries: str, data: bytes, *, level: int = 6) -> int:
        """Deflate and add a stream; `entries` are those of its dictionary besides filter and length."""
        return self.add_deflated(entries, zlib.compress(data, level))

    def add_deflated(self, entries: str, data: bytes) -> int:
        """Add a deflated stream."""
        head = f"<<{entries}/Filter/FlateDecode/Length {len(data)}>>\nstream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream")

    def file(self, *, root: int, info: int) -> bytes:
        """The whole file."""
        body = b"".join(self._chunks)
        size = len(self._offsets) + 1
        table = "".join(f"{offset:010} 00000 n \n" for offset in self._offsets)
        # The identifier is derived from the content, so that the same data gives the same bytes.
        identifier = hashlib.sha256(body).hexdigest()[:32]
        trailer = f"trailer\n<</Size {size}/Root {root} 0 R/Info {info} 0 R/ID[<{identifier}><{identifier}>]>>"
        end = f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{self._length}\n%%EOF\n"
        return body + end.encode("ascii")


def text_string(text: str) -> str:
    """A PDF text string: UTF-16 with byte-order mark, in hexadecimal, so that nothing has to be escaped."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
