"""The texts of the information site: kept as a register by the operator, read by everybody."""

import datetime
import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from tortoise.expressions import Q

from database.transactions import transactional
from models.enums import Role
from models.errors import IdempotencyConflict, InvalidInput, NotFound, Problem
from models.numbering import today
from models.parties.viewer import Viewer
from models.refusals import EntryChangedSince, refuses
from models.site.site_text import LONGEST_TEXT, MOST_PLACE, MOST_TEXTS, SiteText, SiteTextKind
from resolvers.conditions import matching
from resolvers.loading import Reader, load
from resolvers.parties.registers import entry_fields, store_entry
from resolvers.parties.registers.entry_fields import EntryField
from resolvers.parties.registers.store_entry import Given, Register
from resolvers.relations import NOTHING, Include
from resolvers.text_checks import Path

_LINK = re.compile("/[A-Za-z0-9][A-Za-z0-9/._-]*", re.ASCII)
_TELEPHONE = re.compile("[0-9+][0-9()-]*", re.ASCII)


def _is_own(value: str, path: Path) -> Iterator[Problem]:
    if not _LINK.fullmatch(value):
        yield Problem(path, "MALFORMED", "リンク先は「/」で始まるこのサービスのパスで入力してください。")


def _can_be_called(value: str, path: Path) -> Iterator[Problem]:
    if not _TELEPHONE.fullmatch(value):
        yield Problem(path, "MALFORMED", "電話番号は数字と「-」で入力してください。")


def _is_in_range(value: int, path: Path) -> Iterator[Problem]:
    if not 0 <= value <= MOST_PLACE:
        yield Problem(path, "OUT_OF_RANGE", f"0から{MOST_PLACE:,}までで指定してください。")


FIELDS = (
    EntryField("kind", "種類"),
    EntryField("category", "分類", is_optional=True),
    EntryField("place", "表示順", has_default=True, check=_is_in_range),
    EntryField("title", "見出し", 120),
    EntryField("body", "本文", LONGEST_TEXT, is_multiline=True),
    EntryField("english_title", "見出し（英語）", 200, is_optional=True),
    EntryField("english_body", "本文（英語）", LONGEST_TEXT, is_multiline=True, is_optional=True),
    EntryField("link", "リンク先", 200, is_optional=True, check=_is_own),
    EntryField("telephone", "電話番号", 20, is_optional=True, check=_can_be_called, tidy=entry_fields.half_width),
    EntryField("shown_from", "掲載開始日"),
    EntryField("shown_until", "掲載終了日", is_optional=True),
    entry_fields.active(is_operators=True),
)


async def _conflicts(row: SiteText) -> Sequence[Problem]:
    problems = list(_mismatches(row))
    if await SiteText.filter(kind=row.kind).exclude(id=row.id).count() >= MOST_TEXTS:
        problems.append(Problem(("kind",), "TOO_MANY", f"1つの種類に登録できる文章は{MOST_TEXTS}件までです。"))
    return problems


def _mismatches(row: SiteText) -> Iterator[Problem]:
    """What a text of its kind lacks, or has and may not have."""
    if bool(row.category) != (row.kind is SiteTextKind.FAQ):
        yield Problem(("category",), "NOT_OF_KIND", "分類は、よくある質問に限って指定してください。")
    if (row.link is not None) != (row.kind is SiteTextKind.DOWNLOAD):
        yield Problem(("link",), "NOT_OF_KIND", "リンク先は、資料に限って指定してください。")
    if row.telephone is not None and row.kind is not SiteTextKind.CONTACT:
        yield Problem(("telephone",), "NOT_OF_KIND", "電話番号は、お問い合わせ先に限って指定できます。")
    if row.shown_until is not None and row.shown_until < row.shown_from:
        yield Problem(("shownUntil",), "OUT_OF_RANGE", "掲載終了日は、掲載開始日以後の日としてください。")


REGISTER = Register(
    SiteText,
    FIELDS,
    owner="site_text_id",
    owner_of=lambda row: row.id,
    named=lambda row: row.title,
    conflicts=_conflicts,
)


@refuses(InvalidInput, IdempotencyConflict)
@transactional
async def create(
    *, given: Given, idempotency_key: str | None, viewer: Viewer | None, at: datetime.datetime
) -> SiteText:
    """Add a text. Raises InvalidInput with every problem, IdempotencyConflict, TooManyRequests."""
    return await store_entry.create(
        REGISTER, given, operation="createSiteText", idempotency_key=idempotency_key, viewer=viewer, at=at
    )


@refuses(InvalidInput, EntryChangedSince, NotFound, IdempotencyConflict)
@transactional
async def change(
    *,
    site_text_id: UUID,
    version: int,
    given: Given,
    idempotency_key: str | None,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> SiteText:
    """Change what is given of a text.

    Raises NotFound, EntryChangedSince, InvalidInput with every problem, IdempotencyConflict, TooManyRequests.
    """
    return await store_entry.change(
        REGISTER,
        site_text_id,
        version,
        given,
        operation="changeSiteText",
        idempotency_key=idempotency_key,
        viewer=viewer,
        at=at,
    )


async def texts(kind: SiteTextKind, *, reader: Reader, include: Include = NOTHING) -> Sequence[SiteText]:
    """The texts of a kind that visitors see today, in their order; to the operator all of them. Public."""
    order = ("-shown_from", "-id") if kind is SiteTextKind.ANNOUNCEMENT else ("place", "id")
    found = await SiteText.filter(_seen_by(reader), matching({"kind": kind})).order_by(*order).limit(MOST_TEXTS)
    await load(found, include, reader=reader)
    return found


def _seen_by(reader: Reader) -> Q:
    if reader.viewer is not None and reader.viewer.role is Role.OPERATOR:
        return Q()
    return shown_on(today(reader.at))


def shown_on(day: datetime.date) -> Q:
    """The texts that visitors see on a day."""
    active, begun, open_, later = (
        {"is_active": True},
        {"shown_from__lte": day},
        {"shown_until__isnull": True},
        {"shown_until__gte": day},
    )
    return matching(active) & matching(begun) & (matching(open_) | matching(later))
