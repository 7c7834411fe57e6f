"""kakusho worker: consume the job queues and run housekeeping until SIGTERM or SIGINT."""

import argparse
import asyncio
import signal

import uvloop

import app
from commands import clock, configured_settings, database_access, signing_configuration
from jobs import worker
from pdf.documents.renderer import Renderer
from settings import Settings

HELP = "send mails, render documents and run housekeeping, until stopped"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """There are none: the environment has the settings."""


def run(_: argparse.Namespace) -> int:
    """Work until a signal comes; jobs in progress are finished."""
    settings = configured_settings.configure()
    renderer = signing_configuration.renderer(settings, at=clock.now())
    with database_access.urls_of(settings) as urls:
        uvloop.run(_work(settings, renderer, urls.runtime))
    return 0


async def _work(settings: Settings, renderer: Renderer, url: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    document_services = app.open_document_services(settings, renderer)
    queues = app.open_queues(settings, document_services, clock=clock.now)
    async with database_access.opened(settings, url):
        try:
            await worker.run(stop, queues, services=document_services, database_url=url, clock=clock.now)
        finally:
            await document_services.close()
