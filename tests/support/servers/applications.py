"""The application in this process, with other settings than those of the fixture `api`."""

import base64
from typing import Any

from pydantic import SecretStr

import app
from pdf.documents.renderer import Renderer
from settings import Settings
from tests.conftest import ATTACHMENTS, KEYRING, NOTICES, VERIFIER, Clock


def created(database_url: str, renderer: Renderer, clock: Clock, **settings: Any) -> app.Application:
    """The application with these settings."""
    found = Settings(
        database_url=SecretStr(database_url),
        auth_key_pepper=SecretStr(base64.b64encode(KEYRING.pepper).decode()),
        auth_key_envelope_keys=SecretStr(f"1:{base64.b64encode(KEYRING.envelope_keys[1]).decode()}"),
        **settings,
    )
    return app.create(
        found,
        database_url=database_url,
        renderer=renderer,
        verifier=VERIFIER,
        notices=NOTICES,
        attachments=ATTACHMENTS,
        clock=clock,
    )
