"""Form XObjects: drawings that a file has once and its content refers to by name."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pdf.writer.pdf_objects import Objects


class Drawing(Protocol):
    """What a form XObject may refer to: another one, or an image."""

    def embed(self, objects: Objects) -> int:
        """Add it to a file; returns its object number."""
        ...


@dataclass(frozen=True)
class FormXObject:
    """A deflated drawing with its size in points; `parts` are the XObjects that it refers to by name."""

    width: float
    height: float
    data: bytes
    parts: Mapping[str, Drawing] = field(default_factory=dict[str, Drawing])

    def embed(self, objects: Objects) -> int:
        """Add it to a file; returns its object number."""
        parts = "".join(f"/{name} {part.embed(objects)} 0 R" for name, part in self.parts.items())
        box = f"/BBox[0 0 {self.width:g} {self.height:g}]/Resources<</XObject<<{parts}>>>>"
        return objects.add_deflated(f"/Type/XObject/Subtype/Form{box}", self.data)


def make_form(width: float, height: float, operators: str, parts: Mapping[str, Drawing] | None = None) -> FormXObject:
    """The form XObject of a drawing's operators."""
    return FormXObject(width, height, zlib.compress(operators.encode("ascii"), 9), parts or {})


def show(name: str, *, x: float = 0, y: float = 0) -> str:
    """Operators that paint a form XObject with its lower left corner at a position."""
    return f"q 1 0 0 1 {x:g} {y:g} cm /{name} Do Q\n"
