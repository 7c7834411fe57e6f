"""A time-stamp authority (RFC 3161) that gives real tokens."""

import datetime
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.support.pdf.signed_documents import TODAY, chain_of, pem_of

STAMPED_AT = TODAY.replace(microsecond=0) - datetime.timedelta(minutes=7)
"""By the authority's clock, which is not the signer's."""


class _Handler(BaseHTTPRequestHandler):
    stamper: DummyTimeStamper

    def do_POST(self) -> None:
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.stamper.request_tsa_response(request).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's name
        """Log nothing."""


@contextmanager
def running_authority() -> Generator[tuple[str, str]]:
    """The URL of an authority, and its root as PEM."""
    key = rsa.generate_private_key(65537, 2048)
    chain = chain_of(key, name="見本時刻認証局", stamps=True)
    own, *others = load_certs_from_pemder_data(chain.encode())
    private = load_private_key_from_pemder_data(pem_of(key).encode(), None)
    stamper = DummyTimeStamper(
        own, private, certs_to_embed=SimpleCertificateStore.from_certs(others), fixed_dt=STAMPED_AT
    )
    handler = type("Handler", (_Handler,), {"stamper": stamper})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", chain
        server.shutdown()
        thread.join()
