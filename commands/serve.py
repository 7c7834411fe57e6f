"""kakusho serve: the API and its pages; on the embedded PostgreSQL also with sample data and the worker's tasks."""

import argparse
import asyncio
import gc
import os
from functools import partial
from typing import cast

import uvicorn

import app
from commands import (
    clock,
    configured_settings,
    database_access,
    enforcement,
    listening_socket,
    pid_files,
    sample_loading,
    signing_configuration,
    startup_banner,
)
from pdf.reading.attachment_reader import AttachmentReader
from pdf.reading.notice_reader import NoticeReader
from pdf.workers.upload_pool import MIN_UPLOAD_PROCESSES
from settings import Settings
from web.connection_limits import ConnectionLimits
from web.http_protocol import HttpProtocol

HELP = "serve the API; without DATABASE_URL on the embedded PostgreSQL with sample data"
SHUTDOWN_SECONDS = 25
"""In which running requests have to finish after SIGTERM."""
COLLECTED_AFTER = (2_000, 10, 100)
"""Thresholds of the garbage collector. Python's own let a few large responses cause full collections of 30 ms each."""


def add_arguments(_: argparse.ArgumentParser) -> None:
    """There are none: the environment has the settings."""


def run(_: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    settings = configured_settings.configure()
    # The port first: when it is in use, nothing else has been started.
    with (
        listening_socket.opened(settings) as listeners,
        pid_files.recorded(settings),
        database_access.urls_of(settings) as urls,
    ):
        if settings.is_embedded:
            asyncio.run(_prepare(settings, urls))
        config = _server_config(settings, _application(settings, urls.runtime))
        enforcement.report()  # forks, so before there are threads
        print(startup_banner.of(settings), flush=True)
        # Objects that exist now live as long as the process: without this each full collection visits them, for 30 ms.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECTED_AFTER)
        uvicorn.Server(config).run(sockets=listeners)
    return 0


async def _prepare(settings: Settings, urls: database_access.DatabaseUrls) -> None:
    await database_access.migrate(settings, urls)
    async with database_access.opened(settings, urls.runtime):
        await sample_loading.load_if_empty(settings)


def _application(settings: Settings, url: str) -> app.Application:
    return app.create(
        settings,
        database_url=url,
        renderer=signing_configuration.renderer(settings, at=clock.now()),
        verifier=signing_configuration.verifier(settings, at=clock.now()),
        notices=NoticeReader(processes=_upload_processes(settings)),
        attachments=AttachmentReader(processes=_upload_processes(settings)),
        clock=clock.now,
        with_worker=settings.is_embedded,
    )


def _upload_processes(settings: Settings) -> int:
    """How many uploaded files are read at a time: one core is left for other requests.

    At least two, because one of them is kept from senders of slow files; on one core their forks share it.
    """
    return max(MIN_UPLOAD_PROCESSES, min(settings.print_processes, (os.cpu_count() or 1) - 1))


def _server_config(settings: Settings, application: app.Application) -> uvicorn.Config:
    limits = ConnectionLimits(in_all=settings.max_connections, of_one=settings.max_connections_per_address)
    return uvicorn.Config(
        application,
        http=cast("type[asyncio.Protocol]", partial(HttpProtocol, limits=limits)),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
