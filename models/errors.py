"""Refusals, named as facts. Each has a stable code, a Japanese message and an error type in schema/errors.py."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from models.texts import date_wording


class Problem(NamedTuple):
    """One problem of an input: the path, a stable code, the message, and the nearest sum that is accepted, in yen."""

    path: tuple[str, ...]
    code: str
    message: str
    limit: int | None = None


MOST_PROBLEMS = 50
"""Of one refusal."""


class DomainError(Exception):
    """An action that the rules refuse; it has changed nothing."""

    message: str

    def __init__(self, message: str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)


class NotSignedIn(DomainError):
    """The client is not signed in, or its token is unknown, expired or revoked."""

    message = "サインインしてください。"


class NotAllowed(DomainError):
    """The viewer's role may not perform this operation."""

    message = "この操作を行う権限がありません。"


class WrongCredentials(DomainError):
    """No account has this address and password; the error does not say which of the two is wrong."""

    message = "メールアドレスまたはパスワードが正しくありません。"


class InvalidInput(DomainError):
    """All problems of an input; if there are too many, the last one states the number of the others."""

    message = "入力内容に誤りがあります。"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        told = tuple(problems)
        if len(told) > MOST_PROBLEMS:
            others = len(told) - MOST_PROBLEMS + 1
            told = (*told[:-others], Problem((), "MORE", f"ほかに{others:,}件の誤りがあります。"))
        self.problems = told


def too_many(path: tuple[str, ...], message: str) -> InvalidInput:
    """A refusal because the input, or the rows with it, would exceed a maximum."""
    return InvalidInput([Problem(path, "TOO_MANY", message)])


class NotFound(DomainError):
    """The object does not exist, or the viewer may not see it; the error does not say which."""

    message = "対象が見つかりません。"


STATES = {
    "DRAFT": "作成中",
    "SUBMITTED": "申込済",
    "UNDER_REVIEW": "審査中",
    "RETURNED": "差戻し",
    "DECLINED": "謝絶",
    "WITHDRAWN": "取下げ",
    "APPROVED": "承認済",
    "AWAITING_FEE": "入金待ち",
    "IN_FORCE": "保証中",
    "EXPIRED": "期間満了",
    "RELEASED": "保証解除",
    "CANCELLED": "取消",
    "CLAIMED": "保証金請求中",
    "PAID": "保証金支払済",
}
"""The Japanese labels of guarantee states (models/guarantee.py)."""


class WrongState(DomainError):
    """The action does not fit the guarantee's state."""

    def __init__(self, status: str, message: str | None = None) -> None:
        super().__init__(message or f"現在の手続状況（{STATES[status]}）では、この操作はできません。")
        self.status = status


class DraftChanged(DomainError):
    """Somebody else has saved or deleted the form since: `version` is the last one; `saved_by` is a name."""

    message = "ほかの方がこの申込書を保存または削除しています。最新の内容をご確認のうえ、やり直してください。"

    def __init__(self, version: int, saved_by: str | None = None, saved_at: datetime.datetime | None = None) -> None:
        super().__init__()
        self.version, self.saved_by, self.saved_at = version, saved_by, saved_at


class ContractChangedSince(DomainError):
    """The contract has been changed since the version that a change began with; `contract` is the present one."""

    message = "この契約は、ほかの方が変更しています。最新の内容をご確認のうえ、やり直してください。"

    def __init__(self, contract: object) -> None:
        super().__init__()
        self.contract = contract


class DraftHasNoContract(DomainError):
    """A draft whose contract is not registered yet: the form has it."""

    message = "下書きの契約は、まだ登録されていません。入力中の内容（draft）をご確認ください。"


class DraftHasNoBranch(DomainError):
    """A draft without a branch to send it to."""

    message = "下書きの申込送信先は、まだ選択されていません。"


class ApiClientInactive(DomainError):
    """The API client has been permanently deactivated."""

    message = "このAPIクライアントは無効化されています。"


class IdempotencyConflict(DomainError):
    """The same idempotency key was used with other input."""

    message = "同じ冪等キー（idempotencyKey）が、異なる内容の要求に使われています。"


class CertificateNotAvailable(DomainError):
    """Number and key do not match, or the viewer may not see the certificate."""

    message = "保証契約番号と認証キーを確認できません。番号と認証キーの組合せをご確認ください。"


class NoticeNotReadable(DomainError):
    """A file is not accepted as key notice: `reason` is a code of pdf/upload_refusals.py, `retry_after` in seconds."""

    def __init__(self, reason: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.reason, self.retry_after = reason, retry_after


class FeeNotReceived(DomainError):
    """Domain rule 10."""

    message = "保証料の入金が確認できていないため、発行できません。"


class FeeRatesMissing(DomainError):
    """The surety has no rates for this kind in force on the day: there is no fee statement."""

    message = "この商品の現行の保証料率が登録されていないため、保証料を計算できません。"


class FeeAboveAmount(DomainError):
    """Domain rule 14: a fee never exceeds the guaranteed sum."""

    message = "保証料が保証金額を超えるため、お引受けできません。保証料率と保証期限をご確認ください。"


class ObligeeDoesNotAcceptElectronic(DomainError):
    """Domain rule 3; `accepted_from` is the day from which it would be accepted, None if it never is.

    In that case `message` may name what is not accepted.
    """

    message = "この発注者は、電子保証に対応していません。証書（紙）を選択してください。"

    def __init__(self, accepted_from: datetime.date | None, message: str | None = None) -> None:
        if accepted_from is not None:
            since = f"電子保証は{date_wording.in_japanese(accepted_from)}以後の案件から利用できます。"
            message = f"この発注者は、この契約では電子保証を受け付けていません。{since}"
        super().__init__(message)
        self.accepted_from = accepted_from


class ContractAlreadyRegistered(DomainError):
    """Domain rule 13; `contract` is the registered one."""

    message = (
        "同じ契約（発注者・件名・契約日・契約金額）が、すでに登録されています。登録済みの契約を選択してお申し込みください。"
        "別の契約である場合は、その旨を指定してください。"
    )

    def __init__(self, contract: object) -> None:
        super().__init__()
        self.contract = contract


class AddressNotRegistered(DomainError):
    """The obligee has not registered this address for key notices of such guarantees."""

    message = "この宛先は、発注者が登録したメールアドレスではありません。"


class MailAlreadySent(DomainError):
    """A mail server has accepted the mail; it cannot be sent again."""

    message = "このメールは送信済みです。"


class SerialsUsedUp(DomainError):
    """All 99,999 serials of a branch, fiscal year and kind are used up."""

    message = "この支店・年度・商品の保証契約番号を使い切りました。運用管理者にご連絡ください。"


class DocumentNotAvailable(DomainError):
    """A document is not rendered yet and cannot be rendered now; `retry_after` is in whole seconds."""

    message = "書類を作成しています。しばらくしてからやり直してください。"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class FileNotExamined(DomainError):
    """A file could not be examined: it is too complex, or the pool is busy; then `retry_after` is in seconds."""

    message = "ファイルの検査ができませんでした。加工していない電子証書のＰＤＦかどうかをご確認ください。"

    def __init__(self, retry_after: int | None) -> None:
        busy = "ただいま混み合っています。しばらくしてからやり直してください。"
        super().__init__(busy if retry_after is not None else None)
        self.retry_after = retry_after
