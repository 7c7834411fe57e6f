"""Dated rules of obligees, approvals of single contracts, and offices.

What an obligee has become its first rules, which hold for every day so far. The columns of obligees stay, because a
server of the version before reads them; an obligee that is registered copies them into its first rules.
"""

import datetime

from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.enums import GuaranteeKind

LIMITS = (
    "advance_payment_ratio_bp, services_advance_payment_ratio_bp, intermediate_ratio_bp, combined_ratio_bp,"
    " performance_minimum_ratio_bp, raised_performance_minimum_ratio_bp, advance_payment_cap, rounding_unit,"
    " minimum_price"
)
CARRY_OVER = [
    f"INSERT INTO obligee_rules (id, obligee_id, version, valid_from, {LIMITS})"
    f" SELECT uuidv7(), id, 1, DATE '2000-01-01', {LIMITS} FROM obligee ORDER BY id",
    "UPDATE electronic_acceptance SET rules_id = rules.id, valid_from = rules.valid_from"
    " FROM obligee_rules rules WHERE rules.obligee_id = electronic_acceptance.obligee_id",
]
BEGIN_RULES = f"""
CREATE FUNCTION begin_obligee_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO obligee_rules (id, obligee_id, version, valid_from, {LIMITS})
    SELECT uuidv7(), id, 1, DATE '2000-01-01', {LIMITS} FROM obligee WHERE id = NEW.id;
    RETURN NULL;
END $$
"""
# Whoever names no rules means the last ones, as a server of the version before does.
BELONG = """
CREATE FUNCTION belong_to_obligee_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.rules_id IS NULL THEN
        SELECT id INTO NEW.rules_id FROM obligee_rules WHERE obligee_id = NEW.obligee_id AND valid_until IS NULL;
    END IF;
    SELECT obligee_id, valid_from, valid_until INTO NEW.obligee_id, NEW.valid_from, NEW.valid_until
    FROM obligee_rules WHERE id = NEW.rules_id;
    RETURN NEW;
END $$
"""
END_RULES = """
CREATE FUNCTION end_obligee_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE electronic_acceptance SET valid_until = NEW.valid_until WHERE rules_id = NEW.id;
    UPDATE obligee_office SET valid_until = NEW.valid_until WHERE rules_id = NEW.id;
    RETURN NULL;
END $$
"""
RULES = [
    *CARRY_OVER,
    "ALTER TABLE obligee_office ADD CONSTRAINT obligee_office_kind_is_known"
    " CHECK (kind IN ('ADVANCE_PAYMENT', 'INTERMEDIATE_ADVANCE_PAYMENT', 'PERFORMANCE'))",
    BEGIN_RULES,
    BELONG,
    END_RULES,
    "CREATE TRIGGER obligee_begins_rules AFTER INSERT ON obligee FOR EACH ROW EXECUTE FUNCTION begin_obligee_rules()",
    "CREATE TRIGGER acceptance_belongs_to_rules BEFORE INSERT ON electronic_acceptance FOR EACH ROW"
    " EXECUTE FUNCTION belong_to_obligee_rules()",
    "CREATE TRIGGER office_belongs_to_rules BEFORE INSERT ON obligee_office FOR EACH ROW"
    " EXECUTE FUNCTION belong_to_obligee_rules()",
    "CREATE TRIGGER obligee_rules_end AFTER UPDATE OF valid_until ON obligee_rules FOR EACH ROW"
    " EXECUTE FUNCTION end_obligee_rules()",
    "CREATE TRIGGER obligee_rules_never_change BEFORE UPDATE ON obligee_rules FOR EACH ROW WHEN ("
    "to_jsonb(OLD) - 'valid_until' IS DISTINCT FROM to_jsonb(NEW) - 'valid_until') EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0031_accounts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ContractApproval",
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
                ("project_name", fields.CharField(max_length=120)),
                ("folded_project_name", fields.TextField(unique=False)),
                ("corporate_number", fields.CharField(null=True, max_length=13)),
                ("approved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contract_approval",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A contract for which an obligee accepts electronic guarantees, named before it is registered here.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="ContractApproval",
            constraint=UniqueConstraint(
                fields=("obligee_id", "folded_project_name", "corporate_number"),
                name="contract_approval_of_a_company_once",
            ),
        ),
        ops.AddConstraint(
            model_name="ContractApproval",
            constraint=UniqueConstraint(
                fields=("obligee_id", "folded_project_name"),
                name="contract_approval_of_anybody_once",
                condition="corporate_number IS NULL",
            ),
        ),
        ops.AddConstraint(
            model_name="ContractApproval",
            constraint=CheckConstraint(
                check="corporate_number ~ '^[0-9]{13}$'", name="contract_approval_number_is_13_digits"
            ),
        ),
        ops.CreateModel(
            name="ObligeeRules",
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
                ("version", fields.IntField(default=1)),
                ("valid_from", fields.DateField(default=datetime.date.fromisoformat("2000-01-01"))),
                ("valid_until", fields.DateField(null=True)),
                ("set_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
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
                "table": "obligee_rules",
                "app": "models",
                "unique_together": (("obligee_id", "version"),),
                "pk_attr": "id",
                "table_description": "What an obligee allows and accepts, for applications of the days from `valid_from` until before `valid_until`.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="ObligeeRules",
            constraint=UniqueConstraint(
                fields=("obligee_id",), name="obligee_rules_have_one_last", condition="valid_until IS NULL"
            ),
        ),
        ops.AddConstraint(
            model_name="ObligeeRules",
            constraint=UniqueConstraint(
                fields=("obligee_id", "valid_from"),
                name="obligee_rules_begin_once",
                condition="valid_until IS NULL OR valid_until > valid_from",
            ),
        ),
        ops.AddConstraint(
            model_name="ObligeeRules",
            constraint=CheckConstraint(check="valid_until >= valid_from", name="obligee_rules_end_after_they_begin"),
        ),
        ops.AddConstraint(
            model_name="ObligeeRules",
            constraint=CheckConstraint(
                check="advance_payment_ratio_bp BETWEEN 0 AND 10000 AND services_advance_payment_ratio_bp BETWEEN 0 AND 10000 AND intermediate_ratio_bp BETWEEN 0 AND 10000 AND combined_ratio_bp BETWEEN 0 AND 10000 AND performance_minimum_ratio_bp BETWEEN 0 AND 10000 AND raised_performance_minimum_ratio_bp BETWEEN 0 AND 10000",
                name="obligee_rules_ratios_are_fractions",
            ),
        ),
        ops.AddConstraint(
            model_name="ObligeeRules",
            constraint=CheckConstraint(
                check="advance_payment_cap > 0 AND rounding_unit > 0 AND minimum_price > 0",
                name="obligee_rules_sums_are_positive",
            ),
        ),
        ops.CreateModel(
            name="ObligeeOffice",
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
                    "rules",
                    fields.ForeignKeyField(
                        "models.ObligeeRules",
                        source_field="rules_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("valid_from", fields.DateField(null=True)),
                ("valid_until", fields.DateField(null=True)),
                ("name", fields.CharField(max_length=60)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                ("notice_addresses", ArrayField(element_type="TEXT")),
            ],
            options={
                "table": "obligee_office",
                "app": "models",
                "unique_together": (("rules_id", "kind", "name"),),
                "pk_attr": "id",
                "table_description": "The office that takes the key notices of one kind of guarantee, under the rules of its obligee.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="ObligeeOffice",
            constraint=CheckConstraint(
                check="cardinality(notice_addresses) BETWEEN 1 AND 20", name="obligee_office_has_few_addresses"
            ),
        ),
        ops.RemoveConstraint(
            model_name="ElectronicAcceptance",
            name=None,
            fields=["obligee_id", "kind", "contract_type"],
        ),
        ops.AddField(
            model_name="ElectronicAcceptance",
            name="approved_contracts_only",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="ElectronicAcceptance",
            name="rules",
            field=fields.ForeignKeyField(
                "models.ObligeeRules",
                source_field="rules_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="ElectronicAcceptance",
            name="valid_from",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="ElectronicAcceptance",
            name="valid_until",
            field=fields.DateField(null=True),
        ),
        ops.AddConstraint(
            model_name="ElectronicAcceptance",
            constraint=UniqueConstraint(fields=("rules_id", "kind", "contract_type"), name=None),
        ),
        ops.RunSQL(RULES),
    ]
