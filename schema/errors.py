"""Refusals in the API: each one of models/errors.py has its error type here."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import strawberry

from models import errors, refusals
from models.guarantee import GuaranteeStatus
from models.parties import account_refusals
from pdf.upload_refusals import Reason
from schema.reading.fields import ListLength, column, described
from schema.scalars import Yen
from schema.types.contract import Contract


@strawberry.interface(description="Why an action was refused. A refused action has changed nothing.")
class UserError:
    """Why an action was refused."""

    message: str = column("The reason, in Japanese, to be shown to people.")


ERROR_TYPES: dict[type[errors.DomainError], type[UserError]] = {}
"""The error types in the unions of mutations, by refusal."""
T = TypeVar("T", bound=type[UserError])


def error_type(refusal: type[errors.DomainError]) -> Callable[[T], T]:
    """The GraphQL type of a refusal; its fields are the refusal's attributes of the same name."""

    def register(cls: T) -> T:
        ERROR_TYPES[refusal] = declared = described(cls)
        return declared

    return register


DEEPEST_PATH = 6
"""Names and indices from an input object down to its innermost field; a test checks it."""


@described
class InputProblem:
    """One thing wrong with an input."""

    path: list[str] = column("Where: names and indices from the input object down.", length=ListLength(3, DEEPEST_PATH))
    code: str = column("Stable, such as REQUIRED or ABOVE_LIMIT.")
    message: str = column("What was expected, in Japanese.")
    limit: Yen | None = column("The nearest sum that would be accepted; null where no sum is the problem.")


@error_type(errors.InvalidInput)
class InvalidInput(UserError):
    """The input is invalid; all problems are reported at once."""

    problems: list[InputProblem] = column(
        "All of them; of more than 50 the first, and one (MORE) that says how many others there are.",
        length=ListLength(10, errors.MOST_PROBLEMS),
    )


@error_type(errors.NotFound)
class NotFound(UserError):
    """There is no such thing, or it is not the viewer's to see."""


@error_type(errors.WrongState)
class WrongState(UserError):
    """The action does not fit the guarantee's state; nothing changed."""

    status: GuaranteeStatus = column("The state that it is in.")


@error_type(refusals.UnderReviewByAnother)
class UnderReviewByAnother(UserError):
    """Another member of the surety's staff reviews the guarantee; `takeOver` makes the review one's own."""

    reviewer: str = column("Who reviews it.")
    since: datetime.datetime = column("When that review began.")


@error_type(errors.DraftChanged)
class DraftChanged(UserError):
    """Somebody else has saved or deleted the form since; read it again, and save with its version."""

    version: int = column("The last version.")
    saved_by: str | None = column("Who saved it; null where it was deleted or sent.")
    saved_at: datetime.datetime | None = column("When it was saved; null where it was deleted or sent.")


@error_type(errors.ContractChangedSince)
class ContractChangedSince(UserError):
    """The contract has been changed since the version that was given; nothing is overwritten unseen."""

    contract: Contract = column("The contract as it is now, with its version.")


@error_type(errors.ApiClientInactive)
class ApiClientInactive(UserError):
    """The API client has been deactivated."""


@error_type(account_refusals.AccountExists)
class AccountExists(UserError):
    """Somebody has set a password for this address already."""


@error_type(account_refusals.LastAdministrator)
class LastAdministrator(UserError):
    """Nobody else could manage the accounts of the organisation."""


@error_type(account_refusals.PasswordLinkUnknown)
class PasswordLinkUnknown(UserError):
    """No link has this token: a newer one has replaced it, or its account has been deactivated."""


@error_type(account_refusals.PasswordLinkUsed)
class PasswordLinkUsed(UserError):
    """A password has been set with this link already."""


@error_type(account_refusals.PasswordLinkExpired)
class PasswordLinkExpired(UserError):
    """The link is too old: 72 hours for an invitation, one hour for a reset."""


@error_type(account_refusals.WrongPassword)
class WrongPassword(UserError):
    """The current password is another one."""


@error_type(errors.IdempotencyConflict)
class IdempotencyConflict(UserError):
    """The same idempotencyKey came with other input."""


@error_type(errors.CertificateNotAvailable)
class CertificateNotAvailable(UserError):
    """Number and key do not belong together, or the certificate is not the viewer's to see."""


@error_type(errors.NoticeNotReadable)
class NoticeNotReadable(UserError):
    """Not a key notice, damaged, encrypted, too large, or what it shows, embeds and certifies disagree."""

    reason: Reason = column("Why, as a stable code.")
    retry_after: int | None = column("Seconds after which the same file may be sent again; null where it is no use.")


@error_type(refusals.AttachmentRefused)
class AttachmentRefused(UserError):
    """The file is not accepted as attachment, by its content; nothing is stored of it."""

    reason: Reason = column("Why, as a stable code.")
    retry_after: int | None = column("Seconds after which the same file may be sent again; null where it is no use.")


@error_type(refusals.AttachmentInUse)
class AttachmentInUse(UserError):
    """The other side has opened the attachment, or the application has been sent since: it stays."""


@error_type(errors.ObligeeDoesNotAcceptElectronic)
class ObligeeDoesNotAcceptElectronic(UserError):
    """The obligee does not accept electronic guarantees for this contract."""

    accepted_from: datetime.date | None = column("From when it accepts them; null when it does not.")


@error_type(errors.ContractAlreadyRegistered)
class ContractAlreadyRegistered(UserError):
    """A contract with the same obligee, contractor, project name, date and price is registered.

    Apply with its id, or say with `isAnother` that it is another contract.
    """

    contract: Contract = column("The registered contract.")


@error_type(errors.FeeNotReceived)
class FeeNotReceived(UserError):
    """The fee is awaited."""


@error_type(errors.FeeRatesMissing)
class FeeRatesMissing(UserError):
    """No rates of the surety are in force for this kind; no fee can be computed."""


@error_type(errors.FeeAboveAmount)
class FeeAboveAmount(UserError):
    """The fee would be above the guaranteed sum."""


@error_type(errors.AddressNotRegistered)
class AddressNotRegistered(UserError):
    """The obligee has not registered this address for key notices of such guarantees."""


@error_type(errors.MailAlreadySent)
class MailAlreadySent(UserError):
    """A mail server has accepted the mail; it cannot be sent again."""


@error_type(errors.SerialsUsedUp)
class SerialsUsedUp(UserError):
    """All 99,999 numbers of the branch, fiscal year and kind have been given."""


@error_type(errors.WrongCredentials)
class WrongCredentials(UserError):
    """No account has this address and password."""


ENUMERATIONS: Mapping[str, Callable[[str], object]] = {"status": GuaranteeStatus, "reason": Reason}
"""The text fields of refusals."""


def to_error_type(refusal: errors.DomainError) -> UserError:
    """The response for a refusal with an error type."""
    cls = ERROR_TYPES[type(refusal)]
    values: dict[str, Any] = {field.name: getattr(refusal, field.name) for field in fields(cls)}
    for name in values.keys() & ENUMERATIONS.keys():
        values[name] = ENUMERATIONS[name](values[name])
    return cls(**values)


TOP_LEVEL: dict[type[errors.DomainError], str] = {
    errors.NotSignedIn: "UNAUTHENTICATED",
    errors.NotAllowed: "FORBIDDEN",
    refusals.TooManyAttempts: "TOO_MANY_ATTEMPTS",
    refusals.TooManyRequests: "TOO_MANY_REQUESTS",
    refusals.TooBusy: "SERVICE_UNAVAILABLE",
    errors.DocumentNotAvailable: "DOCUMENT_NOT_AVAILABLE",
    errors.FileNotExamined: "FILE_NOT_EXAMINED",
    errors.DraftHasNoContract: "DRAFT_HAS_NO_CONTRACT",
    errors.DraftHasNoBranch: "DRAFT_HAS_NO_BRANCH",
}
"""Refusals of any operation: codes of top-level errors."""
