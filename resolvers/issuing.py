"""Issuing: number, key and certificate, all or nothing, exactly once."""

import datetime
from collections.abc import Callable
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.application import Application
from models.auth_key import AuthKey
from models.certificate import Certificate, CertificateReason
from models.contract import Contract
from models.errors import SerialsUsedUp
from models.guarantee import Guarantee, GuaranteeStatus
from models.kinds import Medium
from models.numbering import LAST_SERIAL, compose, fiscal_year, today
from models.surety import Branch
from models.viewer import Viewer
from resolvers import access, audit, fees, idempotency
from resolvers.guarantees import locked
from security import auth_keys
from security.auth_keys import Keyring

NEXT_SERIAL = """
INSERT INTO serial_counter (id, branch_id, fiscal_year, kind, last_serial) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (branch_id, fiscal_year, kind) DO UPDATE SET last_serial = serial_counter.last_serial + 1
WHERE serial_counter.last_serial < $5
RETURNING last_serial
"""


@transactional
async def issue(
    *,
    guarantee_id: UUID,
    idempotency_key: str | None,
    viewer: Viewer | None,
    keyring: Keyring,
    at: datetime.datetime,
    draw_key: Callable[[], str] = auth_keys.generate,
) -> tuple[Guarantee, Certificate]:
    """Give number and key, and deposit the certificate.

    Raises NotFound, WrongState, FeeNotReceived, InvalidInput, IdempotencyConflict, SerialsUsedUp; then nothing has been
    given.
    """
    viewer = access.require("issueGuarantee", viewer)
    certificate_id = uuid7()
    first_id = await idempotency.claim(
        "issueGuarantee", idempotency_key, input_=guarantee_id, result_id=certificate_id, viewer=viewer, at=at
    )
    if first_id is not None:
        return await Guarantee.get(id=guarantee_id), await Certificate.get(id=first_id)
    guarantee = await locked(guarantee_id, viewer)
    guarantee.require_issuable(today=today(at))
    contract = await Contract.get(id=guarantee.contract_id).select_related("contractor", "obligee", "surety")
    application = await Application.get(id=guarantee.application_id).select_related("submission_branch")
    await audit.record("guarantee.issued", viewer=viewer, at=at, subject_id=guarantee.id)
    # From here on every issue of this branch, year and kind waits for this one: nothing but writing is left.
    await _give_number(guarantee, application.submission_branch, at)
    if guarantee.medium is Medium.ELECTRONIC:
        await _give_key(guarantee, draw_key(), keyring, at)
    certificate = await _deposit(certificate_id, guarantee, contract, application.submission_branch)
    await fees.state([(guarantee, certificate)])
    return guarantee, certificate


async def _give_number(guarantee: Guarantee, branch: Branch, at: datetime.datetime) -> None:
    year = fiscal_year(today(at))
    values = [uuid7(), branch.id, year, guarantee.kind.value, LAST_SERIAL]
    rows = await connections.get("default").execute_query_dict(NEXT_SERIAL, values)
    if not rows:
        raise SerialsUsedUp
    serial: int = rows[0]["last_serial"]
    number = compose(branch_code=branch.code, year=year, kind=guarantee.kind, serial=serial)
    issue = {
        "status": GuaranteeStatus.IN_FORCE,
        "handling_branch_id": branch.id,
        "number": number,
        "fiscal_year": year,
        "serial": serial,
        "issued_at": at,
    }
    guarantee.update_from_dict(issue)
    await guarantee.save(update_fields=list(issue))


async def _give_key(guarantee: Guarantee, key: str, keyring: Keyring, at: datetime.datetime) -> None:
    number = str(guarantee.number)
    envelope, version = keyring.seal(number, key)
    await AuthKey.create(
        guarantee_id=guarantee.id,
        digest=keyring.digest(number, key),
        envelope=envelope,
        envelope_version=version,
        created_at=at,
    )


async def _deposit(id_: UUID, guarantee: Guarantee, contract: Contract, branch: Branch) -> Certificate:
    """Copy what the certificate says: what happens to the rows that it was copied from does not reach it."""
    return await Certificate.create(
        id=id_,
        surety_id=guarantee.surety_id,
        guarantee_id=guarantee.id,
        reason=CertificateReason.NEW,
        issued_at=guarantee.issued_at,
        guarantee_number=guarantee.number,
        kind=guarantee.kind,
        principal_name=contract.contractor.name,
        principal_address=contract.contractor.address,
        joint_venture_name=contract.joint_venture_name,
        obligee_title=contract.obligee.title,
        amount=guarantee.amount,
        expiry_date=guarantee.expiry_date,
        project_name=contract.project_name,
        contract_price=contract.contract_price,
        period_from=contract.period_from,
        period_to=contract.period_to,
        contract_date=contract.contract_date,
        deposit_bank=guarantee.deposit_bank,
        surety_name=contract.surety.name,
        surety_address=contract.surety.address,
        surety_representative=contract.surety.representative,
        handling_branch_id=branch.id,
        handling_branch_name=branch.name,
        handling_branch_telephone=branch.telephone,
        handling_branch_fax=branch.fax,
    )
