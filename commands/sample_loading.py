"""Loading the sample data into an empty database."""

import datetime
from dataclasses import replace

import app
from commands import clock
from pdf.documents.renderer import Renderer
from pdf.reading.attachment_reader import LIMITS, AttachmentReader
from pdf.signing.identity import SigningIdentity
from sample import sample_data
from sample.demo import demo_data
from security.auth_keys import Keyring
from settings import Settings

PATIENT = replace(LIMITS, wait_seconds=60, wall_seconds=60, foreground_cpu_seconds=60, niceness=0)
"""The files are its own: on a busy machine they wait for no idle processor, and the first start does not fail."""
NOBODY = SigningIdentity("", "")
"""Nothing is rendered or signed while it is loaded: the worker does it later."""


async def load_if_empty(settings: Settings) -> bool:
    """False if the database has data, and is left as it is."""
    if await sample_data.is_loaded():
        return False
    at = clock.now()
    if settings.sample_data == "demo" and at >= demo_data.EARLIEST:
        await _load_demo(settings, at)
    else:
        await sample_data.load(keyring=Keyring(settings.pepper, settings.envelope_keys), at=at)
    return True


async def _load_demo(settings: Settings, at: datetime.datetime) -> None:
    services = app.open_document_services(settings, Renderer(NOBODY, processes=1))
    files = AttachmentReader(processes=1, limits=PATIENT)
    try:
        await demo_data.load(services=services, files=files, at=at)
    finally:
        await files.close()
        await services.close()
