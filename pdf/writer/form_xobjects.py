"""Drawings that stand in a file once and are named where they are shown (Form XObjects)."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pdf.writer.pdf_objects import Objects


@dataclass(frozen=True)
class Form:
    """A drawing, deflated; its size in points. `parts` are drawings that it shows by name."""

    width: float
    height: float
    data: bytes
    parts: Mapping[str, "Form"] = field(default_factory=dict[str, "Form"])

    def embed(self, objects: Objects) -> int:
        """Add it to a file; returns its object's number."""
        parts = "".join(f"/{name} {part.embed(objects)} 0 R" for name, part in self.parts.items())
        box = f"/BBox[0 0 {self.width:g} {self.height:g}]/Resources<</XObject<<{parts}>>>>"
        return objects.add_deflated(f"/Type/XObject/Subtype/Form{box}", self.data)


def drawing(width: float, height: float, operators: str, parts: Mapping[str, Form] | None = None) -> Form:
    """A drawing from its operators."""
    return Form(width, height, zlib.compress(operators.encode("ascii"), 9), parts or {})


def show(name: str, *, x: float = 0, y: float = 0) -> str:
    """Operators that show a drawing with its lower left corner at a place."""
    return f"q 1 0 0 1 {x:g} {y:g} cm /{name} Do Q\n"
