"""The SQL statements of a batch of issues."""

from functools import cache

from database.columns import columns
from models.applying.contract import Terms
from models.certificate import Certificate
from models.content.certificate_content import CONTENT
from models.content.certificate_sources import OFFICER_OF_CONTRACT
from models.enums import Role
from models.guarantee import Guarantee
from models.parties.obligee import Limits
from resolvers import access
from resolvers.column_conditions import in_force

_REQUESTED = f"""
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS request (certificate_id, guarantee_id, surety_id)
JOIN guarantee ON guarantee.id = request.guarantee_id
AND {access.rule(Guarantee, Role.SURETY).sql("guarantee", "request.{}".format)}
"""
"""The access rule; attributes of the viewer are columns of the request."""
_TERMS = ", ".join(f"contract.{name}" for name in Terms._fields)
_LIMITS = ", ".join(f"rules.{name}" for name in Limits._fields)
_RULES = in_force("rules", "(application.submitted_at AT TIME ZONE 'Asia/Tokyo')::date")

LOCK_CONTRACTS = f"""
SELECT contract.id, {_TERMS} {_REQUESTED}
JOIN contract ON contract.id = guarantee.contract_id
ORDER BY contract.id FOR UPDATE OF contract
"""
"""Locks the contracts, in a fixed order, and returns the terms that limit their guarantees."""

LOCK = f"""
SELECT request.certificate_id {_REQUESTED}
ORDER BY guarantee.id FOR UPDATE OF guarantee
"""
"""Locks the guarantees, in a fixed order."""


@cache
def read() -> str:
    """All guarantees of the contracts, read after these are locked, with bases, limits and numbering branches."""
    return f"""
SELECT {columns(Guarantee, "guarantee")}, branch.id AS branch_id, branch.code AS branch_code,
    application.fiscal_year AS base_year, application.current_fiscal_year_base AS base_amount_of_year, {_LIMITS}
FROM guarantee
JOIN application ON application.id = guarantee.application_id
JOIN branch ON branch.id = application.submission_branch_id
JOIN obligee_rules rules ON rules.obligee_id = guarantee.obligee_id AND {_RULES}
WHERE guarantee.contract_id = ANY($1)
"""  # noqa: S608 -- constant names


COUNT = """
INSERT INTO serial_counter (id, branch_id, fiscal_year, kind, last_serial)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::int[])
ON CONFLICT (branch_id, fiscal_year, kind) DO UPDATE
SET last_serial = least(serial_counter.last_serial + EXCLUDED.last_serial, $6)
WHERE serial_counter.last_serial < $6
RETURNING branch_id, fiscal_year, kind, coalesce(old.last_serial, 0) AS before, new.last_serial AS last
"""
"""Advances the counter by the requested number, at most to $6, and returns the range."""

VERSION = {
    "id": "issue.certificate_id",
    "surety_id": "guarantee.surety_id",
    "guarantee_id": "guarantee.id",
    "status": "'CURRENT'",
    "reason": "'NEW'",
    "amendment_number": "0",
    "issued_at": "issue.issued_at",
    "handling_branch_id": "branch.id",
    "seal_id": "(SELECT id FROM seal_image WHERE surety_id = surety.id ORDER BY version DESC LIMIT 1)",
}
"""The columns of a first version besides its content, and the source of each."""
INSERTED = VERSION | {field.name: field.source for field in CONTENT}
"""Later changes to the sources do not affect the certificate."""

FROM_SOURCES = f"""
JOIN guarantee ON guarantee.id = issue.guarantee_id
JOIN contract ON contract.id = guarantee.contract_id
JOIN contractor ON contractor.id = contract.contractor_id
JOIN obligee ON obligee.id = contract.obligee_id
{OFFICER_OF_CONTRACT}
JOIN surety ON surety.id = contract.surety_id
JOIN branch ON branch.id = issue.branch_id
"""
"""The rows that a version's content comes from."""


@cache
def write() -> str:
    """Numbers, keys, audit events and certificates of a batch; returns the certificates."""
    return f"""
WITH issue AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::smallint[], $7::int[],
        $8::timestamptz[])
    AS issue (certificate_id, guarantee_id, status, branch_id, number, fiscal_year, serial, issued_at)
), issued AS (
    UPDATE guarantee SET status = issue.status, handling_branch_id = issue.branch_id, number = issue.number,
        fiscal_year = issue.fiscal_year, serial = issue.serial, issued_at = issue.issued_at
    FROM issue WHERE guarantee.id = issue.guarantee_id
), keyed AS (
    INSERT INTO auth_key (id, guarantee_id, digest, envelope, envelope_version, created_at, medium, status)
    SELECT *, 'ELECTRONIC', 'ACTIVE'
    FROM unnest($9::uuid[], $10::uuid[], $11::bytea[], $12::bytea[], $13::smallint[], $14::timestamptz[])
), recorded AS (
    INSERT INTO audit_event (id, at, role, actor_id, address, subject_id, action)
    SELECT *, 'guarantee.issued'
    FROM unnest($15::uuid[], $16::timestamptz[], $17::text[], $18::uuid[], $19::text[], $20::uuid[])
)
INSERT INTO certificate ({", ".join(INSERTED)})
SELECT {", ".join(INSERTED.values())}
FROM issue
{FROM_SOURCES}
RETURNING {columns(Certificate, "certificate")}
"""  # noqa: S608 -- constant names
