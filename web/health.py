"""`/healthz` (liveness) and `/readyz` (readiness), for load balancers and container platforms."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from database import connection


def routes(failed_tasks: Callable[[], Sequence[str]]) -> list[Route]:
    """Both routes; `failed_tasks` names the background tasks that failed a moment ago."""

    async def ready(_: Request) -> Response:
        return await _readiness(failed_tasks)

    return [Route("/healthz", _alive), Route("/readyz", ready)]


async def _alive(_: Request) -> Response:
    """The process is alive; has no dependencies."""
    return JSONResponse({"status": "ok"})


async def _readiness(failed_tasks: Callable[[], Sequence[str]]) -> Response:
    """Whether the database accepts writes, every migration is applied, and the background tasks run."""
    try:
        await connection.check()
        is_current = await connection.is_current()
    except Exception as error:
        if not connection.is_unreachable(error):
            raise
        return _unavailable(reason="database")
    if not is_current:
        return _unavailable(reason="migrations")
    if failed := failed_tasks():
        return _unavailable(reason="tasks", tasks=failed)
    return JSONResponse({"status": "ok"})


def _unavailable(**details: object) -> Response:
    return JSONResponse({"status": "unavailable"} | details, HTTPStatus.SERVICE_UNAVAILABLE)
