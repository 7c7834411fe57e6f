"""The rows that the rules for applications need, in one statement: the dry run asks for them at every keystroke."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import orjson
from tortoise import connections, fields

from models.applying.contract import Contract
from models.applying.fiscal_year_base import FiscalYearBase
from models.commands import ApplicationRequest
from models.fees.fee import FeeTable
from models.guarantee import Guarantee
from models.parties.bill_to import BillTo
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import ElectronicAcceptance, Obligee
from models.parties.surety import Branch
from models.parties.viewer import Viewer
from models.row import Row
from models.texts import search_text
from resolvers import access
from resolvers.applications import venture_rules
from resolvers.joint_rules import OWN

R = TypeVar("R", bound=Row)
_CONVERSIONS: Mapping[type[fields.Field[Any]], Callable[[Any], Any] | None] = {
    **dict.fromkeys((fields.TextField, fields.CharField, fields.BooleanField)),
    **dict.fromkeys((fields.IntField, fields.SmallIntField, fields.BigIntField)),
    fields.DateField: datetime.date.fromisoformat,
    fields.UUIDField: UUID,
}
"""Of JSON's values to those of common fields; None where they are the same."""

_ROWS = """
SELECT to_jsonb(branch) AS branch, to_jsonb(contract) AS contract, to_jsonb(obligee) AS obligee,
    to_jsonb(contractor) AS contractor, (
        SELECT jsonb_agg(to_jsonb(each) ORDER BY each.id) FROM electronic_acceptance each
        WHERE each.obligee_id = obligee.id
    ) AS acceptances, (
        SELECT jsonb_agg(to_jsonb(each)) FROM contracting_officer each WHERE each.obligee_id = obligee.id
    ) AS officers, (
        SELECT jsonb_agg(to_jsonb(each) ORDER BY each.id) FROM guarantee each WHERE each.contract_id = contract.id
    ) AS earlier, (
        SELECT jsonb_agg(
            jsonb_build_array(each.id, each.fiscal_year, each.current_fiscal_year_base)
            ORDER BY each.submitted_at, each.id
        ) FROM application each WHERE each.contract_id = contract.id AND each.submitted_at IS NOT NULL
    ) AS bases, (
        SELECT jsonb_agg(to_jsonb(each)) FROM (
            SELECT DISTINCT ON (kind) * FROM fee_table
            WHERE surety_id = coalesce(contract.surety_id, branch.surety_id) AND valid_from <= $5
            ORDER BY kind, valid_from DESC
        ) each
    ) AS rates, CASE WHEN coalesce(contract.surety_id, branch.surety_id) IS NOT NULL THEN (
        SELECT may_pay_monthly FROM monthly_payment each
        WHERE each.surety_id = coalesce(contract.surety_id, branch.surety_id) AND each.contractor_id = contractor.id
            AND valid_from <= $5
        ORDER BY valid_from DESC LIMIT 1
    ) IS TRUE END AS may_pay_monthly, (
        SELECT jsonb_agg(to_jsonb(each)) FROM bill_to each WHERE each.id = ANY($9) AND {own_bill_to}
    ) AS bill_tos, EXISTS (
        SELECT FROM contract same WHERE NOT same.is_another AND same.surety_id = branch.surety_id
            AND same.contractor_id = contractor.id AND same.obligee_id = obligee.id
            AND same.folded_project_name = $6 AND same.contract_date = $7 AND same.contract_price = $8
    ) AS is_registered, (
        SELECT jsonb_agg(to_jsonb(each)) FROM contractor each WHERE each.corporate_number = ANY($10)
    ) AS members
FROM (SELECT) one
LEFT JOIN contractor ON contractor.id = $1
LEFT JOIN branch ON branch.id = $2
LEFT JOIN contract ON contract.id = $3 AND {visible}
LEFT JOIN obligee ON obligee.id = coalesce(contract.obligee_id, $4)
"""


@dataclass(frozen=True)
class ReferencedRows:
    """What a form refers to; None where it does not exist, is not visible to the viewer, or is not given."""

    contractor: Contractor | None
    branch: Branch | None
    contract: Contract | None
    obligee: Obligee | None
    acceptances: Sequence[ElectronicAcceptance]
    officers: Sequence[ContractingOfficer]
    """Of the obligee."""
    earlier: Sequence[Guarantee]
    bases: Mapping[UUID, FiscalYearBase]
    """Of the contract's submitted applications, in the order of their submission."""
    rates: Sequence[FeeTable]
    """In force on the day, one for each kind."""
    may_pay_monthly: bool | None
    """Whether the surety allows it on the day; None while no surety is chosen."""
    bill_tos: Sequence[BillTo]
    is_registered: bool
    """Whether a contract that looks like the new one is registered."""
    members: Sequence[Contractor]
    """The companies with the corporate numbers of the new contract's members."""


async def load(
    request: ApplicationRequest, *, viewer: Viewer, today: datetime.date, looks_for_same: bool
) -> ReferencedRows:
    """The rows for a form of the viewer's company.

    Without `looks_for_same`, because the name of the project is not valid, `is_registered` is false.
    """
    # The one attribute of these rules is the company.
    own_bill_to = access.rule(BillTo, viewer.role).sql("each", lambda _: "$1")
    sql = _ROWS.format(visible=OWN.sql("contract", lambda _: "$1"), own_bill_to=own_bill_to)
    asked = request.contract if request.contract_id is None else None
    values = [
        viewer.contractor_id,
        request.submission_branch_id,
        request.contract_id,
        asked and asked.obligee_id,
        today,
        search_text.fold(asked.project_name) if looks_for_same and asked else None,
        asked and asked.contract_date,
        asked and asked.contract_price,
        [each.bill_to_id for each in request.guarantees if each.bill_to_id],
        venture_rules.corporate_numbers(asked),
    ]
    (found,) = await connections.get("default").execute_query_dict(sql, values)
    row = {name: orjson.loads(value) if type(value) is str else value for name, value in found.items()}
    return ReferencedRows(
        _optional(Contractor, row["contractor"]),
        _optional(Branch, row["branch"]),
        _optional(Contract, row["contract"]),
        _optional(Obligee, row["obligee"]),
        [_row(ElectronicAcceptance, each) for each in row["acceptances"] or ()],
        [_row(ContractingOfficer, each) for each in row["officers"] or ()],
        [_row(Guarantee, each) for each in row["earlier"] or ()],
        {UUID(id_): FiscalYearBase(year, amount) for id_, year, amount in row["bases"] or ()},
        [_row(FeeTable, each) for each in row["rates"] or ()],
        row["may_pay_monthly"],
        [_row(BillTo, each) for each in row["bill_tos"] or ()],
        row["is_registered"],
        [_row(Contractor, each) for each in row["members"] or ()],
    )


def _optional(model: type[R], columns: dict[str, Any] | None) -> R | None:
    return None if columns is None else _row(model, columns)


def _row(model: type[R], columns: dict[str, Any]) -> R:
    """A stored row, from its columns as JSON."""
    conversions = _conversions(model)
    values = {
        name: value if value is None or (convert := conversions[name]) is None else convert(value)
        for name, value in columns.items()
        if name in conversions
    }
    return model._init_from_db(**values)  # noqa: SLF001 -- Tortoise has no other way to make a stored row


@cache
def _conversions(model: type[Row]) -> Mapping[str, Callable[[Any], Any] | None]:
    declared = model._meta.fields_map.items()  # noqa: SLF001 -- likewise
    return {name: _CONVERSIONS.get(type(field), field.to_python_value) for name, field in declared}
