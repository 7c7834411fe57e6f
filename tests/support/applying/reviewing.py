"""Operations of a surety's reviewers over the API."""

from typing import Any

from tests.conftest import Api

PROBLEMS = "... on UserError { message } ... on InvalidInput { problems { path code message } }"
ADD_NOTE = f"""
mutation($input: AddReviewNoteInput!) {{ addReviewNote(input: $input) {{
  __typename {PROBLEMS}
  ... on ReviewNoteAdded {{ application {{ id reviewNotes {{ writtenAt by body guarantee {{ id }} }} }} }} }} }}
"""
SET_NOTIFICATIONS = f"""
mutation($input: SetBranchNotificationsInput!) {{ setBranchNotifications(input: $input) {{
  __typename {PROBLEMS}
  ... on BranchNotificationsSet {{ branch {{ id notifications {{ timing email reminderDays }} }} }} }} }}
"""
MARK_READ = """
mutation($input: ApplicationActionInput!) { markMessagesRead(input: $input) {
  __typename ... on UserError { message } ... on WrongState { status }
  ... on MessagesMarkedRead { application { id unreadMessages messages { from body readAt } } } } }
"""


async def add_note(api: Api, **given: Any) -> dict[str, Any]:
    """The answer of addReviewNote."""
    return (await api.data(ADD_NOTE, as_="surety", input={"body": "写しを確認済み"} | given))["addReviewNote"]


async def set_notifications(api: Api, branch_id: str, **given: Any) -> dict[str, Any]:
    """The branch's notifications, as they are then."""
    answer = await api.data(SET_NOTIFICATIONS, as_="surety", input={"branchId": branch_id, **given})
    assert answer["setBranchNotifications"]["__typename"] == "BranchNotificationsSet", answer
    return answer["setBranchNotifications"]["branch"]["notifications"]


async def mark_read(api: Api, application_id: str, *, as_: str) -> dict[str, Any]:
    """The application, when its messages are marked as read."""
    answer = await api.data(MARK_READ, as_=as_, input={"applicationId": application_id})
    assert answer["markMessagesRead"]["__typename"] == "MessagesMarkedRead", answer
    return answer["markMessagesRead"]["application"]
