"""A bucket over HTTP with the features that documents need: it keeps objects in memory and refuses wrong signatures.

It computes the signature (AWS Signature Version 4) independently, which detects a client that signs wrongly.
"""

import hashlib
import hmac
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ACCESS_KEY, SECRET_KEY, REGION = "kakusho", "a secret of the bucket", "ap-northeast-1"
AUTHORIZATION = re.compile(
    rf"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/(\d{{8}})/{REGION}/s3/aws4_request, "
    r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
)
MISSING = b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]
    fails: list[int]
    """Statuses of the next responses."""

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_allowed(body):
            self.objects[self.path] = body
            self._answer(200, b"", {"ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'})

    def do_GET(self) -> None:
        if self._is_allowed(b""):
            found = self.objects.get(self.path)
            more = {"ETag": '"x"', "Last-Modified": "Fri, 20 Nov 2026 03:00:00 GMT"}
            self._answer(404, MISSING, {}) if found is None else self._answer(200, found, more)

    def do_POST(self) -> None:
        """Deletion: the body names the objects (DeleteObjects)."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_allowed(body):
            keys = re.findall(r"<Key>(.+?)</Key>", body.decode())
            for key in keys:
                self.objects.pop(f"{urlsplit(self.path).path}/{key}", None)
            deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode(), {})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's name
        """Log nothing."""

    def _is_allowed(self, body: bytes) -> bool:
        status = self.fails.pop() if self.fails else 200 if self._is_signed(body) else 403
        if status != 200:
            self._answer(status, b"<Error><Code>SignatureDoesNotMatch</Code></Error>", {})
        return status == 200

    def _is_signed(self, body: bytes) -> bool:
        found = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if found is None or self.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            return False
        day, names, signature = found.groups()
        parts = urlsplit(self.path)
        headers = "".join(f"{name}:{self.headers[name].strip()}\n" for name in names.split(";"))
        query = parts.query and f"{parts.query}="
        digest = self.headers["x-amz-content-sha256"]
        request = f"{self.command}\n{parts.path}\n{query}\n{headers}\n{names}\n{digest}"
        scope = f"{day}/{REGION}/s3/aws4_request"
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{digest}"
        key = f"AWS4{SECRET_KEY}".encode()
        for part in (day, REGION, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.compare_digest(hmac.digest(key, text.encode(), "sha256").hex(), signature)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def server() -> tuple[ThreadingHTTPServer, type[Handler]]:
    """A server on a free port, and its handler with the stored objects."""
    handler = type("Bucket", (Handler,), {"objects": {}, "fails": []})
    return ThreadingHTTPServer(("127.0.0.1", 0), handler), handler
