"""setBranchNotifications."""

import strawberry

from models.parties.branch_notification import NotificationTiming
from resolvers.parties import set_branch_notifications as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.surety import Branch


@described_input
class SetBranchNotificationsInput:
    """The branch, and what is to change; what is left out stays as it is."""

    branch_id: strawberry.ID = given("A branch of the viewer's surety.")
    timing: NotificationTiming | None = given("When it is told of an application.", default=None)
    email: str | None = given("Where its mails go; an empty text means: to the surety's address.", default=None)
    reminder_days: int | None = given("Business days of waiting before a reminder, 1 to 30.", default=None)


@described
class BranchNotificationsSet:
    """It has been changed, for applications and reminders from now on."""

    branch: Branch = column("The branch; its `notifications` are as they are now.")


@mutation(
    use_case.choose,
    "The surety's staff chooses how a branch is told of applications: at once or by one digest an hour, at which"
    " address, and after how many business days of waiting it is reminded.",
)
async def set_branch_notifications(context: Context, input: SetBranchNotificationsInput) -> BranchNotificationsSet:
    choice = use_case.Choice(timing=input.timing, email=input.email, reminder_days=input.reminder_days)
    branch = await use_case.choose(branch_id=ids.key_of(input.branch_id, "Branch"), choice=choice, **context.caller)
    return answer(BranchNotificationsSet, branch=branch)
