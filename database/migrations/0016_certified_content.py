"""A certificate's version has its whole content: the contract's type, the medium, the joint venture's members.

It also has the time at which it ended, as a guarantee does. A paper certificate has a copy beside the printed original.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.document import DocumentKind
from models.enums import ContractType, Medium

CONTENT = "certificate_content_is_immutable"
MEMBERS = """
    coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'name', member.name, 'address', CASE WHEN is_lead THEN contractor.address END,
            'share_percent', NULL, 'is_lead', is_lead
        ) ORDER BY place)
        FROM unnest(contract.joint_venture_members) WITH ORDINALITY AS member (name, place),
        LATERAL (SELECT place = coalesce(array_position(contract.joint_venture_members, contractor.name::text), 1)
            AS is_lead) AS named
    ), '[]')
"""
EARLIER = [
    f"ALTER TABLE certificate DISABLE TRIGGER {CONTENT}",
    f"""
    UPDATE certificate SET contract_type = contract.contract_type, medium = guarantee.medium,
        joint_venture_members = CASE WHEN certificate.joint_venture_name IS NULL THEN '[]' ELSE {MEMBERS} END
    FROM guarantee
    JOIN contract ON contract.id = guarantee.contract_id
    JOIN contractor ON contractor.id = contract.contractor_id
    WHERE guarantee.id = certificate.guarantee_id
    """,
    """
    UPDATE certificate SET ended_at = (
        SELECT min(later.issued_at) FROM certificate later
        WHERE later.guarantee_id = certificate.guarantee_id AND later.issued_at > certificate.issued_at
    ) WHERE status IN ('SUPERSEDED', 'CORRECTED')
    """,
    f"DROP TRIGGER {CONTENT} ON certificate",
]
"""For earlier issues; the time of a cancellation was not recorded."""
RULES = [
    "ALTER TABLE certificate ADD CONSTRAINT certificate_contract_type_is_known"
    " CHECK (contract_type IN ('WORKS', 'SERVICES'))",
    "ALTER TABLE certificate ADD CONSTRAINT certificate_medium_is_known CHECK (medium IN ('ELECTRONIC', 'PAPER'))",
    # The end is written once, together with the status.
    f"""
    CREATE TRIGGER {CONTENT} BEFORE UPDATE ON certificate FOR EACH ROW WHEN (
        to_jsonb(OLD) - '{{status,ended_at}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{status,ended_at}}'::text[]
        OR (OLD.status <> NEW.status AND OLD.status <> 'CURRENT')
        OR (OLD.status = NEW.status AND OLD.ended_at IS DISTINCT FROM NEW.ended_at)
    ) EXECUTE FUNCTION forbid()
    """,
    # On every path that ends something: without a given time it ends now.
    """
    CREATE FUNCTION date_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at THEN
            NEW.ended_at := now();
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER certificate_has_ended BEFORE UPDATE ON certificate FOR EACH ROW WHEN ("
    "OLD.status = 'CURRENT' AND NEW.status <> 'CURRENT') EXECUTE FUNCTION date_the_end()",
    "CREATE TRIGGER guarantee_has_ended BEFORE UPDATE ON guarantee FOR EACH ROW WHEN ("
    "NEW.status IN ('EXPIRED', 'RELEASED', 'CANCELLED', 'PAID') AND NEW.status <> OLD.status)"
    " EXECUTE FUNCTION date_the_end()",
]
COPIES = [
    "ALTER TABLE document DROP CONSTRAINT document_kind_is_known, ADD CONSTRAINT document_kind_is_known"
    " CHECK (kind IN ('CERTIFICATE', 'CERTIFICATE_COPY', 'KEY_NOTICE', 'FEE_STATEMENT'))",
    """
    CREATE FUNCTION ask_for_copies() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO document (id, kind, certificate_id, due_at, attempts)
        SELECT uuidv7(), 'CERTIFICATE_COPY', id, issued_at, 0 FROM added WHERE medium = 'PAPER';
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER certificate_asks_for_its_copy AFTER INSERT ON certificate REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION ask_for_copies()",
    "INSERT INTO document (id, kind, certificate_id, due_at, attempts)"
    " SELECT uuidv7(), 'CERTIFICATE_COPY', id, issued_at, 0 FROM certificate WHERE medium = 'PAPER'",
]


def contract_type(*, null: bool) -> fields.Field[ContractType]:
    return fields.CharEnumField(null=null, enum_type=ContractType, max_length=16)  # type: ignore[return-value]


def medium(*, null: bool) -> fields.Field[Medium]:
    return fields.CharEnumField(null=null, enum_type=Medium, max_length=16)  # type: ignore[return-value]


class Migration(migrations.Migration):
    """Copies the content of earlier versions from their contracts."""

    dependencies = [("models", "0015_handovers")]

    initial = False

    operations = [
        ops.AddField("Certificate", "contract_type", contract_type(null=True)),
        ops.AddField("Certificate", "medium", medium(null=True)),
        ops.AddField("Certificate", "joint_venture_members", fields.JSONField(null=True)),
        ops.AddField("Certificate", "ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        ops.AddField("Guarantee", "ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
        ops.RunSQL(EARLIER),
        ops.AlterField("Certificate", "contract_type", contract_type(null=False)),
        ops.AlterField("Certificate", "medium", medium(null=False)),
        ops.AlterField("Certificate", "joint_venture_members", fields.JSONField(default=list)),
        ops.AddConstraint(
            "Certificate",
            CheckConstraint(
                name="certificate_joint_venture_has_members",
                check="(joint_venture_name IS NULL) = (jsonb_array_length(joint_venture_members) = 0)",
            ),
        ),
        ops.AlterField("Document", "kind", fields.CharEnumField(enum_type=DocumentKind, max_length=16)),
        ops.AddConstraint(
            "Document",
            UniqueConstraint(
                fields=("certificate_id",), name="document_one_copy", condition="kind = 'CERTIFICATE_COPY'"
            ),
        ),
        ops.RunSQL(RULES),
        ops.RunSQL(COPIES),
    ]
