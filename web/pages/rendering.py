"""From templates to responses: Jinja2, every value escaped, missing ones an error."""

import datetime
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from models.errors import STATES
from models.numbering import JAPAN
from models.texts.trade_terms import PRODUCTS
from pdf.documents import era_dates
from pdf.documents.worded_values import format_value, format_yen
from pdf.signing.signature_verifier import Addition
from web.pages import page_files
from web.pages.page_security import HEADERS
from web.pages.state_labels import HANDOVERS, PARTIES
from web.site import navigation
from web.site.languages import JA

TEMPLATES = Path(__file__).parent / "templates"
ADDITIONS: Mapping[Addition, str] = {
    Addition.TIME_STAMP: "タイムスタンプ",
    Addition.VALIDATION_DATA: "署名の検証情報",
    Addition.WHITE_SPACE: "末尾の空白",
}
_AROUND: Mapping[str, Any] = {**navigation.frame(JA, None), "styles": page_files.VERSION}
"""What every page has around its content; pages of the site have their own."""


def render(
    template: str, status: int = HTTPStatus.OK, *, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """The response with a rendered template."""
    return HTMLResponse(render_text(template, **values), status, headers={**HEADERS, **(headers or {})})


def render_text(template: str, **values: Any) -> str:
    """The text of a rendered template."""
    return _TEMPLATES.get_template(template).render({**_AROUND, **values})


def redirect(path: str) -> RedirectResponse:
    """To `path`, by GET (303): reloading that page does not send a form again."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, headers=HEADERS)


def _moment(at: datetime.datetime) -> str:
    local = at.astimezone(JAPAN)
    return f"{era_dates.format_date(local.date())} {local:%H:%M}"


def _date(at: datetime.datetime) -> str:
    return era_dates.format_date(at.astimezone(JAPAN).date())


_TEMPLATES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    guarantee_status=STATES.__getitem__,
    handover=HANDOVERS.__getitem__,
    party=PARTIES.__getitem__,
    yen=format_yen,
    day=era_dates.format_date,
    moment=_moment,
    date=_date,
    product=PRODUCTS.__getitem__,
    in_words=format_value,
    addition=ADDITIONS.__getitem__,
)
