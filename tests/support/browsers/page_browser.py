"""A client for the server-rendered pages: cookies and forms, no JavaScript."""

import httpx

from sample.sample_register import PASSWORD
from tests.conftest import EMAILS

STRANGE_KEY = "aaaaaaaaaaaa"


class Browser:
    """Keeps cookies, sends Origin with forms, does not follow redirects."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def open(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        return await self.http.post(path, data=fields, headers={"sec-fetch-site": "same-origin"})

    async def check(self, content: bytes, name: str = "証書.pdf") -> httpx.Response:
        files = {"document": (name, content, "application/pdf")}
        return await self.http.post("/verify/document", files=files, headers={"sec-fetch-site": "same-origin"})

    async def sign_in(self, name: str = "obligee", number: str = "") -> httpx.Response:
        to = f"/verify?number={number}" if number else "/verify"
        return await self.send("/sign-in", email=EMAILS[name], password=PASSWORD, to=to)

    async def sign_in_for(self, email: str = EMAILS["contractor"], to: str = "") -> httpx.Response:
        return await self.send("/sign-in", email=email, password=PASSWORD, to=to)
