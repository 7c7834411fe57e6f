"""Members of joint ventures with address, share and corporate number; those that are registered read along.

Of existing contracts the names of the members are known, and nothing else: nobody reads them along.
"""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

SHARES = """
CREATE FUNCTION joint_venture_shares_are_whole(parties jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT count(share) = 0
        OR (count(share) = count(*) AND min(share) > 0 AND sum(share) = 100 AND bool_and(share = round(share, 2)))
    FROM (SELECT (party ->> 'share_percent')::numeric AS share FROM jsonb_array_elements(parties) AS party) AS each
$$"""
KEEP = """
CREATE FUNCTION keep_contract_parties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM contract_party WHERE contract_id = OLD.id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    INSERT INTO contract_party (id, contract_id, contractor_id)
    SELECT uuidv7(), NEW.id, (party ->> 'contractor_id')::uuid
    FROM jsonb_array_elements(NEW.joint_venture_parties) AS party
    WHERE (party ->> 'contractor_id')::uuid <> NEW.contractor_id;
    RETURN NULL;
END $$"""
RULES = [
    KEEP,
    "CREATE TRIGGER contract_has_parties AFTER INSERT ON contract FOR EACH ROW"
    " WHEN (NEW.joint_venture_parties <> '[]') EXECUTE FUNCTION keep_contract_parties()",
    "CREATE TRIGGER contract_changes_parties AFTER UPDATE OF joint_venture_parties ON contract FOR EACH ROW"
    " WHEN (OLD.joint_venture_parties <> NEW.joint_venture_parties) EXECUTE FUNCTION keep_contract_parties()",
    "CREATE TRIGGER contract_loses_parties BEFORE DELETE ON contract FOR EACH ROW"
    " EXECUTE FUNCTION keep_contract_parties()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0028_monthly_payment")]

    initial = False

    operations = [
        ops.RunSQL([SHARES]),
        ops.AddField(
            model_name="Contract",
            name="joint_venture_parties",
            field=fields.JSONField(default=list, db_default=[], encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddConstraint(
            model_name="Contract",
            constraint=CheckConstraint(
                check="jsonb_array_length(joint_venture_parties) IN (0, cardinality(joint_venture_members))",
                name="contract_parties_are_its_members",
            ),
        ),
        ops.AddConstraint(
            model_name="Contract",
            constraint=CheckConstraint(
                check="joint_venture_shares_are_whole(joint_venture_parties)", name="contract_shares_are_whole"
            ),
        ),
        ops.CreateModel(
            name="ContractParty",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
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
            ],
            options={
                "table": "contract_party",
                "app": "models",
                "unique_together": (("contractor_id", "contract_id"),),
                "pk_attr": "id",
                "table_description": "A registered member of a joint venture, other than its lead. The database derives"
                " it from the contract.",
            },
            bases=["Row"],
        ),
        ops.RunSQL(RULES),
    ]
