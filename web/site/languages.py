"""The two languages of the site: paths, labels, dates and the names of what the register has."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.enums import ContractType, GuaranteeKind
from models.parties.obligee import DateBasis, HandoverChannel
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS
from pdf.documents import era_dates
from resolvers.site.acceptance_file import BASES
from web.site.labels import ENGLISH, JAPANESE


@dataclass(frozen=True)
class Language:
    """One of them."""

    code: str
    prefix: str
    """Before the paths of its pages."""
    labels: Mapping[str, str]
    day: Callable[[datetime.date], str]
    products: Mapping[GuaranteeKind, str]
    contract_types: Mapping[ContractType, str]
    bases: Mapping[DateBasis, str]
    channels: Mapping[HandoverChannel, str]
    separator: str
    """Between the items of a list in a sentence."""

    def path(self, page: str) -> str:
        """The path of one of the site's pages, such as /guide."""
        return f"{self.prefix}{page}".rstrip("/") or "/"


def _day_in_both(day: datetime.date) -> str:
    return f"{era_dates.format_date(day)}（{day.year}年）"


def _english_day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


JA = Language(
    code="ja",
    prefix="",
    labels=JAPANESE,
    day=_day_in_both,
    products=PRODUCTS,
    contract_types=CONTRACT_TYPES,
    bases=BASES,
    channels={
        HandoverChannel.E_CONTRACT_SYSTEM: "電子契約システム",
        HandoverChannel.EMAIL: "電子メール",
        HandoverChannel.DIRECT: "直接の提示",
    },
    separator="、",
)
EN = Language(
    code="en",
    prefix="/en",
    labels=ENGLISH,
    day=_english_day,
    products={
        GuaranteeKind.ADVANCE_PAYMENT: "advance payment",
        GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT: "intermediate advance payment",
        GuaranteeKind.PERFORMANCE: "performance",
    },
    contract_types={ContractType.WORKS: "Works", ContractType.SERVICES: "Services"},
    bases={
        DateBasis.CONTRACT_DATE: "contract date",
        DateBasis.TENDER_NOTICE_DATE: "tender notice",
        DateBasis.BID_DATE: "bid date",
    },
    channels={
        HandoverChannel.E_CONTRACT_SYSTEM: "e-contract system",
        HandoverChannel.EMAIL: "e-mail",
        HandoverChannel.DIRECT: "in person",
    },
    separator=", ",
)
LANGUAGES = (JA, EN)
