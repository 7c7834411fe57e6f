"""API clients managed by the operator: rate limits, and tokens with a name and a last use."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

NAME_EARLIER = "UPDATE access_token SET name = '無名 ' || id WHERE api_client_id IS NOT NULL"


class Migration(migrations.Migration):
    """Adds columns and constraints; tokens of API clients without a name get one."""

    dependencies = [("models", "0006_mail")]

    initial = False

    operations = [
        ops.AddField("ApiClient", "requests_per_minute", fields.IntField(default=600, db_default=600)),
        ops.AddField("AccessToken", "name", fields.CharField(null=True, max_length=120)),
        ops.AddField(
            "AccessToken", "last_used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)
        ),
        ops.RunSQL(NAME_EARLIER),
        ops.AddConstraint("ApiClient", CheckConstraint(name="api_client_may_ask", check="requests_per_minute > 0")),
        ops.AddConstraint(
            "AccessToken",
            CheckConstraint(name="access_token_of_a_client_is_named", check="(api_client_id IS NULL) = (name IS NULL)"),
        ),
        ops.AddConstraint(
            "AccessToken",
            UniqueConstraint(
                fields=("api_client_id", "name"), name="access_token_name_is_free", condition="revoked_at IS NULL"
            ),
        ),
    ]
