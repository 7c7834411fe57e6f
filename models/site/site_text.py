"""Texts of the information site (特設サイト) that an operator edits: questions, announcements, downloads, contacts."""

import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.row import Row

MOST_TEXTS = 100
"""Of one kind, the deactivated ones included."""
LONGEST_TEXT = 4_000
"""Characters of a body."""
MOST_PLACE = 9_999


class SiteTextKind(StrEnum):
    """Where the site shows a text."""

    FAQ = "FAQ"
    ANNOUNCEMENT = "ANNOUNCEMENT"
    DOWNLOAD = "DOWNLOAD"
    CONTACT = "CONTACT"


class FaqCategory(StrEnum):
    """Under which heading a question stands."""

    GENERAL = "GENERAL"
    APPLYING = "APPLYING"
    HANDING_OVER = "HANDING_OVER"
    VERIFYING = "VERIFYING"
    CHANGES = "CHANGES"
    FEES = "FEES"


class SiteText(Row):
    """One text in Japanese and, where it is given, in English: plain text with paragraphs and lists, never markup."""

    kind = fields.CharEnumField(SiteTextKind, max_length=16)
    """Fixed."""
    category = fields.CharEnumField(FaqCategory, max_length=16, null=True)
    """Of questions alone."""
    place: int = fields.IntField(default=100, db_default=100)
    """The smallest comes first; announcements are in order of their first day."""
    title = fields.CharField(max_length=120)
    """The question, or the heading."""
    body: str = fields.TextField()
    """The answer; of a contact what it is for and when it is there."""
    english_title = fields.CharField(max_length=200, null=True)
    english_body: str | None = fields.TextField(null=True)
    link = fields.CharField(max_length=200, null=True)
    """Of downloads alone: the path of a file that this installation serves."""
    telephone = fields.CharField(max_length=20, null=True)
    """Of contacts alone."""
    shown_from: datetime.date = fields.DateField()
    """The first day in Japan; of an announcement the day that it bears."""
    shown_until: datetime.date | None = fields.DateField(null=True)
    """The last day; null while it has none."""
    is_active = fields.BooleanField(default=True, db_default=True)
    version: int = fields.IntField(default=1, db_default=1)

    class Meta:
        table = "site_text"
        constraints = (
            CheckConstraint(
                name="site_text_has_what_its_kind_has",
                check="(category IS NOT NULL) = (kind = 'FAQ') AND (link IS NOT NULL) = (kind = 'DOWNLOAD')"
                " AND (telephone IS NULL OR kind = 'CONTACT')",
            ),
            CheckConstraint(
                name="site_text_links_to_this_installation", check="link ~ '^/[A-Za-z0-9][A-Za-z0-9/._-]*$'"
            ),
            CheckConstraint(name="site_text_ends_after_it_begins", check="shown_until >= shown_from"),
            CheckConstraint(
                name="site_text_is_short",
                check=f"length(body) <= {LONGEST_TEXT} AND length(english_body) <= {LONGEST_TEXT}"
                f" AND place BETWEEN 0 AND {MOST_PLACE}",
            ),
        )
