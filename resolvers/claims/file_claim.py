"""The obligee claims under a guarantee, with number and key (保証金請求)."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jaconv
from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue import claim_sums
from models.after_issue.claim import MOST_CLAIMS, Claim, ClaimStatus
from models.after_issue.claim_account import LONGEST_BANK, ClaimAccount
from models.after_issue.claim_sums import ClaimedSums
from models.applying.guarantee_acts import GuaranteeAct
from models.certificate import Certificate, CertificateStatus
from models.enums import Role
from models.errors import (
    CertificateNotAvailable,
    IdempotencyConflict,
    InvalidInput,
    Problem,
    WrongState,
    too_many,
)
from models.guarantee import Guarantee
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.certificates import look_up
from resolvers.guarantees import lock_rows
from resolvers.loading import Reader
from resolvers.relations import NOTHING
from security.throttle import Throttle

OPERATION = "fileClaim"


@dataclass(frozen=True)
class ClaimRequest:
    """What the obligee states."""

    reason: str
    contract_ended_on: datetime.date
    sums: ClaimedSums
    account: ClaimAccount


@refuses(CertificateNotAvailable, WrongState, InvalidInput, IdempotencyConflict)
async def file(
    *,
    number: str,
    key: str,
    request: ClaimRequest,
    idempotency_key: str | None,
    reader: Reader,
    throttle: Throttle,
) -> Claim:
    """The claim, which has arrived; the guarantee is CLAIMED.

    Number and key are looked up first, as `certificate` does: a wrong key counts as a failed attempt, a right one as a
    presentation, whatever becomes of the claim.

    Raises CertificateNotAvailable, WrongState, InvalidInput, IdempotencyConflict, TooManyAttempts, TooManyRequests.
    """
    viewer = access.require(OPERATION, reader.viewer)
    tidied = _tidied(request)
    idempotency.require_well_formed(idempotency_key)
    certificate = await look_up.certificate(number=number, key=key, include=NOTHING, reader=reader, throttle=throttle)
    if certificate is None:
        raise CertificateNotAvailable
    digest = reader.services.keyring.digest(number, key)
    return await _filed(certificate.guarantee_id, digest, tidied, idempotency_key, viewer=viewer, at=reader.at)


@transactional
async def _filed(
    guarantee_id: UUID,
    digest: bytes,
    request: ClaimRequest,
    idempotency_key: str | None,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> Claim:
    id_, input_ = uuid7(), {"guarantee_id": guarantee_id, "request": request}
    earlier = await idempotency.claim(OPERATION, idempotency_key, input_=input_, result_id=id_, viewer=viewer, at=at)
    if earlier is not None:
        return await Claim.get(id=earlier)
    await quotas.require(quotas.CLAIMS, viewer=viewer, at=at)
    guarantee = await lock_rows.opened(guarantee_id, digest)
    guarantee.take(GuaranteeAct.FILE_CLAIM, today=today(at))
    if await Claim.filter(guarantee_id=guarantee_id).count() >= MOST_CLAIMS:
        message = f"1件の保証について請求できるのは{MOST_CLAIMS}回までです。保証会社にご連絡ください。"
        raise too_many(("guaranteeNumber",), message)
    version = await Certificate.get(guarantee_id=guarantee_id, status=CertificateStatus.CURRENT)
    claim = _made(id_, guarantee, version, request, viewer=viewer, at=at)
    await claim.save(force_create=True)
    await guarantee.save(update_fields=["status"])
    await audit.record("claim.filed", viewer=viewer, at=at, subject_id=guarantee_id, subject=f"{claim.amount:,}円")
    await outbox.enqueue(MailKind.CLAIM_FILED, [Event(f"claim.filed {claim.id}", claim.id, at)])
    return claim


def _made(
    id_: UUID,
    guarantee: Guarantee,
    version: Certificate,
    request: ClaimRequest,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> Claim:
    """The claim, not stored yet. Raises InvalidInput with every problem."""
    day, sums, account = today(at), request.sums, request.account
    if problems := [*_problems(request, version, day), *sums.problems(guarantee.kind)]:
        raise InvalidInput(problems)
    filer: dict[str, Any] = {"account_id": viewer.actor_id}
    if viewer.role is Role.E_CONTRACT_SYSTEM:
        filer = {"api_client_id": viewer.actor_id}
    return Claim(
        id=id_,
        guarantee_id=guarantee.id,
        certificate_id=version.id,
        **filer,
        status=ClaimStatus.FILED,
        filed_at=at.astimezone(datetime.UTC),
        due_on=claim_sums.due_on(day),
        amount=sums.amount(guarantee.kind, guarantee.amount),
        reason=request.reason,
        contract_ended_on=request.contract_ended_on,
        **vars(sums if guarantee.kind.is_advance else ClaimedSums()),
        bank_name=account.bank,
        bank_branch=account.branch,
        account_type=account.account_type,
        account_number=account.number,
        account_holder=account.holder,
    )


def _tidied(request: ClaimRequest) -> ClaimRequest:
    """The request as it is stored. Raises InvalidInput for texts and an account that no guarantee would accept."""
    given = request.account
    account = ClaimAccount(
        bank=_full_width(given.bank),
        branch=_full_width(given.branch),
        account_type=given.account_type,
        number=jaconv.z2h(given.number.strip(), kana=False, ascii=False, digit=True),
        holder=_full_width(given.holder),
    )
    problems = [*_text_problems("bank", account.bank), *_text_problems("branch", account.branch)]
    if problems := [*problems, *account.problems()]:
        raise InvalidInput(problems)
    return ClaimRequest(text_checks.require_reason(request.reason), request.contract_ended_on, request.sums, account)


def _text_problems(name: str, value: str) -> list[Problem]:
    """Of a text that the receipt prints; one that is empty or too long is the account's own problem."""
    path = ("account", name)
    if not 0 < len(value) <= LONGEST_BANK:
        return []
    problems = list(text_checks.check_form(value, path, LONGEST_BANK, is_multiline=False))
    return problems or list(text_checks.check_printing(value, path, "claim_bank"))


def _full_width(text: str) -> str:
    return jaconv.h2z(text.strip(), kana=True, ascii=True, digit=True)


def _problems(request: ClaimRequest, version: Certificate, day: datetime.date) -> list[Problem]:
    if request.contract_ended_on > day:
        message = "契約を解除した日に将来の日付は指定できません。"
        return [Problem(("contractEndedOn",), "IN_THE_FUTURE", message)]
    if request.contract_ended_on < version.contract_date:
        message = "契約を解除した日は、契約の締結日以後の日としてください。"
        return [Problem(("contractEndedOn",), "BEFORE_CONTRACT", message)]
    return []
