"""From templates to answers: Jinja2, every value escaped, missing ones an error."""

import datetime
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.enums import GuaranteeKind
from models.numbering import JAPAN
from pdf.documents import era_dates
from pdf.documents.document_data import Product
from pdf.signing.signature_verifier import Addition
from web.pages.page_security import HEADERS
from web.pages.state_labels import HANDOVERS, PARTIES, PROGRESS

TEMPLATES = Path(__file__).parent / "templates"
ADDITIONS: Mapping[Addition, str] = {
    Addition.TIME_STAMP: "タイムスタンプ",
    Addition.VALIDATION_DATA: "署名の検証情報",
    Addition.WHITE_SPACE: "末尾の空白",
}


def page(
    template: str, status: int = HTTPStatus.OK, *, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """The answer with a template's page."""
    text = _TEMPLATES.get_template(template).render(**values)
    return HTMLResponse(text, status, headers={**HEADERS, **(headers or {})})


def see(path: str) -> RedirectResponse:
    """Go there, by GET: loading it again sends no form again."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, headers=HEADERS)


async def back(request: Request) -> Response:
    """From an address that only forms are sent to, to the page above it that has the form."""
    return see(request.url.path.rpartition("/")[0])


def _yen(amount: int) -> str:
    return f"{amount:,}円"


def _moment(at: datetime.datetime) -> str:
    local = at.astimezone(JAPAN)
    return f"{era_dates.format_date(local.date())} {local:%H:%M}"


def _date(at: datetime.datetime) -> str:
    return era_dates.format_date(at.astimezone(JAPAN).date())


def _product(kind: GuaranteeKind) -> str:
    return Product(kind).printed


_TEMPLATES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    progress=PROGRESS.__getitem__,
    handover=HANDOVERS.__getitem__,
    party=PARTIES.__getitem__,
    yen=_yen,
    day=era_dates.format_date,
    moment=_moment,
    date=_date,
    product=_product,
    addition=ADDITIONS.__getitem__,
)
