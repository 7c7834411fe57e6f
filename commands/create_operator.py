"""kakusho create-operator: the first account of an installation, from the operator's machine."""

import argparse
import datetime
import sys

from commands import clock, configured_settings, database_access
from commands.refusal import RefusedError
from models.commands import InvitationRequest
from models.enums import AccountRole, Role
from models.errors import InvalidInput
from models.parties.account import Account
from models.parties.account_refusals import AccountExists
from models.texts.control_characters import show
from models.texts.given_text import compose_kana
from resolvers.accounts import invite_account
from resolvers.parties.identify import CONSOLE
from security.password_links import PasswordLinks

HELP = "create an operator's account and print the one-time link with which to set its password"
CREATED = """運用者「{name}」（{email}）のアカウントを作成しました。
次の1行のリンクでパスワードを設定してください。72時間有効で、一度だけ使用でき、二度と表示できません。"""
EXISTS = "「{email}」のアカウントは登録されています。"
WAITS = "「{email}」のアカウントは、パスワードの設定を待っています。新しいリンクには --new-link を付けてください。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Address and name of the operator."""
    parser.add_argument("--email", required=True, help="the address with which the operator signs in")
    parser.add_argument("--name", required=True, help="the operator's name")
    parser.add_argument(
        "--new-link", action="store_true", help="print a new link for an operator who has not set a password yet"
    )


def run(arguments: argparse.Namespace) -> int:
    """Create the account; standard output gets the link alone. Raises RefusedError."""
    settings = configured_settings.configure()
    links = PasswordLinks.under(settings.pepper)
    message, token = database_access.run(settings, lambda: create(arguments, links=links, at=clock.now()))
    print(message, file=sys.stderr, flush=True)
    print(f"{settings.address}/password/{token}")
    return 0


async def create(arguments: argparse.Namespace, *, links: PasswordLinks, at: datetime.datetime) -> tuple[str, str]:
    """The account; returns a message for the operator, and the token of its link. Raises RefusedError."""
    email, name = compose_kana(arguments.email).strip(), compose_kana(arguments.name)
    if not arguments.new_link and await _waits(email):
        raise RefusedError(WAITS.format(email=show(email)))
    try:
        account, token = await invite_account.invite_for_link(
            request=InvitationRequest(email, name, Role.OPERATOR, AccountRole.ADMINISTRATOR, None),
            idempotency_key=None,
            links=links,
            is_mailed=False,
            viewer=CONSOLE,
            at=at,
        )
    except AccountExists:
        raise RefusedError(EXISTS.format(email=show(email))) from None
    except InvalidInput as error:
        lines = (f"  {'.'.join(problem.path)}: {problem.message}" for problem in error.problems)
        raise RefusedError("\n".join([error.message, *lines])) from None
    return CREATED.format(name=account.name, email=account.email), str(token)


async def _waits(email: str) -> bool:
    waiting = Account.filter(role=Role.OPERATOR, is_active=True, password_hash__isnull=True)
    return any(account.email == email.lower() for account in await waiting)
