"""setRetentionRule."""

import datetime

from models.after_issue.retention import PurgeSubject
from resolvers.retention import retention_rules as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given
from schema.types.retention.retention_rule import RetentionRule


@described_input
class SetRetentionRuleInput:
    """For how long something is kept."""

    subject: PurgeSubject = given("What is purged.")
    days: int = given("For how many days after their end rows are kept, within the limits of the subject.")
    in_force_from: datetime.date = given("From this day in Japan on: tomorrow or later, within a year.")


@described
class RetentionRuleSet:
    """It is set."""

    retention_rule: RetentionRule = column("The subject, with its rules.")


@mutation(
    use_case.set_,
    "The operator sets how long something is kept, from a later day on, in place of a rule for the same day. A rule"
    " that is in force cannot be replaced. Repeating it changes nothing.",
)
async def set_retention_rule(context: Context, input: SetRetentionRuleInput) -> RetentionRuleSet:
    found = await use_case.set_(
        subject=input.subject, days=input.days, in_force_from=input.in_force_from, **context.caller
    )
    return answer(RetentionRuleSet, retention_rule=found)
