"""Making the bills of a month, once it has ended: by the worker, on the day of the month that each surety sets."""

import datetime

from tortoise import connections

from database.transactions import transactional
from models.fees.monthly_bill import MOST_ITEMS
from models.numbering import today
from resolvers import audit

LOCK_DUE = """
SELECT id, month::date FROM surety,
    LATERAL (SELECT date_trunc('month', $1::date) - make_interval(months => CASE
        WHEN extract(day FROM $1::date) >= billing_day THEN 1 ELSE 2 END)) AS last (month)
WHERE billed_until IS NULL OR billed_until < month::date
ORDER BY id FOR NO KEY UPDATE OF surety SKIP LOCKED
"""
"""Sureties with a month that is to be billed. Workers skip what another one has locked; issues do not wait for it."""
MAKE = """
WITH due AS (
    SELECT statement.*, surety.fee_due_days, surety.name AS now_name, surety.address AS now_address,
        surety.representative AS now_representative, contractor.name AS now_contractor,
        nullif(concat_ws('　', bank_name, bank_branch, account_type, account_number, account_holder), '') AS account,
        1 + (row_number() OVER (PARTITION BY statement.contractor_id, statement.billing_month, statement.bill_to,
            statement.bill_to_department, statement.bill_to_address ORDER BY statement.id) - 1) / $4 AS part
    FROM fee_statement AS statement
    JOIN surety ON surety.id = statement.surety_id
    JOIN contractor ON contractor.id = statement.contractor_id
    WHERE statement.surety_id = $1 AND billing_month <= $2 AND (billed_until IS NULL OR billing_month > billed_until)
), bill AS (
    INSERT INTO monthly_bill (id, surety_id, contractor_id, billing_month, bill_to, bill_to_department,
        bill_to_address, part, number, issued_on, due_on, total, tax_exempt, is_sample, fee_account, contractor_name,
        surety_name, surety_address, surety_representative, handling_branch_name, handling_branch_telephone,
        handling_branch_fax)
    SELECT uuidv7(), surety_id, contractor_id, billing_month, bill_to, bill_to_department, bill_to_address, part,
        to_char(billing_month, 'YYYYMM') || '-' || lpad(nextval('monthly_bill_number')::text, 6, '0'),
        $3, $3::date + min(fee_due_days), sum(due.due), bool_and(tax_exempt), bool_or(is_sample), min(account),
        min(now_contractor), min(now_name), min(now_address), min(now_representative),
        (array_agg(handling_branch_name ORDER BY id DESC))[1],
        (array_agg(handling_branch_telephone ORDER BY id DESC))[1],
        (array_agg(handling_branch_fax ORDER BY id DESC))[1]
    FROM due GROUP BY surety_id, contractor_id, billing_month, bill_to, bill_to_department, bill_to_address, part
    RETURNING *
), item AS (
    INSERT INTO monthly_bill_item (id, bill_id, statement_id)
    SELECT uuidv7(), bill.id, due.id FROM due JOIN bill USING (contractor_id, billing_month, bill_to, part)
    WHERE due.bill_to_department IS NOT DISTINCT FROM bill.bill_to_department
    AND due.bill_to_address IS NOT DISTINCT FROM bill.bill_to_address
)
SELECT id FROM bill
"""
"""The bills of a surety ($1) for what is not billed yet, up to a month ($2), issued on a day ($3)."""
DONE = "UPDATE surety SET billed_until = $2 WHERE id = $1"


@transactional
async def bill_ended_months(*, at: datetime.datetime) -> int:
    """Make the bills that are due, also those of missed months; returns their number.

    Any number of processes may call it at any time: a surety's months are billed once.
    """
    execute = connections.get("default").execute_query_dict
    count = 0
    for surety in await execute(LOCK_DUE, [today(at)]):
        key = [surety["id"], surety["month"]]
        made = await execute(MAKE, [*key, today(at), MOST_ITEMS])
        await connections.get("default").execute_query(DONE, key)
        if made:
            await audit.record_system("monthly_bill.made", [row["id"] for row in made], at=at)
        count += len(made)
    return count
