"""kakusho create-api-client: an API client with its first token, from the operator's machine."""

import argparse
import datetime
import sys
from uuid import UUID

from commands import clock, configured_settings, database_access
from commands.refusal import RefusedError
from database.transactions import transactional
from models.commands import ApiClientRequest
from models.errors import InvalidInput
from models.numbering import today
from models.parties.obligee import Obligee
from models.texts import date_wording
from models.texts.control_characters import show
from models.texts.given_text import compose_kana
from resolvers import text_checks
from resolvers.parties import manage_api_clients, manage_api_tokens
from resolvers.parties.identify import CONSOLE

HELP = "create an API client and print its first token, once"
CREATED = """APIクライアント「{name}」を作成しました（1分あたり{rate:,}要求まで）。
トークン「{token}」の有効期限は{day}です。トークンは次の1行だけに表示され、二度と表示できません。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Name, obligees, rate and token of the client."""
    parser.add_argument("name", help="unique among API clients")
    parser.add_argument(
        "--obligee", action="append", required=True, help="name of an obligee for which it acts; may be repeated"
    )
    parser.add_argument("--requests-per-minute", type=int, default=manage_api_clients.DEFAULT_RATE)
    parser.add_argument("--token-name", default="最初のトークン")
    parser.add_argument(
        "--expires-on", type=datetime.date.fromisoformat, help="last day of the token, such as 2027-03-31; a year on"
    )


def run(arguments: argparse.Namespace) -> int:
    """Create client and token; standard output gets the token alone. Raises RefusedError."""
    settings = configured_settings.configure()
    message, token = database_access.run(settings, lambda: create(arguments, at=clock.now()))
    print(message, file=sys.stderr, flush=True)
    print(token)
    return 0


async def create(arguments: argparse.Namespace, *, at: datetime.datetime) -> tuple[str, str]:
    """Create client and token, or neither; returns a message for the operator, and the token. Raises RefusedError."""
    try:
        return await _create(arguments, at=at)
    except InvalidInput as error:
        lines = (f"  {'.'.join(problem.path)}: {problem.message}" for problem in error.problems)
        raise RefusedError("\n".join([error.message, *lines])) from None


@transactional
async def _create(arguments: argparse.Namespace, *, at: datetime.datetime) -> tuple[str, str]:
    client = await manage_api_clients.create(
        request=ApiClientRequest(
            name=compose_kana(arguments.name),
            obligee_ids=tuple([await _obligee(name) for name in arguments.obligee]),
            requests_per_minute=arguments.requests_per_minute,
        ),
        idempotency_key=None,
        viewer=CONSOLE,
        at=at,
    )
    token, row = await manage_api_tokens.issue(
        client_id=client.id,
        name=compose_kana(arguments.token_name),
        expires_on=arguments.expires_on,
        viewer=CONSOLE,
        at=at,
    )
    day = date_wording.in_japanese(today(row.expires_at or at))
    message = CREATED.format(name=client.name, rate=client.requests_per_minute, token=row.name, day=day)
    return message, token


async def _obligee(name: str) -> UUID:
    name = compose_kana(name)
    is_name = not any(text_checks.check_form(name, (), text_checks.LONGEST_NAME, is_multiline=False))
    # Tortoise fails on a text that no column could hold.
    found = await Obligee.get_or_none(name=name) if is_name else None
    if found is None:
        raise RefusedError(f"発注者「{show(name)}」は登録されていません。")
    return found.id
