"""The rules for a new password, and its hash."""

from collections.abc import Iterator

from fair_queue import QueueFull
from models.errors import InvalidInput, Problem
from models.parties.account import Account
from models.refusals import TooBusy
from models.texts import given_text
from resolvers.text_checks import Path
from security import passwords
from security.known_sources import REFUSED_SECONDS
from security.password_strength import FEWEST, MOST, is_common, is_name
from security.throttle import Attempt


async def checked_hash(password: str, account: Account, path: Path, *, attempt: Attempt) -> str:
    """The hash of an acceptable new password of an account. Raises InvalidInput, TooBusy."""
    names = (account.email, account.email.partition("@")[0], account.name)
    problems = list(_check_form(password, names, path))
    if problems:
        raise InvalidInput(problems)
    try:
        async with passwords.turn(attempt.source, attempt.rank) as turn:
            is_refused = await turn.compute(is_common, password, names)
        if is_refused:
            message = "推測されやすいパスワードです。ほかのパスワードを入力してください。"
            raise InvalidInput([Problem(path, "TOO_COMMON", message)])
        async with passwords.turn(attempt.source, attempt.rank) as turn:
            return await turn.hash_(password)
    except QueueFull:
        raise TooBusy(REFUSED_SECONDS) from None


def _check_form(password: str, names: tuple[str, ...], path: Path) -> Iterator[Problem]:
    if len(password) > MOST:
        yield Problem(path, "TOO_LONG", f"パスワードは{MOST}文字以内で入力してください。")
    elif given_text.forbidden(password) is not None:
        yield Problem(path, "FORBIDDEN_CHARACTER", "パスワードに使用できない文字が含まれています。")
    elif len(password) < FEWEST:
        yield Problem(path, "TOO_SHORT", f"パスワードは{FEWEST}文字以上で入力してください。")
    elif is_name(password, names):
        yield Problem(path, "CONTAINS_NAME", "メールアドレスや氏名と異なるパスワードを入力してください。")
