from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.auth_key import AuthKeyStatus
from models.certificate import CertificateReason, CertificateStatus
from models.enums import ContractType, GuaranteeKind, Medium, Role
from models.guarantee import FeePaymentMethod, GuaranteeStatus
from models.parties.obligee import DateBasis


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="ApiClient",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=120)),
                ("is_active", fields.BooleanField(default=True)),
            ],
            options={
                "table": "api_client",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An e-contract system (電子契約システム).",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "role",
                    fields.CharEnumField(
                        null=True,
                        description="CONTRACTOR: CONTRACTOR\nSURETY: SURETY\nOBLIGEE: OBLIGEE\nE_CONTRACT_SYSTEM: E_CONTRACT_SYSTEM\nOPERATOR: OPERATOR",
                        enum_type=Role,
                        max_length=24,
                    ),
                ),
                ("actor_id", fields.UUIDField(null=True)),
                ("address", fields.CharField(max_length=64)),
                ("action", fields.CharField(max_length=60)),
                ("subject_id", fields.UUIDField(null=True)),
                ("subject", fields.CharField(null=True, max_length=254)),
            ],
            options={
                "table": "audit_event",
                "app": "models",
                "indexes": [
                    Index(fields=["subject_id", "at"], name="audit_event_of_subject"),
                    Index(fields=["action", "at"], name="audit_event_of_action"),
                ],
                "pk_attr": "id",
                "table_description": "Who did what to what, when and from where. Rows are never changed or deleted.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Contractor",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=120)),
                ("address", fields.CharField(max_length=200)),
                ("representative", fields.CharField(null=True, max_length=120)),
                ("corporate_number", fields.CharField(null=True, unique=True, max_length=13)),
            ],
            options={
                "table": "contractor",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="corporate_number ~ '^[0-9]{13}$'", name="contractor_corporate_number_is_13_digits"
                    )
                ],
                "pk_attr": "id",
                "table_description": "A company that wins public contracts. It may be a customer of several sureties.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="IdempotencyRecord",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("actor_id", fields.UUIDField()),
                ("operation", fields.CharField(max_length=60)),
                ("key", fields.CharField(max_length=120)),
                ("input_digest", fields.BinaryField()),
                ("result_id", fields.UUIDField()),
                ("created_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "idempotency_record",
                "app": "models",
                "unique_together": (("actor_id", "operation", "key"),),
                "pk_attr": "id",
                "table_description": "The result of an act that its caller may repeat with the same key for 24 hours.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Obligee",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=120)),
                ("title", fields.CharField(max_length=120)),
                ("prefecture", fields.CharField(null=True, max_length=10)),
                ("advance_payment_ratio_bp", fields.IntField(default=4000)),
                ("services_advance_payment_ratio_bp", fields.IntField(null=True)),
                ("intermediate_ratio_bp", fields.IntField(default=2000)),
                ("combined_ratio_bp", fields.IntField(default=6000)),
                ("performance_minimum_ratio_bp", fields.IntField(default=1000)),
                ("raised_performance_minimum_ratio_bp", fields.IntField(default=3000)),
                ("advance_payment_cap", fields.BigIntField(null=True)),
                ("rounding_unit", fields.BigIntField(null=True)),
                ("minimum_price", fields.BigIntField(null=True)),
            ],
            options={
                "table": "obligee",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="advance_payment_ratio_bp BETWEEN 0 AND 10000 AND services_advance_payment_ratio_bp BETWEEN 0 AND 10000 AND intermediate_ratio_bp BETWEEN 0 AND 10000 AND combined_ratio_bp BETWEEN 0 AND 10000 AND performance_minimum_ratio_bp BETWEEN 0 AND 10000 AND raised_performance_minimum_ratio_bp BETWEEN 0 AND 10000",
                        name="obligee_ratios_are_fractions",
                    ),
                    CheckConstraint(
                        check="advance_payment_cap > 0 AND rounding_unit > 0 AND minimum_price > 0",
                        name="obligee_sums_are_positive",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A public client and its limits (domain rule 5). Ratios are basis points: 4000 is 40 %.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="ApiClientObligee",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "api_client",
                    fields.ForeignKeyField(
                        "models.ApiClient",
                        source_field="api_client_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "obligee",
                    fields.ForeignKeyField(
                        "models.Obligee",
                        source_field="obligee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "api_client_obligee",
                "app": "models",
                "unique_together": (("api_client_id", "obligee_id"),),
                "pk_attr": "id",
                "table_description": "An obligee for which an e-contract system acts.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="ElectronicAcceptance",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "obligee",
                    fields.ForeignKeyField(
                        "models.Obligee",
                        source_field="obligee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                (
                    "contract_type",
                    fields.CharEnumField(
                        description="WORKS: WORKS\nSERVICES: SERVICES", enum_type=ContractType, max_length=16
                    ),
                ),
                ("from_date", fields.DateField()),
                (
                    "basis",
                    fields.CharEnumField(
                        default=DateBasis.CONTRACT_DATE,
                        description="CONTRACT_DATE: CONTRACT_DATE\nTENDER_NOTICE_DATE: TENDER_NOTICE_DATE\nBID_DATE: BID_DATE",
                        enum_type=DateBasis,
                        max_length=24,
                    ),
                ),
                ("channels", ArrayField(element_type="TEXT")),
                ("note", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "electronic_acceptance",
                "app": "models",
                "unique_together": (("obligee_id", "kind", "contract_type"),),
                "constraints": [
                    CheckConstraint(
                        check="channels <@ ARRAY['E_CONTRACT_SYSTEM','EMAIL','DIRECT'] AND cardinality(channels) > 0",
                        name="electronic_acceptance_channels_are_known",
                    )
                ],
                "pk_attr": "id",
                "table_description": "From when an obligee accepts electronic guarantees of one kind for one type of contract (domain rule 3).",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Surety",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=120)),
                ("address", fields.CharField(max_length=200)),
                ("representative", fields.CharField(max_length=120)),
            ],
            options={
                "table": "surety",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A company that answers for contractors.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Account",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("name", fields.CharField(max_length=120)),
                ("password_hash", fields.CharField(max_length=200)),
                (
                    "role",
                    fields.CharEnumField(
                        description="CONTRACTOR: CONTRACTOR\nSURETY: SURETY\nOBLIGEE: OBLIGEE\nE_CONTRACT_SYSTEM: E_CONTRACT_SYSTEM\nOPERATOR: OPERATOR",
                        enum_type=Role,
                        max_length=24,
                    ),
                ),
                (
                    "contractor",
                    fields.ForeignKeyField(
                        "models.Contractor",
                        source_field="contractor_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "obligee",
                    fields.ForeignKeyField(
                        "models.Obligee",
                        source_field="obligee_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("is_active", fields.BooleanField(default=True)),
            ],
            options={
                "table": "account",
                "app": "models",
                "constraints": [
                    CheckConstraint(check="email = lower(email)", name="account_email_is_lower_case"),
                    CheckConstraint(
                        check="role IN ('CONTRACTOR', 'SURETY', 'OBLIGEE', 'OPERATOR') AND (role = 'CONTRACTOR') = (contractor_id IS NOT NULL) AND (role = 'SURETY') = (surety_id IS NOT NULL) AND (role = 'OBLIGEE') = (obligee_id IS NOT NULL)",
                        name="account_belongs_to_its_role",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A person of one organisation.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="AccessToken",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("digest", fields.BinaryField()),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "api_client",
                    fields.ForeignKeyField(
                        "models.ApiClient",
                        source_field="api_client_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "access_token",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("digest",), name="access_token_digest_is_unique"),
                    CheckConstraint(
                        check="num_nonnulls(account_id, api_client_id) = 1", name="access_token_has_one_holder"
                    ),
                    CheckConstraint(
                        check="account_id IS NULL OR expires_at IS NOT NULL", name="access_token_sessions_end"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A bearer token, stored as its SHA-256: the session of an account, or a token of an API client.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Branch",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(unique=True, max_length=3)),
                ("name", fields.CharField(max_length=60)),
                ("telephone", fields.CharField(max_length=20)),
                ("fax", fields.CharField(null=True, max_length=20)),
            ],
            options={
                "table": "branch",
                "app": "models",
                "constraints": [CheckConstraint(check="code ~ '^[0-9]{3}$'", name="branch_code_is_three_digits")],
                "pk_attr": "id",
                "table_description": "A branch; its code begins the guarantee numbers that it gives, so it is unique among all sureties.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Contract",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contractor",
                    fields.ForeignKeyField(
                        "models.Contractor",
                        source_field="contractor_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "obligee",
                    fields.ForeignKeyField(
                        "models.Obligee",
                        source_field="obligee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("project_name", fields.CharField(max_length=120)),
                (
                    "contract_type",
                    fields.CharEnumField(
                        description="WORKS: WORKS\nSERVICES: SERVICES", enum_type=ContractType, max_length=16
                    ),
                ),
                ("contract_price", fields.BigIntField()),
                ("current_fiscal_year_base", fields.BigIntField(null=True)),
                ("contract_date", fields.DateField()),
                ("tender_notice_date", fields.DateField(null=True)),
                ("bid_date", fields.DateField(null=True)),
                ("period_from", fields.DateField()),
                ("period_to", fields.DateField()),
                ("advance_payment_planned", fields.BooleanField(default=True)),
                ("low_price_or_labour_only", fields.BooleanField(default=False)),
                ("joint_venture_name", fields.CharField(null=True, max_length=120)),
                ("joint_venture_members", ArrayField(default=list, element_type="TEXT")),
            ],
            options={
                "table": "contract",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="contract_price > 0 AND current_fiscal_year_base BETWEEN 1 AND contract_price",
                        name="contract_prices_are_positive",
                    ),
                    CheckConstraint(check="period_from <= period_to", name="contract_period_runs_forward"),
                    CheckConstraint(
                        check="(joint_venture_name IS NULL) = (cardinality(joint_venture_members) = 0)",
                        name="contract_joint_venture_has_members",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A public works or service contract, single or of a joint venture whose lead member is the contractor.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Application",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contractor",
                    fields.ForeignKeyField(
                        "models.Contractor",
                        source_field="contractor_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contract",
                    fields.ForeignKeyField(
                        "models.Contract",
                        source_field="contract_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "submission_branch",
                    fields.ForeignKeyField(
                        "models.Branch",
                        source_field="submission_branch_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("submitted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("notify_on_completion", fields.BooleanField()),
                ("email", fields.CharField(null=True, max_length=254)),
                ("contact_department", fields.CharField(null=True, max_length=60)),
                ("contact_title", fields.CharField(null=True, max_length=60)),
                ("contact_name", fields.CharField(null=True, max_length=60)),
                ("contact_telephone", fields.CharField(null=True, max_length=20)),
            ],
            options={
                "table": "application",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="NOT notify_on_completion OR email IS NOT NULL", name="application_notice_has_an_address"
                    )
                ],
                "pk_attr": "id",
                "table_description": "One sending of the form; the status stands with each guarantee that it asks for.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Guarantee",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contractor",
                    fields.ForeignKeyField(
                        "models.Contractor",
                        source_field="contractor_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "obligee",
                    fields.ForeignKeyField(
                        "models.Obligee",
                        source_field="obligee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contract",
                    fields.ForeignKeyField(
                        "models.Contract",
                        source_field="contract_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                (
                    "medium",
                    fields.CharEnumField(
                        description="ELECTRONIC: ELECTRONIC\nPAPER: PAPER", enum_type=Medium, max_length=16
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        description="DRAFT: DRAFT\nSUBMITTED: SUBMITTED\nUNDER_REVIEW: UNDER_REVIEW\nRETURNED: RETURNED\nDECLINED: DECLINED\nWITHDRAWN: WITHDRAWN\nAPPROVED: APPROVED\nAWAITING_FEE: AWAITING_FEE\nIN_FORCE: IN_FORCE\nEXPIRED: EXPIRED\nRELEASED: RELEASED\nCANCELLED: CANCELLED\nCLAIMED: CLAIMED\nPAID: PAID",
                        enum_type=GuaranteeStatus,
                        max_length=16,
                    ),
                ),
                ("status_reason", fields.TextField(null=True, unique=False)),
                ("amount", fields.BigIntField()),
                ("base_amount", fields.BigIntField()),
                ("expiry_date", fields.DateField(null=True)),
                ("deposit_bank", fields.CharField(null=True, max_length=60)),
                ("redeposit", fields.BooleanField(null=True)),
                ("recognized_on", fields.DateField(null=True)),
                (
                    "fee_payment_method",
                    fields.CharEnumField(
                        description="MONTHLY_CONSOLIDATED: MONTHLY_CONSOLIDATED\nSINGLE: SINGLE",
                        enum_type=FeePaymentMethod,
                        max_length=24,
                    ),
                ),
                ("bill_to", fields.CharField(max_length=120)),
                ("paper_fee_statement", fields.BooleanField(default=False)),
                ("fee_paid_on", fields.DateField(null=True)),
                (
                    "handling_branch",
                    fields.ForeignKeyField(
                        "models.Branch",
                        source_field="handling_branch_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.CharField(null=True, db_index=True, max_length=12)),
                ("fiscal_year", fields.SmallIntField(null=True)),
                ("serial", fields.IntField(null=True)),
                ("issued_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("presented_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "guarantee",
                "app": "models",
                "unique_together": (("handling_branch_id", "fiscal_year", "kind", "serial"),),
                "constraints": [
                    CheckConstraint(check="amount > 0 AND base_amount > 0", name="guarantee_sums_are_positive"),
                    CheckConstraint(
                        check="(kind = 'PERFORMANCE') = (deposit_bank IS NULL) AND (kind = 'PERFORMANCE') = (redeposit IS NULL)",
                        name="guarantee_bank_only_for_advances",
                    ),
                    CheckConstraint(
                        check="(kind = 'INTERMEDIATE_ADVANCE_PAYMENT') = (recognized_on IS NOT NULL)",
                        name="guarantee_recognition_only_for_intermediate",
                    ),
                    CheckConstraint(
                        check="number ~ '^[0-9]{5}-[0-9]{5}[A-Z]$' AND ascii(substr(number, 12)) = CASE mod((substr(number, 1, 5) || substr(number, 7, 5))::bigint, 26) WHEN 0 THEN 90 ELSE 64 + mod((substr(number, 1, 5) || substr(number, 7, 5))::bigint, 26) END",
                        name="guarantee_number_is_well_formed",
                    ),
                    CheckConstraint(
                        check="(number IS NULL) = (status NOT IN ('CANCELLED', 'CLAIMED', 'EXPIRED', 'IN_FORCE', 'PAID', 'RELEASED')) AND num_nulls(number, fiscal_year, serial, issued_at, handling_branch_id) IN (0, 5) AND (number IS NULL OR expiry_date IS NOT NULL)",
                        name="guarantee_issued_is_complete",
                    ),
                    CheckConstraint(
                        check="number IS NULL OR fee_payment_method = 'MONTHLY_CONSOLIDATED' OR fee_paid_on IS NOT NULL",
                        name="guarantee_issued_is_paid_or_consolidated",
                    ),
                    CheckConstraint(
                        check="presented_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
                        name="guarantee_presented_is_electronic",
                    ),
                    UniqueConstraint(fields=("id", "medium"), name="guarantee_with_medium"),
                ],
                "indexes": [
                    Index(fields=["surety_id", "id"], name="guarantee_of_surety"),
                    Index(fields=["contractor_id", "id"], name="guarantee_of_contractor"),
                    Index(fields=["obligee_id", "id"], name="guarantee_of_obligee"),
                ],
                "pk_attr": "id",
                "table_description": "One guarantee in favour of an obligee.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="AuthKey",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "guarantee",
                    fields.ForeignKeyField(
                        "models.Guarantee",
                        source_field="guarantee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "medium",
                    fields.CharEnumField(
                        default=Medium.ELECTRONIC,
                        description="ELECTRONIC: ELECTRONIC\nPAPER: PAPER",
                        enum_type=Medium,
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=AuthKeyStatus.ACTIVE,
                        description="ACTIVE: ACTIVE\nROTATED: ROTATED\nREVOKED: REVOKED",
                        enum_type=AuthKeyStatus,
                        max_length=16,
                    ),
                ),
                ("digest", fields.BinaryField()),
                ("envelope", fields.BinaryField()),
                ("envelope_version", fields.SmallIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "auth_key",
                "app": "models",
                "constraints": [
                    CheckConstraint(check="medium = 'ELECTRONIC'", name="auth_key_is_electronic"),
                    CheckConstraint(check="octet_length(digest) = 32", name="auth_key_digest_is_32_bytes"),
                    UniqueConstraint(fields=("digest",), name="auth_key_digest_is_unique"),
                    UniqueConstraint(
                        fields=("guarantee_id",), name="auth_key_one_active", condition="status = 'ACTIVE'"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "The key of one electronic guarantee.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Certificate",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "guarantee",
                    fields.ForeignKeyField(
                        "models.Guarantee",
                        source_field="guarantee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=CertificateStatus.CURRENT,
                        description="CURRENT: CURRENT\nSUPERSEDED: SUPERSEDED\nCORRECTED: CORRECTED\nCANCELLED: CANCELLED",
                        enum_type=CertificateStatus,
                        max_length=16,
                    ),
                ),
                (
                    "reason",
                    fields.CharEnumField(
                        description="NEW: NEW\nAMENDMENT: AMENDMENT\nCORRECTION: CORRECTION",
                        enum_type=CertificateReason,
                        max_length=16,
                    ),
                ),
                ("amendment_number", fields.SmallIntField(default=0)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("guarantee_number", fields.CharField(max_length=12)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                ("principal_name", fields.CharField(max_length=120)),
                ("principal_address", fields.CharField(max_length=200)),
                ("joint_venture_name", fields.CharField(null=True, max_length=120)),
                ("obligee_title", fields.CharField(max_length=120)),
                ("amount", fields.BigIntField()),
                ("expiry_date", fields.DateField()),
                ("project_name", fields.CharField(max_length=120)),
                ("contract_price", fields.BigIntField()),
                ("period_from", fields.DateField()),
                ("period_to", fields.DateField()),
                ("contract_date", fields.DateField()),
                ("deposit_bank", fields.CharField(null=True, max_length=60)),
                ("surety_name", fields.CharField(max_length=120)),
                ("surety_address", fields.CharField(max_length=200)),
                ("surety_representative", fields.CharField(max_length=120)),
                (
                    "handling_branch",
                    fields.ForeignKeyField(
                        "models.Branch",
                        source_field="handling_branch_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("handling_branch_name", fields.CharField(max_length=60)),
                ("handling_branch_telephone", fields.CharField(max_length=20)),
                ("handling_branch_fax", fields.CharField(null=True, max_length=20)),
            ],
            options={
                "table": "certificate",
                "app": "models",
                "constraints": [
                    CheckConstraint(check="amount > 0 AND contract_price > 0", name="certificate_sums_are_positive"),
                    CheckConstraint(
                        check="guarantee_number ~ '^[0-9]{5}-[0-9]{5}[A-Z]$' AND ascii(substr(guarantee_number, 12)) = CASE mod((substr(guarantee_number, 1, 5) || substr(guarantee_number, 7, 5))::bigint, 26) WHEN 0 THEN 90 ELSE 64 + mod((substr(guarantee_number, 1, 5) || substr(guarantee_number, 7, 5))::bigint, 26) END",
                        name="certificate_number_is_well_formed",
                    ),
                    CheckConstraint(
                        check="amendment_number >= 0 AND (reason <> 'NEW' OR amendment_number = 0)",
                        name="certificate_amendments_are_counted",
                    ),
                    UniqueConstraint(
                        fields=("guarantee_id",), name="certificate_one_current", condition="status = 'CURRENT'"
                    ),
                    UniqueConstraint(fields=("guarantee_id",), name="certificate_one_new", condition="reason = 'NEW'"),
                ],
                "indexes": [Index(fields=["guarantee_id", "issued_at"], name="certificate_history")],
                "pk_attr": "id",
                "table_description": "What the surety answers for, copied at the moment of issue: later changes elsewhere do not reach it.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "sender",
                    fields.CharEnumField(
                        description="CONTRACTOR: CONTRACTOR\nSURETY: SURETY\nOBLIGEE: OBLIGEE\nE_CONTRACT_SYSTEM: E_CONTRACT_SYSTEM\nOPERATOR: OPERATOR",
                        enum_type=Role,
                        max_length=24,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "message",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A message between the contractor and the surety.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="SerialCounter",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "branch",
                    fields.ForeignKeyField(
                        "models.Branch",
                        source_field="branch_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("fiscal_year", fields.SmallIntField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                ("last_serial", fields.IntField()),
            ],
            options={
                "table": "serial_counter",
                "app": "models",
                "unique_together": (("branch_id", "fiscal_year", "kind"),),
                "constraints": [
                    CheckConstraint(check="last_serial BETWEEN 1 AND 99999", name="serial_counter_has_five_digits")
                ],
                "pk_attr": "id",
                "table_description": "The last serial given in one branch, fiscal year and kind: a row, not a sequence, so that there are no gaps.",
            },
            bases=["Row"],
        ),
    ]
