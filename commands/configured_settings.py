"""The settings of a command: from the environment, with generated secrets; logging and SIGTERM configured."""

import base64
import secrets
import signal
import sys
from pathlib import Path

from pydantic import SecretStr

import logs
import settings as settings_module
from commands import data_folder
from pdf.workers.process_controls import hide_memory
from settings import SECRET_BYTES, Settings, SettingsError

SECRETS_FILE = "secrets.env"
GENERATED = frozenset({"AUTH_KEY_PEPPER", "AUTH_KEY_ENVELOPE_KEYS"})
"""Settings that are generated with the embedded database."""


def configure() -> Settings:
    """The settings, for a process that logs and ends in order on SIGTERM. Raises SettingsError."""
    hide_memory()  # it contains the secrets
    settings = load()
    logs.configure(settings.log_level)
    # uvicorn ends by raising the signal that it got: as an exception it lets the context managers around it exit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return settings


def load() -> Settings:
    """Settings from the environment, complete with the secrets.

    With the embedded database, secrets that the environment does not give are generated on first use and stored in
    `DATA_DIR/secrets.env` (mode 0600). With DATABASE_URL they are required, and so is PUBLIC_URL, which is printed on
    documents. Raises SettingsError.
    """
    settings = settings_module.from_environment()
    if settings.is_embedded:
        settings = settings.model_copy(update=_generated_secrets(settings))
    elif settings.public_url is None:
        raise SettingsError("PUBLIC_URL: expected the address under which people reach this server")
    _ = settings.pepper, settings.envelope_keys  # raises now, not when a key is first used
    return settings


def data_dir() -> Path:
    """DATA_DIR, for commands that need nothing else: neither secrets nor logs. Raises SettingsError."""
    return settings_module.from_environment().data_dir


def _generated_secrets(settings: Settings) -> dict[str, SecretStr]:
    """The secrets of the data folder by field name, without those that the environment gives. Raises SettingsError."""
    path = settings.data_dir / SECRETS_FILE
    lines = data_folder.read_or_create(path, _new_secrets).splitlines()
    try:
        values = dict(line.split("=", 1) for line in lines if line)
    except ValueError as error:
        raise SettingsError(f"{path}: cannot be read as lines of NAME=value ({error})") from None
    if unknown := values.keys() - GENERATED:
        raise SettingsError(f"{path}: not a secret: {', '.join(sorted(unknown))}")
    return {
        name.lower(): SecretStr(value) for name, value in values.items() if not getattr(settings, name.lower(), None)
    }


def _new_secrets() -> str:
    return f"AUTH_KEY_PEPPER={_new_secret()}\nAUTH_KEY_ENVELOPE_KEYS=1:{_new_secret()}\n"


def _new_secret() -> str:
    return base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
