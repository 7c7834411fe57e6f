"""Refusals of acts on accounts, their links and passwords."""

from models.errors import DomainError


class AccountExists(DomainError):
    """An account that the viewer may see has this address, and its person has set a password."""

    message = "このメールアドレスのアカウントは、すでに登録されています。"


class LastAdministrator(DomainError):
    """Nobody else of the organisation can manage its accounts."""

    message = "この組織の最後の管理者は無効化できません。先に別の管理者を登録してください。"


class PasswordLinkUnknown(DomainError):
    """No link has this token: a newer one has replaced it, or its account has been deactivated."""

    message = "このリンクは無効です。新しいメールが届いている場合は、そのリンクをお使いください。"


class PasswordLinkUsed(DomainError):
    """A password has been set with this link already."""

    message = "このリンクは使用済みです。設定したパスワードでサインインしてください。"


class PasswordLinkExpired(DomainError):
    """The link is too old."""

    message = "このリンクは有効期限を過ぎています。あらためて招待または再設定の手続きをしてください。"


class WrongPassword(DomainError):
    """The current password is another one."""

    message = "現在のパスワードが正しくありません。"
