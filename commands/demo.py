"""kakusho demo: load the sample data, with its accounts, into an empty database."""

import argparse

from commands import configured_settings, database_access, sample_loading, startup_banner
from commands.refusal import RefusedError

HELP = "load the sample data, with its accounts, into an empty database"
PUBLIC_PASSWORDS = (
    "見本のアカウントのパスワードは公開されています。DATABASE_URL のデータベースに読み込むには --yes を付けてください。"
)
NOT_EMPTY = "データベースが空ではないため、見本データは読み込みませんでした。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--yes` is required with DATABASE_URL."""
    parser.add_argument("--yes", action="store_true", help="even where DATABASE_URL names it: its passwords are public")


def run(arguments: argparse.Namespace) -> int:
    """Load it and print the accounts. Raises RefusedError."""
    settings = configured_settings.configure()
    if not settings.is_embedded and not arguments.yes:
        raise RefusedError(PUBLIC_PASSWORDS)
    if not database_access.run(settings, lambda: sample_loading.load_if_empty(settings)):
        raise RefusedError(NOT_EMPTY)
    print(startup_banner.accounts(settings))
    return 0
