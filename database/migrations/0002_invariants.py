"""Every rule that the database can enforce.

Constraints of models are repeated here because Tortoise 1.1.9 silently omits those of a new model; a test compares both
with the catalogue.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

KNOWN_VALUES = [
    ("account", "role", ["CONTRACTOR", "SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM", "OPERATOR"]),
    ("audit_event", "role", ["CONTRACTOR", "SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM", "OPERATOR"]),
    ("auth_key", "medium", ["ELECTRONIC", "PAPER"]),
    ("auth_key", "status", ["ACTIVE", "ROTATED", "REVOKED"]),
    ("certificate", "status", ["CURRENT", "SUPERSEDED", "CORRECTED", "CANCELLED"]),
    ("certificate", "reason", ["NEW", "AMENDMENT", "CORRECTION"]),
    ("certificate", "kind", ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"]),
    ("contract", "contract_type", ["WORKS", "SERVICES"]),
    ("electronic_acceptance", "kind", ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"]),
    ("electronic_acceptance", "contract_type", ["WORKS", "SERVICES"]),
    ("electronic_acceptance", "basis", ["CONTRACT_DATE", "TENDER_NOTICE_DATE", "BID_DATE"]),
    ("guarantee", "kind", ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"]),
    ("guarantee", "medium", ["ELECTRONIC", "PAPER"]),
    (
        "guarantee",
        "status",
        [
            "DRAFT",
            "SUBMITTED",
            "UNDER_REVIEW",
            "RETURNED",
            "DECLINED",
            "WITHDRAWN",
            "APPROVED",
            "AWAITING_FEE",
            "IN_FORCE",
            "EXPIRED",
            "RELEASED",
            "CANCELLED",
            "CLAIMED",
            "PAID",
        ],
    ),
    ("guarantee", "fee_payment_method", ["MONTHLY_CONSOLIDATED", "SINGLE"]),
    ("message", "sender", ["CONTRACTOR", "SURETY", "OBLIGEE", "E_CONTRACT_SYSTEM", "OPERATOR"]),
    ("serial_counter", "kind", ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"]),
]

SAME_PARTIES = [
    "ALTER TABLE branch ADD CONSTRAINT branch_with_surety UNIQUE (id, surety_id)",
    "ALTER TABLE contract ADD CONSTRAINT contract_with_customer UNIQUE (id, surety_id, contractor_id)",
    "ALTER TABLE contract ADD CONSTRAINT contract_with_parties UNIQUE (id, surety_id, contractor_id, obligee_id)",
    "ALTER TABLE application ADD CONSTRAINT application_with_contract UNIQUE (id, contract_id, surety_id)",
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_with_surety UNIQUE (id, surety_id)",
    "ALTER TABLE application ADD CONSTRAINT application_same_customer_as_contract"
    " FOREIGN KEY (contract_id, surety_id, contractor_id) REFERENCES contract (id, surety_id, contractor_id)",
    "ALTER TABLE application ADD CONSTRAINT application_same_surety_as_branch"
    " FOREIGN KEY (submission_branch_id, surety_id) REFERENCES branch (id, surety_id)",
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_same_parties_as_contract"
    " FOREIGN KEY (contract_id, surety_id, contractor_id, obligee_id)"
    " REFERENCES contract (id, surety_id, contractor_id, obligee_id)",
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_same_contract_as_application"
    " FOREIGN KEY (application_id, contract_id, surety_id) REFERENCES application (id, contract_id, surety_id)",
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_same_surety_as_branch"
    " FOREIGN KEY (handling_branch_id, surety_id) REFERENCES branch (id, surety_id)",
    "ALTER TABLE certificate ADD CONSTRAINT certificate_same_surety_as_guarantee"
    " FOREIGN KEY (guarantee_id, surety_id) REFERENCES guarantee (id, surety_id)",
    "ALTER TABLE certificate ADD CONSTRAINT certificate_same_surety_as_branch"
    " FOREIGN KEY (handling_branch_id, surety_id) REFERENCES branch (id, surety_id)",
    "ALTER TABLE auth_key ADD CONSTRAINT auth_key_same_medium_as_guarantee"
    " FOREIGN KEY (guarantee_id, medium) REFERENCES guarantee (id, medium)",
]

FORBID = """
CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: this change of % is never made', TG_NAME, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

NEVER_DELETED = ["guarantee", "certificate", "auth_key", "serial_counter", "audit_event"]

NEVER_CHANGED = [
    # trigger, table, the change that is forbidden
    ("audit_event_is_append_only", "audit_event", "true"),
    (
        "certificate_content_is_immutable",
        "certificate",
        "to_jsonb(OLD) - 'status' IS DISTINCT FROM to_jsonb(NEW) - 'status'"
        " OR (OLD.status <> NEW.status AND OLD.status <> 'CURRENT')",
    ),
    (
        "guarantee_keeps_what_was_applied_for",
        "guarantee",
        "(OLD.kind, OLD.medium, OLD.contract_id, OLD.application_id)"
        " IS DISTINCT FROM (NEW.kind, NEW.medium, NEW.contract_id, NEW.application_id)",
    ),
    (
        "guarantee_keeps_its_number",
        "guarantee",
        "OLD.number IS NOT NULL AND (OLD.number, OLD.fiscal_year, OLD.serial, OLD.handling_branch_id, OLD.issued_at)"
        " IS DISTINCT FROM (NEW.number, NEW.fiscal_year, NEW.serial, NEW.handling_branch_id, NEW.issued_at)",
    ),
    (
        "auth_key_keeps_its_digest",
        "auth_key",
        "(OLD.guarantee_id, OLD.digest) IS DISTINCT FROM (NEW.guarantee_id, NEW.digest)"
        " OR (OLD.status <> NEW.status AND OLD.status <> 'ACTIVE')",
    ),
    ("serial_counter_counts_one_by_one", "serial_counter", "NEW.last_serial <> OLD.last_serial + 1"),
]


def known_value(table: str, column: str, values: list[str]) -> str:
    allowed = ", ".join(f"'{value}'" for value in values)
    return f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_is_known CHECK ({column} IN ({allowed}))"


class Migration(migrations.Migration):
    """Adds constraints and triggers; changes no data."""

    dependencies = [("models", "0001_initial")]

    operations = [
        ops.AddConstraint(
            "AccessToken", UniqueConstraint(fields=("digest",), name="access_token_digest_is_unique", condition=None)
        ),
        ops.AddConstraint(
            "AccessToken",
            CheckConstraint(name="access_token_has_one_holder", check="num_nonnulls(account_id, api_client_id) = 1"),
        ),
        ops.AddConstraint(
            "AccessToken",
            CheckConstraint(name="access_token_sessions_end", check="account_id IS NULL OR expires_at IS NOT NULL"),
        ),
        ops.AddConstraint("Account", CheckConstraint(name="account_email_is_lower_case", check="email = lower(email)")),
        ops.AddConstraint(
            "Account",
            CheckConstraint(
                name="account_belongs_to_its_role",
                check="role IN ('CONTRACTOR', 'SURETY', 'OBLIGEE', 'OPERATOR') AND (role = 'CONTRACTOR') = (contractor_id IS NOT NULL) AND (role = 'SURETY') = (surety_id IS NOT NULL) AND (role = 'OBLIGEE') = (obligee_id IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Application",
            CheckConstraint(
                name="application_notice_has_an_address", check="NOT notify_on_completion OR email IS NOT NULL"
            ),
        ),
        ops.AddConstraint("AuthKey", CheckConstraint(name="auth_key_is_electronic", check="medium = 'ELECTRONIC'")),
        ops.AddConstraint(
            "AuthKey", CheckConstraint(name="auth_key_digest_is_32_bytes", check="octet_length(digest) = 32")
        ),
        ops.AddConstraint(
            "AuthKey", UniqueConstraint(fields=("digest",), name="auth_key_digest_is_unique", condition=None)
        ),
        ops.AddConstraint(
            "AuthKey",
            UniqueConstraint(fields=("guarantee_id",), name="auth_key_one_active", condition="status = 'ACTIVE'"),
        ),
        ops.AddConstraint("Branch", CheckConstraint(name="branch_code_is_three_digits", check="code ~ '^[0-9]{3}$'")),
        ops.AddConstraint(
            "Certificate",
            CheckConstraint(name="certificate_sums_are_positive", check="amount > 0 AND contract_price > 0"),
        ),
        ops.AddConstraint(
            "Certificate",
            CheckConstraint(
                name="certificate_number_is_well_formed",
                check="guarantee_number ~ '^[0-9]{5}-[0-9]{5}[A-Z]$' AND ascii(substr(guarantee_number, 12)) = CASE mod((substr(guarantee_number, 1, 5) || substr(guarantee_number, 7, 5))::bigint, 26) WHEN 0 THEN 90 ELSE 64 + mod((substr(guarantee_number, 1, 5) || substr(guarantee_number, 7, 5))::bigint, 26) END",
            ),
        ),
        ops.AddConstraint(
            "Certificate",
            CheckConstraint(
                name="certificate_amendments_are_counted",
                check="amendment_number >= 0 AND (reason <> 'NEW' OR amendment_number = 0)",
            ),
        ),
        ops.AddConstraint(
            "Certificate",
            UniqueConstraint(fields=("guarantee_id",), name="certificate_one_current", condition="status = 'CURRENT'"),
        ),
        ops.AddConstraint(
            "Certificate",
            UniqueConstraint(fields=("guarantee_id",), name="certificate_one_new", condition="reason = 'NEW'"),
        ),
        ops.AddConstraint(
            "Contract",
            CheckConstraint(
                name="contract_prices_are_positive",
                check="contract_price > 0 AND current_fiscal_year_base BETWEEN 1 AND contract_price",
            ),
        ),
        ops.AddConstraint(
            "Contract", CheckConstraint(name="contract_period_runs_forward", check="period_from <= period_to")
        ),
        ops.AddConstraint(
            "Contract",
            CheckConstraint(
                name="contract_joint_venture_has_members",
                check="(joint_venture_name IS NULL) = (cardinality(joint_venture_members) = 0)",
            ),
        ),
        ops.AddConstraint(
            "Contractor",
            CheckConstraint(name="contractor_corporate_number_is_13_digits", check="corporate_number ~ '^[0-9]{13}$'"),
        ),
        ops.AddConstraint(
            "ElectronicAcceptance",
            CheckConstraint(
                name="electronic_acceptance_channels_are_known",
                check="channels <@ ARRAY['E_CONTRACT_SYSTEM','EMAIL','DIRECT'] AND cardinality(channels) > 0",
            ),
        ),
        ops.AddConstraint(
            "Guarantee", CheckConstraint(name="guarantee_sums_are_positive", check="amount > 0 AND base_amount > 0")
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_bank_only_for_advances",
                check="(kind = 'PERFORMANCE') = (deposit_bank IS NULL) AND (kind = 'PERFORMANCE') = (redeposit IS NULL)",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_recognition_only_for_intermediate",
                check="(kind = 'INTERMEDIATE_ADVANCE_PAYMENT') = (recognized_on IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_number_is_well_formed",
                check="number ~ '^[0-9]{5}-[0-9]{5}[A-Z]$' AND ascii(substr(number, 12)) = CASE mod((substr(number, 1, 5) || substr(number, 7, 5))::bigint, 26) WHEN 0 THEN 90 ELSE 64 + mod((substr(number, 1, 5) || substr(number, 7, 5))::bigint, 26) END",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_issued_is_complete",
                check="(number IS NULL) = (status NOT IN ('CANCELLED', 'CLAIMED', 'EXPIRED', 'IN_FORCE', 'PAID', 'RELEASED')) AND num_nulls(number, fiscal_year, serial, issued_at, handling_branch_id) IN (0, 5) AND (number IS NULL OR expiry_date IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_issued_is_paid_or_consolidated",
                check="number IS NULL OR fee_payment_method = 'MONTHLY_CONSOLIDATED' OR fee_paid_on IS NOT NULL",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_presented_is_electronic",
                check="presented_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Guarantee", UniqueConstraint(fields=("id", "medium"), name="guarantee_with_medium", condition=None)
        ),
        ops.AddConstraint(
            "Obligee",
            CheckConstraint(
                name="obligee_ratios_are_fractions",
                check="advance_payment_ratio_bp BETWEEN 0 AND 10000 AND services_advance_payment_ratio_bp BETWEEN 0 AND 10000 AND intermediate_ratio_bp BETWEEN 0 AND 10000 AND combined_ratio_bp BETWEEN 0 AND 10000 AND performance_minimum_ratio_bp BETWEEN 0 AND 10000 AND raised_performance_minimum_ratio_bp BETWEEN 0 AND 10000",
            ),
        ),
        ops.AddConstraint(
            "Obligee",
            CheckConstraint(
                name="obligee_sums_are_positive",
                check="advance_payment_cap > 0 AND rounding_unit > 0 AND minimum_price > 0",
            ),
        ),
        ops.AddConstraint(
            "SerialCounter",
            CheckConstraint(name="serial_counter_has_five_digits", check="last_serial BETWEEN 1 AND 99999"),
        ),
        ops.RunSQL([known_value(*known) for known in KNOWN_VALUES]),
        ops.RunSQL(SAME_PARTIES),
        ops.RunSQL(FORBID),
        ops.RunSQL(
            [
                f"CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid()"
                for table in NEVER_DELETED
            ]
        ),
        ops.RunSQL(
            [
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({change}) EXECUTE FUNCTION forbid()"
                for name, table, change in NEVER_CHANGED
            ]
        ),
        ops.RunSQL(
            [
                f"CREATE TRIGGER {table}_is_never_truncated BEFORE TRUNCATE ON {table} EXECUTE FUNCTION forbid()"
                for table in NEVER_DELETED
            ]
        ),
    ]
