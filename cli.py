"""The command line: kakusho serve, stop, worker, jobs, migrate, demo, create-api-client, export-schema, explain."""

import argparse
import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import cast
from uuid import UUID

import uvicorn
import uvloop

import app
import logs
import settings as settings_module
from commands import create_api_client, pid_files, signing_configuration, startup_banner
from database import connection, embedded
from database.embedded import EmbeddedDatabaseError
from jobs import stuck_jobs, worker
from models.enums import Role
from pdf.reading.notice_reader import NoticeReader
from sample import sample_data
from schema.build import schema
from schema.compiled.execution import Executor, explain
from schema.compiled.plan import NotCompilableError
from security.auth_keys import Keyring
from settings import PROJECT_ROOT, Settings, SettingsError
from web.http_protocol import ConnectionLimits, HttpProtocol

SDL = PROJECT_ROOT / "schema.graphql"
SHUTDOWN_SECONDS = 25
BACKLOG = 2048
PUBLIC_PASSWORDS = (
    "見本のアカウントのパスワードは公開されています。DATABASE_URL のデータベースに読み込むには --yes を付けてください。"
)


class DatabaseAwayError(Exception):
    """The database cannot be reached, or takes nothing at the moment; the message says why, in one line."""


def main() -> int:
    """Run one command; returns the exit status."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "serve": _serve,
        "stop": _stop,
        "worker": _worker,
        "jobs": _jobs,
        "migrate": _migrate,
        "demo": _demo,
        "create-api-client": _create_api_client,
        "export-schema": _export_schema,
        "explain": _explain,
    }
    parser = argparse.ArgumentParser(prog="kakusho", description=__doc__)
    parsers = parser.add_subparsers(dest="command", required=True)
    parsers.add_parser("serve", help="serve the API; without DATABASE_URL on the embedded PostgreSQL with sample data")
    parsers.add_parser("stop", help="stop the server and the embedded PostgreSQL of DATA_DIR")
    parsers.add_parser("worker", help="do what time brings about, until stopped")
    jobs = parsers.add_parser("jobs", help="list mails and documents that are dead, failing or not worked on")
    jobs.add_argument("--retry", nargs="*", type=UUID, metavar="ID", help="have dead ones tried again: these, or all")
    parsers.add_parser("migrate", help="bring the tables up to date")
    demo = parsers.add_parser("demo", help="load the sample data, with its accounts, into an empty database")
    demo.add_argument("--yes", action="store_true", help="even where DATABASE_URL names it: its passwords are public")
    client = parsers.add_parser("create-api-client", help="create an API client and print its first token, once")
    create_api_client.add_arguments(client)
    export = parsers.add_parser("export-schema", help="write schema.graphql")
    export.add_argument("--check", action="store_true", help="only say whether it is up to date")
    explained = parsers.add_parser("explain", help="show how an operation is compiled: plan, SQL, function")
    explained.add_argument("query", help="one GraphQL query")
    explained.add_argument("--role", choices=[role.value for role in Role], help="for viewers of this role")
    arguments = parser.parse_args()
    try:
        return commands[arguments.command](arguments)
    except (SettingsError, EmbeddedDatabaseError, DatabaseAwayError) as error:
        print(f"kakusho: {error}", file=sys.stderr)
        return 2


def _serve(_: argparse.Namespace) -> int:
    settings = _configured()
    with _listening(settings) as listener, pid_files.recorded(settings), _database(settings) as url:
        if settings.is_embedded:
            asyncio.run(_prepare(settings, url))
        limits = ConnectionLimits(in_all=settings.max_connections, of_one=settings.max_connections_per_address)
        config = uvicorn.Config(
            app.create(
                settings,
                database_url=url,
                renderer=signing_configuration.renderer(settings, at=app.now()),
                verifier=signing_configuration.verifier(settings, at=app.now()),
                notices=NoticeReader(processes=_examiners(settings)),
                with_worker=settings.is_embedded,
            ),
            http=cast("type[asyncio.Protocol]", partial(HttpProtocol, limits=limits)),
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        print(startup_banner.of(settings), flush=True)
        # What is there now stays: the collector need not look at it again and again, for 30 ms each time.
        gc.collect()
        gc.freeze()
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _examiners(settings: Settings) -> int:
    """How many uploaded files are examined at a time: a core is left to everybody else's requests."""
    return max(1, min(settings.print_processes, (os.cpu_count() or 1) - 1))


def _stop(_: argparse.Namespace) -> int:
    data_dir = settings_module.data_dir()
    ended = [pid_files.stop_all(data_dir, seconds=SHUTDOWN_SECONDS + 5), embedded.stop(data_dir)]
    print("停止しました。" if any(ended) else "動いているものはありません。")
    return 0


def _worker(_: argparse.Namespace) -> int:
    settings = _configured()
    renderer = signing_configuration.renderer(settings, at=app.now())

    async def work(url: str) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        archive = app.open_archive(settings, renderer)
        queues = app.open_queues(settings, archive, clock=app.now)
        async with _opened(settings, url):
            try:
                await worker.run(stop, queues, store=archive.store, database_url=url, clock=app.now)
            finally:
                await archive.close()

    with _database(settings) as url:
        uvloop.run(work(url))
    return 0


def _jobs(arguments: argparse.Namespace) -> int:
    settings = _configured()

    async def look(url: str) -> None:
        async with _opened(settings, url):
            if arguments.retry is not None:
                print(f"{await stuck_jobs.retry(at=app.now(), ids=arguments.retry or None)}件をやり直します。")
            for each in await stuck_jobs.find(at=app.now()):
                print(*each[:-2], each.due_at.isoformat(timespec="seconds"), each.last_error or "", sep="\t")

    with _database(settings) as url:
        asyncio.run(look(url))
    return 0


def _migrate(_: argparse.Namespace) -> int:
    settings = _configured()

    async def bring_up_to_date(url: str) -> None:
        async with _opened(settings, url):
            await connection.migrate()

    with _database(settings) as url:
        asyncio.run(bring_up_to_date(url))
    print("データベースは最新です。")
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    settings = _configured()
    if not settings.is_embedded and not arguments.yes:
        print(f"kakusho: {PUBLIC_PASSWORDS}", file=sys.stderr)
        return 1

    async def fill(url: str) -> bool:
        async with _opened(settings, url):
            return await _fill(settings)

    with _database(settings) as url:
        if not asyncio.run(fill(url)):
            print("kakusho: データベースが空ではないため、見本データは読み込みませんでした。", file=sys.stderr)
            return 1
    print(startup_banner.accounts(settings))
    return 0


def _create_api_client(arguments: argparse.Namespace) -> int:
    settings = _configured()

    async def create(url: str) -> tuple[str, str]:
        async with _opened(settings, url):
            return await create_api_client.create(arguments, at=app.now())

    try:
        with _database(settings) as url:
            told, token = asyncio.run(create(url))
    except create_api_client.RefusedError as error:
        print(f"kakusho: {error}", file=sys.stderr)
        return 1
    print(told, file=sys.stderr, flush=True)
    print(token)
    return 0


def _export_schema(arguments: argparse.Namespace) -> int:
    text = f"{schema.as_str()}\n"
    if not arguments.check:
        SDL.write_text(text, encoding="utf-8")
    elif not SDL.exists() or SDL.read_text(encoding="utf-8") != text:
        print("schema.graphql is not up to date: run `kakusho export-schema`", file=sys.stderr)
        return 1
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    try:
        role = Role(arguments.role) if arguments.role else None
        print(explain(Executor().compile(arguments.query, None, role)))
    except NotCompilableError as error:
        print(f"kakusho: left to graphql-core: {error}", file=sys.stderr)
        return 1
    return 0


def _configured() -> Settings:
    settings = settings_module.load()
    logs.configure(settings.log_level)
    # uvicorn ends by raising the signal that it got: as an exception it lets everything else end in order.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return settings


@contextmanager
def _listening(settings: Settings) -> Generator[socket.socket]:
    """The port, before anything else is begun."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SettingsError(f"PORT {settings.port} on HOST {settings.host} cannot be used: {reason}") from None
    with listener:
        yield listener


@contextmanager
def _database(settings: Settings) -> Generator[str]:
    """The URL of the database; the embedded one runs for as long as somebody uses it."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    try:
        yield embedded.start(settings.data_dir)
    finally:
        embedded.leave(settings.data_dir)


@asynccontextmanager
async def _opened(settings: Settings, url: str) -> AsyncGenerator[None]:
    """For a command, which ends with DatabaseAwayError when there is no database to work on."""
    await connection.open_(url, pool_size=settings.database_pool_size)
    try:
        yield
    except Exception as error:
        if not connection.is_unreachable(error):
            raise
        first, *_ = str(error).splitlines() or [type(error).__name__]
        raise DatabaseAwayError(f"データベースに接続できないか、書き込めません（{first}）") from error
    finally:
        await connection.close()


async def _prepare(settings: Settings, url: str) -> None:
    async with _opened(settings, url):
        await connection.migrate()
        await _fill(settings)


async def _fill(settings: Settings) -> bool:
    if await sample_data.is_loaded():
        return False
    await sample_data.load(keyring=Keyring(settings.pepper, settings.envelope_keys), at=app.now())
    return True


if __name__ == "__main__":
    sys.exit(main())
