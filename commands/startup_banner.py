"""The text that is printed when a server starts: addresses, sample accounts, a first query."""

from collections.abc import Mapping

from sample import sample_data, sample_register
from sample.demo import demo_register
from settings import Settings

BANNER = """
確証 Kakusho は {address} で動いています。

  はじめのページ       {address}/
  GraphiQL             {address}/graphql
  スキーマ             {address}/schema.graphql
  メール               {mails}
  停止                 Ctrl-C または make stop
{accounts}"""

ACCOUNTS = """
見本のアカウント（パスワードはすべて {password}）:
{lines}
  電子契約システムのトークン: {token}（栃木県の代理）

最初の問い合わせ（このまま貼り付けて実行できます）:

  curl -s {address}/graphql -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' -d '{{
    "query": "{query}",
    "variables": {{"n": "{number}", "k": "{key}"}}}}'
"""

FIRST_QUERY = (
    "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k)"
    " { guaranteeNumber principalName obligeeTitle projectName amount expiryDate } }"
)


def of(settings: Settings) -> str:
    """The text for a server that listens."""
    are_files = settings.is_embedded and settings.smtp_url is None
    return BANNER.format(
        address=settings.address,
        mails=f"{settings.data_dir / 'mail'} に書き出します" if are_files else "SMTP_URL のサーバーへ送ります",
        accounts=accounts(settings) if settings.is_embedded else "",
    )


def accounts(settings: Settings) -> str:
    """The sample accounts, and a first query to paste."""
    return ACCOUNTS.format(
        address=settings.address,
        query=FIRST_QUERY,
        password=sample_register.PASSWORD,
        token=sample_register.API_TOKEN,
        number=sample_data.NUMBER,
        key=sample_data.KEY,
        lines="\n".join(f"  {email:<24}{name}" for email, name in _people(settings).items()),
    )


def _people(settings: Settings) -> Mapping[str, str]:
    """By address."""
    more = demo_register.ACCOUNTS if settings.sample_data == "demo" else {}
    return {**sample_register.ACCOUNTS, **more}
