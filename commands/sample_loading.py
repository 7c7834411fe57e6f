"""Loading the sample data into an empty database."""

from commands import clock
from sample import sample_data
from security.auth_keys import Keyring
from settings import Settings


async def load_if_empty(settings: Settings) -> bool:
    """False if the database has data, and is left as it is."""
    if await sample_data.is_loaded():
        return False
    await sample_data.load(keyring=Keyring(settings.pepper, settings.envelope_keys), at=clock.now())
    return True
