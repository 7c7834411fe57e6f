"""Files of the data folder that are generated on first use."""

import os
from collections.abc import Callable
from pathlib import Path

from database.server_account import make_data_folder
from settings import SettingsError


def read_or_create(path: Path, generate: Callable[[], str]) -> str:
    """The text of a file, which is generated when it is missing (mode 0600).

    Two processes that start at the same time get the same text. Raises SettingsError.
    """
    try:
        return path.read_text()
    except FileNotFoundError:
        return _create(path, generate())
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read ({error})") from None


def _create(path: Path, text: str) -> str:
    """A hard link fails when the file exists: the first process decides, and no process reads half of a file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        make_data_folder(path.parent)
        draft.touch(mode=0o600)
        try:
            draft.write_text(text)
            os.link(draft, path)
        except FileExistsError:
            return path.read_text()
        finally:
            draft.unlink()
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {path.parent} cannot be written to ({error.strerror})") from None
    return text
