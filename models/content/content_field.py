"""The declaration of a field of the certificate content; models/content/certificate_content.py has the fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from models.comparison import Comparison
from models.texts.trade_terms import Label


class Place(Enum):
    """A place that shows certificates."""

    GRAPHQL = auto()
    """The type Certificate."""
    PAPER = auto()
    """The document."""
    PAGE = auto()
    """The verification page."""
    CSV = auto()
    """The CSV file of the list."""
    COMPARE = auto()
    """`compare` against the contract that the reader knows."""


EVERYWHERE = frozenset(Place)


@dataclass(frozen=True, kw_only=True)
class ContentField:
    """One field of a certificate's content: the column `name` of its table, and the GraphQL field of that name.

    Without `is_in_table` the document and the page lay the field out separately; any other field with a value is a row
    of their table, by this declaration alone.
    """

    name: str
    type: type
    """`str`, `int` (a sum in yen), `datetime.date`, an enumeration, or `list` (of JSON objects)."""
    source: str
    """SQL of the value at issue, over the rows that an issue joins (resolvers/guarantees/issue/statements.py).

    Mostly a column: `contract.project_name`.
    """
    label: Label
    description: str = ""
    """In the GraphQL schema."""
    length: int | None = None
    """Of a text: the maximum number of characters."""
    is_optional: bool = False
    places: frozenset[Place] = EVERYWHERE
    """The places that show it."""
    is_in_table: bool = True
    tail: str = ""
    """The text after the label in the table."""
    period_end: str = ""
    """In the row of a period's first day: the name of the field of its last day, which is in the same row."""
    part: str = ""
    """始期 or 終期, of a period's first and last day: both have the label of the period."""
    csv_heading: str = ""
    """If it is not the label."""
    compared: Comparison | None = None
    """The comparison, if it is not the default of its type (see `comparison`)."""

    def is_shown(self, place: Place) -> bool:
        """Whether a place shows it."""
        return place in self.places

    @property
    def input_label(self) -> str:
        """Its name in messages about inputs of its name."""
        return f"{self.label.works}の{self.part}" if self.part else self.label.works

    @property
    def heading(self) -> str:
        """The heading of its column in a CSV file with both types of contract."""
        unit = "（円）" if self.type is int else ""
        return self.csv_heading or f"{self.label.both}{f'（{self.part}）' if self.part else ''}{unit}"

    @property
    def comparison(self) -> Comparison:
        """The comparison: texts without differences of notation, everything else exactly."""
        return self.compared or Comparison.of_type(self.type, name=self.name, label=self.input_label)


def ordered(names: Iterable[str], first: Sequence[str]) -> Sequence[str]:
    """The names, those of `first` in its order, then all others: a new name moves none."""
    known = tuple(names)
    return [*(name for name in first if name in known), *(name for name in known if name not in first)]
