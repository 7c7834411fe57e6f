"""What a browser gets at an address that is none: a page with the ways on. Other clients get a line of text."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from web.site.languages import EN, JA
from web.site.page_responses import message_page


async def answer(request: Request, _: Exception) -> Response:
    """The response where no route is found."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(HTTPStatus.NOT_FOUND.phrase, HTTPStatus.NOT_FOUND)
    language = EN if request.url.path.startswith(f"{EN.prefix}/") else JA
    title, message = language.labels["not_found"], language.labels["not_found_text"]
    return message_page(language, HTTPStatus.NOT_FOUND, title=title, message=message)
