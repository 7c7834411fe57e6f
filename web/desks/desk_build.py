"""The built desks (`desks/dist`), as `npm run build` writes them: pages, hashed files, and trusted documents.

All of it is kept in memory, and read again when the build has changed. So a request never names a path on disk, and a
page stays complete while the next build is being written.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import orjson
import structlog

log = structlog.get_logger(__name__)

MANIFEST = ".vite/manifest.json"
ASSETS = "assets"
DOCUMENTS, FORMER_DOCUMENTS = "documents.json", "documents-previous.json"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Of files that are compressed already, the best one first: the coding, and the end of the file's name."""
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Media types by the end of a name; other files are not served."""
_NAME = re.compile(r"[A-Za-z0-9_-][\w.-]*", re.ASCII)
_FOLDERS = (".", ".vite", ASSETS)


@dataclass(frozen=True)
class Page:
    """The HTML of one desk."""

    content: bytes
    etag: str


@dataclass(frozen=True)
class Asset:
    """A file whose name has a hash of its content."""

    content: bytes
    media_type: str
    encoded: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The same content by coding."""


@dataclass(frozen=True)
class _Content:
    """One build."""

    pages: Mapping[str, Page]
    assets: Mapping[str, Asset]
    documents: Mapping[str, str]


class DeskBuild:
    """The newest complete build in a folder; empty until there is one."""

    def __init__(self, folder: Path, *, pages: Sequence[str]) -> None:
        self._folder, self._names = folder, pages
        self._content = _Content({}, {}, {})
        self._state: Sequence[tuple[str, int, int]] | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a build."""
        return bool(self._current().pages)

    def page(self, name: str) -> Page | None:
        """The HTML of a desk."""
        return self._current().pages.get(name)

    def asset(self, name: str) -> Asset | None:
        """A file of the build, or of the one before, by its name below the folder of hashed files."""
        return self._current().assets.get(name)

    def document(self, id_: str) -> str | None:
        """The operation with this id, of this build or of the one before. A known one is found without any stat."""
        return self._content.documents.get(id_) or self._current().documents.get(id_)

    def _current(self) -> _Content:
        state = sorted(_states(self._folder))
        if state != self._state:
            self._state = state
            try:
                self._content = self._read()
            except FileNotFoundError as error:
                log.info("desk_build_missing", file=Path(error.filename).name)
            except (OSError, ValueError) as error:
                log.warning("desk_build_unreadable", error=str(error))
        return self._content

    def _read(self) -> _Content:
        """Raises FileNotFoundError for an incomplete build, OSError and ValueError for an unreadable one."""
        listed = orjson.loads((self._folder / MANIFEST).read_bytes())
        documents = _documents(self._folder / DOCUMENTS)
        if (former := self._folder / FORMER_DOCUMENTS).exists():
            documents = _documents(former) | documents
        assets = _assets(self._folder / ASSETS)
        for name in _files_of(listed):
            if name not in assets:
                raise FileNotFoundError(2, "missing", name)
        return _Content({name: _page(self._folder / f"{name}.html") for name in self._names}, assets, documents)


def _states(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Names, sizes and times of all files."""
    for name in _FOLDERS:
        with suppress(OSError), os.scandir(folder / name) as entries:
            for entry in entries:
                found = entry.stat()
                yield f"{name}/{entry.name}", found.st_size, found.st_mtime_ns


def _documents(path: Path) -> dict[str, str]:
    found = orjson.loads(path.read_bytes())
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise ValueError(f"{path.name}: expected operations by id")
    return found


def _files_of(manifest: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The names of the scripts that a manifest lists, below the folder of hashed files."""
    files = (str(entry.get("file", "")) for entry in manifest.values())
    return {name.removeprefix(f"{ASSETS}/") for name in files if name.startswith(f"{ASSETS}/")}


def _page(path: Path) -> Page:
    content = path.read_bytes()
    return Page(content, f'"{sha256(content).hexdigest()[:32]}"')


def _assets(folder: Path) -> dict[str, Asset]:
    files = {path.name: path for path in folder.iterdir() if path.is_file() and not path.is_symlink()}
    return {name: _asset(path, files) for name, path in files.items() if _NAME.fullmatch(name) and path.suffix in TYPES}


def _asset(path: Path, files: Mapping[str, Path]) -> Asset:
    encoded = {
        coding: files[path.name + end].read_bytes() for coding, end in ENCODINGS.items() if path.name + end in files
    }
    return Asset(path.read_bytes(), TYPES[path.suffix], encoded)
