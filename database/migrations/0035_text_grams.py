"""Lists are searched and sorted by indexes, also for texts that no row contains (decision 0044).

pg_trgm is not in every PostgreSQL, and a server without it must find the same.
"""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.texts import kanji_forms
from models.texts.normalization import LOOK_ALIKES

FORMS = "".join([*kanji_forms.FORMS, *LOOK_ALIKES.values()])
COMMON = "".join([*kanji_forms.FORMS.values(), *(mark * len(marks) for mark, marks in LOOK_ALIKES.items())])
BETWEEN = "[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]"
# A necessary condition of contains_text: what the pattern of a text matches has all of the text's grams. Letters are a-z, kana
# and kanji; other characters (whose case may depend on the database) separate, as columns do. Runs of digits count from
# three on: shorter ones are in most rows. Numbers instead of texts keep the index small; equal ones are harmless.
GRAMS = rf"""
CREATE FUNCTION text_grams(VARIADIC texts text[]) RETURNS int[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 20000 AS $$
DECLARE
    plain text := lower(normalize(array_to_string(texts, E'\x1f'), NFKC) COLLATE "C");
    grams int[] := '{{}}';
    code int;
    before int;
    earlier int;
BEGIN
    IF plain ~ '{BETWEEN}' THEN
        plain := regexp_replace(plain, '{BETWEEN}+', '', 'g');
    END IF;
    IF plain ~ '[{FORMS}]' THEN
        plain := translate(plain, '{FORMS}', '{COMMON}');
    END IF;
    FOREACH code IN ARRAY ARRAY(SELECT ascii(letter) FROM string_to_table(plain, NULL) AS letter) LOOP
        IF code BETWEEN 12353 AND 40959 AND code <> 12539 OR code BETWEEN 97 AND 122 OR code >= 131072
            OR code BETWEEN 12293 AND 12295
        THEN
            grams := grams || code;
            IF before IS NOT NULL THEN
                grams := grams || ((before * 4099 + code) % 16777213 | 16777216);
            END IF;
        ELSIF code BETWEEN 48 AND 57 THEN
            IF before >= 97 THEN
                grams := grams || ((before * 4099 + code) % 16777213 | 16777216);
            END IF;
        ELSE
            code := NULL;
        END IF;
        IF code < 128 AND before < 128 AND earlier < 128 THEN
            grams := grams || (earlier << 14 | before << 7 | code | 33554432);
        END IF;
        earlier := before;
        before := code;
    END LOOP;
    RETURN grams;
END
$$
"""
INDEXES = """
CREATE INDEX certificate_by_text ON certificate
    USING gin (text_grams(guarantee_number, project_name, principal_name, joint_venture_name));
CREATE INDEX contract_by_text ON contract USING gin (text_grams(project_name, joint_venture_name));
CREATE INDEX contractor_by_text ON contractor USING gin (text_grams(name));
CREATE INDEX received_notice_by_text ON received_notice USING gin (text_grams(contract_reference));
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0034_seals")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="Guarantee",
            index=Index(fields=["surety_id", "status", "id"], name="guarantee_by_status"),
        ),
        ops.AddIndex(
            model_name="Guarantee",
            index=Index(fields=["surety_id", "issued_at"], name="guarantee_by_issue"),
        ),
        ops.AddIndex(
            model_name="Guarantee",
            index=Index(fields=["surety_id", "expiry_date", "id"], name="guarantee_by_expiry"),
        ),
        ops.AddIndex(
            model_name="Guarantee",
            index=Index(fields=["surety_id", "amount", "id"], name="guarantee_by_amount"),
        ),
        ops.AddIndex(
            model_name="Contract",
            index=Index(fields=["surety_id", "contract_date", "id"], name="contract_by_date"),
        ),
        ops.AddIndex(
            model_name="Contract",
            index=Index(fields=["surety_id", "contract_price", "id"], name="contract_by_price"),
        ),
        ops.RunSQL(GRAMS),
        ops.RunSQL(INDEXES),
    ]
