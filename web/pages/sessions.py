"""What pages need of a request's sender: the context of reads, a share of memory, and how refusals are told."""

import asyncio
import datetime
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus

from starlette.requests import Request

from models.parties.viewer import Viewer
from models.refusals import TooBusy, TooManyAttempts
from resolvers import read_context
from resolvers.document_services import DocumentServices, wait_deadline
from resolvers.loading import Reader
from security.body_budget import BodyBudget, Share
from security.client_addresses import of_client
from security.rate_limit_keys import source_of
from web.site.languages import JA, Language


def reader_of(viewer: Viewer, *, at: datetime.datetime, services: DocumentServices) -> Reader:
    """The context of what a page reads."""
    wait_until = wait_deadline(asyncio.get_running_loop().time())
    return read_context.reader(viewer, at=at, services=services, wait_until=wait_until)


@contextmanager
def body_share(request: Request, viewer: Viewer | None, bodies: BodyBudget) -> Generator[Share]:
    """The sender's share of the memory budget for request bodies."""
    sender = viewer.actor_id.hex if viewer else source_of(of_client(request.scope))
    with bodies.share(sender, is_known=viewer is not None) as share:
        yield share


def refusal_of(refused: TooManyAttempts | TooBusy, language: Language = JA) -> tuple[HTTPStatus, str, dict[str, str]]:
    """Status, message and headers of a refusal that says after how many seconds to retry."""
    headers = {"retry-after": str(refused.retry_after)}
    if isinstance(refused, TooBusy):
        return HTTPStatus.SERVICE_UNAVAILABLE, language.labels["too_busy"], headers
    message = language.labels["too_many_attempts"].format(seconds=refused.retry_after)
    return HTTPStatus.TOO_MANY_REQUESTS, message, headers
