"""Texts of the information site."""

import datetime

import strawberry

import models
from models.site.site_text import FaqCategory, SiteTextKind
from schema.reading.connections import Connection
from schema.reading.fields import Node, column, pure, row_type
from schema.types.registers.register_change import CHANGES, HISTORY, RegisterChange, changes_of

_KINDS = {
    SiteTextKind.FAQ: "よくある質問: a question with its answer.",
    SiteTextKind.ANNOUNCEMENT: "お知らせ, with its day.",
    SiteTextKind.DOWNLOAD: "資料: a file that this installation serves.",
    SiteTextKind.CONTACT: "お問い合わせ先: who answers what, and when.",
}
_CATEGORIES = {
    FaqCategory.GENERAL: "電子保証について.",
    FaqCategory.APPLYING: "お申し込み.",
    FaqCategory.HANDING_OVER: "発注者への提出.",
    FaqCategory.VERIFYING: "電子証書の確認.",
    FaqCategory.CHANGES: "変更.",
    FaqCategory.FEES: "保証料.",
}
strawberry.enum(SiteTextKind, description="Where the information site shows a text.")
strawberry.enum(FaqCategory, description="Under which heading a question stands.")
for value in SiteTextKind.__strawberry_definition__.values:  # type: ignore[attr-defined] -- Strawberry adds it
    value.description = _KINDS[SiteTextKind[value.name]]
for value in FaqCategory.__strawberry_definition__.values:  # type: ignore[attr-defined] -- likewise
    value.description = _CATEGORIES[FaqCategory[value.name]]


@row_type(models.SiteText)
class SiteText(Node):
    """A text of the information site. Plain text: blank lines part paragraphs, lines after ・ or 1. are lists."""

    kind: SiteTextKind = column("Where it is shown.")
    category: FaqCategory | None = column("Of a question: its heading.")
    place: int = column("The smallest comes first; announcements are in order of their first day.")
    title: str = column("The question, or the heading.")
    body: str = column("The answer; of a contact what it is for and when it is there.")
    english_title: str | None = column("The title in English; null shows the Japanese one.")
    english_body: str | None = column("The body in English; null shows the Japanese one.")
    link: str | None = column("Of a download: the path of the file at this installation.")
    telephone: str | None = column("Of a contact: its telephone number.")
    shown_from: datetime.date = column("The first day in Japan on which visitors see it.")
    shown_until: datetime.date | None = column("The last day; null while it has none.")
    is_active: bool = column("Whether visitors see it at all.")
    version: int = column("1 as it was made; changeSiteText makes the next one.")
    changes: Connection[RegisterChange] = pure(changes_of, HISTORY, needs=CHANGES)
