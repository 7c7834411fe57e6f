"""Refusals as clients see them: every fact of models/errors.py has its twin here."""

import datetime
from collections.abc import Callable
from typing import Any, cast

import strawberry

from models import errors
from models.guarantee import GuaranteeStatus
from pdf.upload_refusals import Reason
from schema.reading.fields import column, described
from schema.types.contract import Contract


@strawberry.interface(description="Why an action was refused. A refused action has changed nothing.")
class UserError:
    """Why an action was refused."""

    message: str = column("The reason, in Japanese, to be shown to people.")


@described
class InputProblem:
    """One thing wrong with an input."""

    path: list[str] = column("Where: names and indices from the input object down.")
    code: str = column("Stable, such as REQUIRED or ABOVE_LIMIT.")
    message: str = column("What was expected, in Japanese.")


@described
class InvalidInput(UserError):
    """Something is wrong with the input; every problem is told at once."""

    problems: list[InputProblem] = column("All of them.")


@described
class NotFound(UserError):
    """There is no such thing, or it is not the viewer's to see."""


@described
class WrongState(UserError):
    """The action does not fit the guarantee's state; nothing changed."""

    status: GuaranteeStatus = column("The state that it is in.")


@described
class ApiClientInactive(UserError):
    """The API client has been deactivated."""


@described
class IdempotencyConflict(UserError):
    """The same idempotencyKey came with other input."""


@described
class CertificateNotAvailable(UserError):
    """Number and key do not belong together, or the certificate is not the viewer's to see."""


@described
class NoticeNotReadable(UserError):
    """Not a key notice, damaged, encrypted, too large, or what it shows, embeds and certifies disagree."""

    reason: Reason = column("Why, as a stable code.")
    retry_after: int | None = column("Seconds after which the same file may be sent again; null where it is no use.")


@described
class ObligeeDoesNotAcceptElectronic(UserError):
    """The obligee does not accept electronic guarantees for this contract."""

    accepted_from: datetime.date | None = column("From when it accepts them; null when it does not.")


@described
class ContractAlreadyRegistered(UserError):
    """A contract with the same obligee, contractor, project name, date and price is registered.

    Apply with its id, or say with `isAnother` that it is another contract.
    """

    contract: Contract = column("The registered contract.")


@described
class FeeNotReceived(UserError):
    """The fee is awaited."""


@described
class FeeRatesMissing(UserError):
    """No rates of the surety are in force for this kind, so that no fee can be stated."""


@described
class FeeAboveAmount(UserError):
    """The fee would be above the guaranteed sum."""


@described
class AddressNotRegistered(UserError):
    """The obligee has not registered this address for key notices of such guarantees."""


@described
class MailAlreadySent(UserError):
    """A mail server has taken the mail over; it cannot be sent again."""


@described
class SerialsUsedUp(UserError):
    """All 99,999 numbers of the branch, fiscal year and kind have been given."""


@described
class WrongCredentials(UserError):
    """No account has this address and password."""


def _invalid_input(error: errors.InvalidInput) -> InvalidInput:
    problems = [InputProblem(path=list(p.path), code=p.code, message=p.message) for p in error.problems]
    return InvalidInput(message=error.message, problems=problems)


def _wrong_state(error: errors.WrongState) -> WrongState:
    return WrongState(message=error.message, status=GuaranteeStatus(error.status))


def _not_accepted(error: errors.ObligeeDoesNotAcceptElectronic) -> ObligeeDoesNotAcceptElectronic:
    return ObligeeDoesNotAcceptElectronic(message=error.message, accepted_from=error.accepted_from)


def _registered(error: errors.ContractAlreadyRegistered) -> ContractAlreadyRegistered:
    return ContractAlreadyRegistered(message=error.message, contract=cast("Any", error.contract))


def _not_readable(error: errors.NoticeNotReadable) -> NoticeNotReadable:
    return NoticeNotReadable(message=error.message, reason=Reason(error.reason), retry_after=error.retry_after)


def _plain(twin: Callable[..., Any]) -> Callable[[errors.DomainError], Any]:
    return lambda error: twin(message=error.message)


TWINS: dict[type[errors.DomainError], tuple[type[Any], Callable[[Any], Any]]] = {
    errors.InvalidInput: (InvalidInput, _invalid_input),
    errors.NotFound: (NotFound, _plain(NotFound)),
    errors.WrongState: (WrongState, _wrong_state),
    errors.ApiClientInactive: (ApiClientInactive, _plain(ApiClientInactive)),
    errors.CertificateNotAvailable: (CertificateNotAvailable, _plain(CertificateNotAvailable)),
    errors.NoticeNotReadable: (NoticeNotReadable, _not_readable),
    errors.IdempotencyConflict: (IdempotencyConflict, _plain(IdempotencyConflict)),
    errors.ObligeeDoesNotAcceptElectronic: (ObligeeDoesNotAcceptElectronic, _not_accepted),
    errors.ContractAlreadyRegistered: (ContractAlreadyRegistered, _registered),
    errors.FeeNotReceived: (FeeNotReceived, _plain(FeeNotReceived)),
    errors.FeeRatesMissing: (FeeRatesMissing, _plain(FeeRatesMissing)),
    errors.FeeAboveAmount: (FeeAboveAmount, _plain(FeeAboveAmount)),
    errors.SerialsUsedUp: (SerialsUsedUp, _plain(SerialsUsedUp)),
    errors.AddressNotRegistered: (AddressNotRegistered, _plain(AddressNotRegistered)),
    errors.MailAlreadySent: (MailAlreadySent, _plain(MailAlreadySent)),
    errors.WrongCredentials: (WrongCredentials, _plain(WrongCredentials)),
}
"""Refusals that stand in a mutation's union."""

TOP_LEVEL: dict[type[errors.DomainError], str] = {
    errors.NotSignedIn: "UNAUTHENTICATED",
    errors.NotAllowed: "FORBIDDEN",
    errors.TooManyAttempts: "TOO_MANY_ATTEMPTS",
    errors.TooManyRequests: "TOO_MANY_REQUESTS",
    errors.DocumentNotAvailable: "DOCUMENT_NOT_AVAILABLE",
    errors.FileNotExamined: "FILE_NOT_EXAMINED",
}
"""Refusals that any operation may meet: codes of top-level errors."""


class Refusal:
    """Answers a mutation with the twin of the fact that it met, where its union has that twin.

    (Strawberry's ExceptionHandler protocol.)
    """

    def __init__(
        self, exception_type: type[errors.DomainError], error_type: type[Any], twin: Callable[[Any], Any]
    ) -> None:
        self.exception_type = exception_type
        self.error_type = error_type
        self._twin = twin

    def handle(self, exception: Any, **_: Any) -> Any:
        """The twin."""
        return self._twin(exception)


def refusals() -> list[Refusal]:
    """One handler a twin."""
    return [Refusal(fact, twin, make) for fact, (twin, make) in TWINS.items()]
