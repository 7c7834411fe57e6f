"""Announcements and a contact on the information site."""

import datetime

from models.site.site_text import SiteTextKind
from resolvers.site import site_texts
from sample.demo.desk import Desk

ANNOUNCEMENTS = (
    (
        2,
        "年末年始の受付時間について",
        "年末年始は、保証会社の支店での受付を休みます。\n\n・12月29日から1月3日まで：休業\n・1月4日から：通常どおり",
        "Hours at the turn of the year",
        "The surety's branches have other hours.\n\n- 29 December to 3 January: closed\n- from 4 January: as usual",
    ),
    (
        30,
        "電子証書のPDFの検証をご利用ください",
        "お手元の電子証書が真正なものか、現在有効かを、保証確認サービスでどなたでも確認できます。サインインは不要です。",
        "Check the PDF of a certificate",
        "Anybody can check whether a certificate is genuine and valid today, without signing in.",
    ),
    (
        75,
        "対応している発注者の一覧をCSVで公開しました",
        "「資料」のページから保存できます。一覧は、発注者の登録にもとづき更新されます。",
        "The list of obligees is available as CSV",
        "See the page “Downloads”. The list follows what obligees have registered.",
    ),
)
"""Days before today, and the texts."""


async def published(desk: Desk, at: datetime.datetime) -> None:
    """The operator publishes them, the oldest first."""
    for days, title, body, english_title, english_body in reversed(ANNOUNCEMENTS):
        await site_texts.create(
            given={
                "kind": SiteTextKind.ANNOUNCEMENT,
                "title": title,
                "body": body,
                "english_title": english_title,
                "english_body": english_body,
                "shown_from": desk.day(-days),
            },
            idempotency_key=None,
            viewer=desk.people["operator"],
            at=at - datetime.timedelta(days=days),
        )
