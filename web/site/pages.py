"""The pages of the information site in both languages. Nobody is signed in here."""

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import models
from models.errors import InvalidInput
from models.numbering import today
from models.parties.surety import MOST_BRANCHES
from models.site.site_text import FaqCategory, SiteTextKind
from models.texts.prefectures import PREFECTURES
from resolvers import read_context
from resolvers.document_services import DocumentServices, wait_deadline
from resolvers.loading import Reader
from resolvers.parties import directory
from resolvers.relations import NOTHING, Step, ToMany
from resolvers.site import site_texts
from resolvers.site.acceptance_file import AcceptanceFile
from resolvers.site.acceptances import NATIONAL, PAGE, AcceptanceIndex, AcceptancePage
from security.client_addresses import of_client
from security.rate_limit_keys import source_of
from security.rate_limiter import RateLimiter
from web.document_downloads import disposition
from web.pages.error_pages import handle_errors
from web.site import acceptance_view
from web.site.languages import JA, LANGUAGES, Language
from web.site.navigation import PAGES, path_of
from web.site.page_responses import PUBLIC_HEADERS, ShownText, message_page, render_page

REQUESTS_PER_MINUTE = 300
"""Of one source."""
LONGEST_SEARCH = 150
LATEST_ANNOUNCEMENTS = 5
BRANCHES = {"branches": Step(ToMany(models.Branch, "surety_id", most=MOST_BRANCHES), NOTHING)}

Page = Callable[[Request, Language], Awaitable[Response]]


class SitePages:
    """Endpoints of the site."""

    def __init__(
        self, services: DocumentServices, *, rate_limiter: RateLimiter, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._services, self._rate_limiter, self._clock = services, rate_limiter, clock
        self._index, self._file = AcceptanceIndex(), AcceptanceFile()

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        found: list[Route] = [Route("/en/", lambda _: RedirectResponse("/en", HTTPStatus.PERMANENT_REDIRECT))]
        answers: dict[str, Page] = {
            "acceptance": self._acceptance,
            "faq": self._faq,
            "downloads": self._downloads,
            "contact": self._contact,
        }
        found.append(self._route("/acceptance.csv", self._acceptance_file, JA))
        for language in LANGUAGES:
            found.append(self._route(language.path("/"), self._home, language))
            for name in PAGES:
                page = answers.get(name) or partial(self._prose, name)
                found.append(self._route(language.path(path_of(name)), page, language))
        return found

    def _route(self, path: str, page: Page, language: Language) -> Route:
        async def answer(request: Request) -> Response:
            source = ("site", source_of(of_client(request.scope)))
            status = self._rate_limiter.count(source, REQUESTS_PER_MINUTE)
            if status.is_exhausted:
                return _too_many(language, status.reset)
            return await page(request, language)

        return Route(path, handle_errors(answer, address=self._services.address), methods=["GET"])

    async def _home(self, _: Request, language: Language) -> Response:
        at = self._clock()
        announcements = await self._texts(SiteTextKind.ANNOUNCEMENT, language)
        return self._rendered(
            f"{language.code}/home.html",
            language,
            "",
            announcements=announcements[:LATEST_ANNOUNCEMENTS],
            latest=await self._index.latest(at),
            count=sum((await self._index.counts(at)).values()),
        )

    async def _prose(self, name: str, _: Request, language: Language) -> Response:
        return self._rendered(f"{language.code}/{name}.html", language, name)

    async def _acceptance(self, request: Request, language: Language) -> Response:
        at, asked = self._clock(), request.query_params
        prefecture, search = asked.get("prefecture", "")[:10], asked.get("search", "").strip()[:LONGEST_SEARCH]
        number = int(digits) if (digits := asked.get("page", "")[:4]).isdecimal() and digits.isascii() else 1
        counts = await self._index.counts(at)
        status, error = HTTPStatus.OK, None
        try:
            page = await self._index.page(prefecture=prefecture, search=search, number=number, at=at)
        except InvalidInput as refused:
            status, error = HTTPStatus.UNPROCESSABLE_ENTITY, refused.problems[0].message
            page = AcceptancePage([], {}, 0, 1, 1)
        return self._rendered(
            "acceptance.html",
            language,
            "acceptance",
            query=request.url.query,
            status=status,
            found=page,
            rows=acceptance_view.rows(page, language),
            counts=counts,
            choices=(NATIONAL, *PREFECTURES),
            first=(page.number - 1) * PAGE + 1,
            national=NATIONAL,
            prefecture=prefecture,
            search=search,
            error_text=error,
        )

    async def _acceptance_file(self, _: Request, language: Language) -> Response:
        filename = f"{language.labels['acceptance']}_{today(self._clock()):%Y%m%d}.csv"
        headers = {
            "cache-control": PUBLIC_HEADERS["cache-control"],
            "content-disposition": disposition("attachment", "acceptance.csv", filename),
        }
        return Response(await self._file.content(self._clock()), media_type="text/csv", headers=headers)

    async def _faq(self, _: Request, language: Language) -> Response:
        texts = await self._texts(SiteTextKind.FAQ, language)
        groups = [(category, [each for each in texts if each.row.category is category]) for category in FaqCategory]
        return self._rendered("faq.html", language, "faq", groups=[group for group in groups if group[1]])

    async def _downloads(self, _: Request, language: Language) -> Response:
        texts = await self._texts(SiteTextKind.DOWNLOAD, language)
        return self._rendered(
            "downloads.html", language, "downloads", texts=texts, pages={path_of(page) for page in PAGES}
        )

    async def _contact(self, _: Request, language: Language) -> Response:
        texts = await self._texts(SiteTextKind.CONTACT, language)
        sureties = await directory.sureties(include=BRANCHES, reader=self._reader())
        return self._rendered("contact.html", language, "contact", texts=texts, sureties=sureties)

    async def _texts(self, kind: SiteTextKind, language: Language) -> Sequence[ShownText]:
        return [ShownText(text, language) for text in await site_texts.texts(kind, reader=self._reader())]

    def _reader(self) -> Reader:
        wait_until = wait_deadline(asyncio.get_running_loop().time())
        return read_context.reader(None, at=self._clock(), services=self._services, wait_until=wait_until)

    def _rendered(self, template: str, language: Language, page: str, **values: object) -> Response:
        return render_page(template, language, page, address=self._services.address, **values)  # type: ignore[arg-type]


def _too_many(language: Language, seconds: int) -> Response:
    title, message = (language.labels[name].format(seconds=seconds) for name in ("too_many", "rate_limited"))
    headers = {"retry-after": str(seconds)}
    return message_page(language, HTTPStatus.TOO_MANY_REQUESTS, title=title, message=message, headers=headers)
