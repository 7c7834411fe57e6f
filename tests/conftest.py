"""Common fixtures: a real PostgreSQL that contains only the sample register when a test begins."""

import asyncio
import base64
import datetime
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import hypothesis
import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr
from tortoise import connections

import app
from database import connection, embedded
from models.enums import Role
from models.numbering import JAPAN
from models.parties.account import Account
from pdf.documents.renderer import Renderer
from pdf.reading.attachment_reader import LIMITS, AttachmentReader
from pdf.reading.notice_reader import NoticeReader
from pdf.signing import sample_authority
from pdf.signing.identity import SigningIdentity
from pdf.signing.signature_verifier import SignatureVerifier
from pdf.signing.trust_anchors import TrustAnchors
from resolvers import read_context
from resolvers.document_services import DocumentServices, wait_deadline
from resolvers.loading import Reader
from sample import sample_register
from sample.sample_register import SampleRegister
from security.auth_keys import Keyring
from security.signed_urls import SignedUrls
from security.throttle import Throttle
from settings import Settings
from storage.in_database import DatabaseStore
from tests.pdf.limits import GENEROUS, generous
from tests.support.database import database_template
from tests.support.database.owner_statements import OWNER, execute_without_triggers

IS_WHOLE = bool(os.environ.get("WHOLE"))
"""Whether the largest sets of cases run completely (`make test WHOLE=1`), or only a part of each."""
KEYRING = Keyring(b"p" * 32, {1: b"e" * 32})
NOON = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=JAPAN)
SAMPLE_PEM = sample_authority.make(at=NOON)
IDENTITY = SigningIdentity(SAMPLE_PEM, SAMPLE_PEM)
DOCUMENT_SERVICES = DocumentServices(
    Renderer(IDENTITY, processes=2),
    DatabaseStore(),
    KEYRING,
    SignedUrls.under(KEYRING.pepper),
    "http://kakusho.test",
)
hypothesis.settings.register_profile("kakusho", deadline=None)
hypothesis.settings.load_profile("kakusho")

VERIFIER = SignatureVerifier(TrustAnchors(sample=SAMPLE_PEM), processes=2, limits=GENEROUS)
NOTICES = NoticeReader(processes=2, limits=GENEROUS)
ATTACHMENTS = AttachmentReader(processes=2, limits=generous(LIMITS))
Emptying = Callable[[], Awaitable[None]]
EMAILS = {
    "contractor": "contractor@example.jp",
    "member": "member@example.jp",
    "surety": "surety@example.jp",
    "obligee": "obligee@example.jp",
    "city": "city@example.jp",
    "operator": "operator@example.jp",
}


@pytest.fixture(scope="session")
def owner_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database on an embedded server of this run, or of this xdist worker, as its owner."""
    folder = tmp_path_factory.mktemp("data")
    yield embedded.start(folder)
    embedded.release(folder)


@pytest.fixture(scope="session")
def database_url(owner_url: str) -> str:
    """The URL of the same database for the application: in the runtime role, so that a missing right fails tests."""
    return embedded.runtime_url(owner_url)


@pytest.fixture
async def empty_database(owner_url: str) -> AsyncIterator[str]:
    """The URL of a new database without tables, as its owner."""
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(owner_url)
    await connection.execute(f"CREATE DATABASE {name}")
    yield owner_url.replace("/kakusho?", f"/{name}?")
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


@pytest.fixture(scope="session", autouse=True)
async def renderer() -> AsyncIterator[Renderer]:
    """Prints for the whole run."""
    yield DOCUMENT_SERVICES.renderer
    await DOCUMENT_SERVICES.close()
    await VERIFIER.close()
    await NOTICES.close()
    await ATTACHMENTS.close()


@pytest.fixture(scope="session")
async def register(owner_url: str, database_url: str, pytestconfig: pytest.Config) -> AsyncIterator[SampleRegister]:
    """The sample register in a migrated database, with the pool open in the runtime role."""
    OWNER.url = owner_url
    await database_template.migrate(owner_url, pytestconfig.cache.mkdir("migrated"))
    await connection.open_(database_url)
    sample = await sample_register.register(at=NOON)
    # Hundreds of tests sign in; tests/security/test_passwords.py alone tests the cost of a password.
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(sample_register.PASSWORD)
    await Account.all().update(password_hash=cheap)
    yield sample
    await connection.close()
    await OWNER.close()


@pytest.fixture(scope="session")
async def emptying(register: SampleRegister) -> Emptying:
    """Deletes every row but those of the register, whose rules are in force again."""
    execute = connections.get("default").execute_query_dict
    tables = await execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    deletes: list[str] = []
    for table in (row["tablename"] for row in tables if row["tablename"] != "tortoise_migrations"):
        kept = ", ".join(f"'{row['id']}'" for row in await execute(f"SELECT id FROM {table}"))
        deletes.append(f"DELETE FROM {table} WHERE id NOT IN ({kept})" if kept else f"DELETE FROM {table}")
    # What tests add may have ended the register's rules.
    dated = ("obligee_rules", "electronic_acceptance", "obligee_office")
    deletes += [f"UPDATE {table} SET valid_until = NULL WHERE valid_until IS NOT NULL" for table in dated]
    return lambda: execute_without_triggers(*deletes)


@pytest.fixture
async def sample(register: SampleRegister, emptying: Emptying) -> SampleRegister:
    """The sample register, with no other rows in the database."""
    await emptying()
    return register


@dataclass
class Clock:
    """The application's clock; tests set it."""

    at: datetime.datetime = NOON

    def __call__(self) -> datetime.datetime:
        return self.at


@dataclass
class Api:
    """Clients that use the API over HTTP, by the name of the sample account ("contractor", "city"…)."""

    http: httpx.AsyncClient
    clock: Clock
    throttle: Throttle
    tokens: dict[str, str] = field(default_factory=dict)
    application: app.Application | None = None
    desks_dir: Path = Path()
    """Where tests write builds of the desks (tests/support/desks/builds.py); empty when a test begins."""

    async def post(self, query: str, *, as_: str | None = None, **variables: Any) -> httpx.Response:
        """The whole response; `as_` names an account, "system" is the e-contract system."""
        headers = {"Authorization": f"Bearer {await self.token(as_)}"} if as_ else {}
        return await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    async def data(self, query: str, *, as_: str | None = None, **variables: Any) -> Any:
        """The data of a response without errors."""
        response = await self.post(query, as_=as_, **variables)
        body = response.json()
        assert "errors" not in body, body
        assert response.status_code == 200
        return body["data"]

    async def token(self, name: str) -> str:
        """A token of the account, signed in on first use."""
        if name == "system":
            return sample_register.API_TOKEN
        if name not in self.tokens:
            answer = await self.data(
                "mutation($i: SignInInput!) { signIn(input: $i) { ... on SignedIn { token } } }",
                i={"email": EMAILS[name], "password": sample_register.PASSWORD},
            )
            self.tokens[name] = answer["signIn"]["token"]
        return self.tokens[name]


@pytest.fixture
async def api(sample: SampleRegister, database_url: str, renderer: Renderer, tmp_path: Path) -> AsyncIterator[Api]:
    """The application over HTTP (in this process), on the clean database, with its own throttle and clock."""
    settings = Settings(
        database_url=SecretStr(database_url),
        public_url="http://kakusho.test",
        auth_key_pepper=SecretStr(base64.b64encode(KEYRING.pepper).decode()),
        auth_key_envelope_keys=SecretStr(f"1:{base64.b64encode(KEYRING.envelope_keys[1]).decode()}"),
        desks_dir=tmp_path / "desks",
    )
    clock = Clock()
    application = app.create(
        settings,
        database_url=database_url,
        renderer=renderer,
        verifier=VERIFIER,
        notices=NOTICES,
        attachments=ATTACHMENTS,
        clock=clock,
    )
    transport = httpx.ASGITransport(application, client=("192.0.2.1", 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://kakusho.test") as http:
        yield Api(
            http, clock, application.state.services.throttle, application=application, desks_dir=settings.desks_dir
        )


@pytest.fixture
def reader(sample: SampleRegister) -> Callable[..., Reader]:
    """Makes readers: `reader(Role.SURETY)`, `reader(None)` for anonymous ones."""

    def make(role: Role | None, at: datetime.datetime = NOON) -> Reader:
        viewer = sample.viewers[role] if role else None
        wait_until = wait_deadline(asyncio.get_running_loop().time())
        return read_context.reader(viewer, at=at, services=DOCUMENT_SERVICES, wait_until=wait_until)

    return make
