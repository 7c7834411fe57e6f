"""Small builds of the desks, as `npm run build` leaves them in `desks/dist`."""

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

SCRIPT = b"export const answer = 42;\n" * 50
OLD_SCRIPT = b"export const answer = 41;\n"
BROTLI = b"(not really brotli)"
"""The server hands it out as it is."""
VIEWER = "query Viewer { viewer { __typename role name } }"
FORMER = "query FormerViewer { viewer { __typename role } }"
SIGN_OUT = "mutation SignOut { signOut }"
GUARANTEES = "query Guarantees { guarantees(first: 5) { __typename totalCount edges { node { id } } } }"
NODE = "query Node($id: ID!) { node(id: $id) { __typename id } }"
CHECK_FILE = "query CheckFile($file: Upload!) { verifyDocument(file: $file) { __typename verdict } }"
OPERATIONS = (VIEWER, SIGN_OUT, GUARANTEES, NODE, CHECK_FILE)


def id_of(operation: str) -> str:
    """The id of a trusted document."""
    return f"sha256:{sha256(operation.encode()).hexdigest()}"


def write(folder: Path, *, operations: tuple[str, ...] = OPERATIONS, former: tuple[str, ...] = (FORMER,)) -> None:
    """Write a whole build."""
    assets = folder / "assets"
    assets.mkdir(parents=True)
    (folder / ".vite").mkdir()
    (assets / "contractor-a1.js").write_bytes(SCRIPT)
    (assets / "contractor-a1.js.br").write_bytes(BROTLI)
    (assets / "contractor-a1.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "contractor-z9.js").write_bytes(OLD_SCRIPT)  # of the build before
    (assets / "contractor-a1.js.map").write_text("{}")
    (assets / "style-c3.css").write_text("body { color: #000 }")
    (assets / "font-d4.woff2").write_bytes(b"wOF2")
    manifest = {
        "contractor.html": {"file": "assets/contractor-a1.js", "isEntry": True, "css": ["assets/style-c3.css"]},
        "obligee.html": {"file": "assets/contractor-a1.js", "isEntry": True},
    }
    (folder / ".vite/manifest.json").write_text(json.dumps(manifest))
    for name in ("contractor", "obligee", "style"):
        (folder / f"{name}.html").write_text(page(name))
    write_documents(folder / "documents-previous.json", {id_of(text): text for text in former})
    write_documents(folder / "documents.json", {id_of(text): text for text in operations})


def page(name: str) -> str:
    """The HTML of a page."""
    return f'<!doctype html><title>{name}</title><script type="module" src="/assets/contractor-a1.js"></script>'


def write_documents(path: Path, documents: Mapping[str, str]) -> None:
    """Write a manifest of trusted documents."""
    path.write_text(json.dumps(documents))
