"""Files of a front end's build: named by their hashes, so browsers keep them, and compressed when they were built."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from web import content_codings

ENDINGS: Mapping[str, str] = {"br": ".br", "gzip": ".gz", content_codings.IDENTITY: ""}
"""Of the files in each content coding, the smallest first."""
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
        available = [coding for coding, ending in ENDINGS.items() if ending and name + ending in names]
        coding = content_codings.best(request.headers.get("accept-encoding", ""), available)
        headers = HEADERS if coding == content_codings.IDENTITY else {**HEADERS, "content-encoding": coding}
        return FileResponse(folder / (name + ENDINGS[coding]), headers=headers, media_type=type_)

    return Route(f"{path}/{{name}}", answer, methods=["GET"])
