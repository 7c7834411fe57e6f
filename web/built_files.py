"""Files of a front end's build: named by their hashes, so browsers keep them, and compressed when they were built."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

ENDINGS: Mapping[str, str] = {"br": ".br", "gzip": ".gz", "identity": ""}
"""Of the files in each content encoding, the smallest first."""
TYPES: Mapping[str, str] = {".css": "text/css", ".js": "text/javascript", ".ttf": "font/ttf"}
HEADERS: Mapping[str, str] = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}


def route(path: str, folder: Path) -> Route:
    """The files that are in `folder` now, below `path`."""
    names = {file.name for file in folder.iterdir()} if folder.is_dir() else set[str]()

    def answer(request: Request) -> Response:
        name = str(request.path_params["name"])
        type_ = TYPES.get(Path(name).suffix)
        if name not in names or type_ is None:
            return PlainTextResponse("Not Found", HTTPStatus.NOT_FOUND)
        encoding = _encoding(request.headers.get("accept-encoding", ""), name, names)
        headers = HEADERS if encoding == "identity" else {**HEADERS, "content-encoding": encoding}
        return FileResponse(folder / (name + ENDINGS[encoding]), headers=headers, media_type=type_)

    return Route(f"{path}/{{name}}", answer, methods=["GET"])


def _encoding(accepted: str, name: str, names: set[str]) -> str:
    """The smallest of a file's encodings that the client takes; the plain one if it takes none."""
    weights = dict(_weight(part) for part in accepted.lower().split(","))
    taken = [each for each in ENDINGS if weights.get(each, weights.get("*", 0)) > 0 and name + ENDINGS[each] in names]
    return taken[0] if taken else "identity"


def _weight(part: str) -> tuple[str, float]:
    """A coding of Accept-Encoding and its weight: 0 means "never"; an unreadable one is no permission either."""
    coding, _, weight = part.partition(";")
    try:
        return coding.strip(), float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return coding.strip(), 0
