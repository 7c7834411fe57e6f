"""Sureties and branches."""

import models
from models.parties.branch_notification import NotificationTiming
from models.parties.surety import MOST_BRANCHES
from resolvers.relations import ToFirst, ToMany
from schema.reading.fields import ListLength, Node, column, relation, row_type


@row_type(models.BranchNotification)
class BranchNotifications:
    """How a branch wants to be told of applications by mail."""

    timing: NotificationTiming = column("When it is told of an application.")
    email: str | None = column("Where its mails go; null for the surety's address.")
    reminder_days: int = column("After how many business days of waiting it is reminded of an application.")


@row_type(models.Branch)
class Branch(Node):
    """A surety's branch (支店)."""

    code: str = column("Three digits; guarantee numbers given by this branch begin with them.")
    name: str = column("Such as 栃木支店.")
    telephone: str = column("Telephone number.")
    fax: str | None = column("Fax number.")
    notifications: BranchNotifications | None = relation(
        ToFirst(models.BranchNotification, "branch_id"),
        "How it wants to be told of applications, for its surety's staff and operators only. Null also while nobody has"
        " chosen: then IMMEDIATE, reminded after 3 business days.",
    )


@row_type(models.Surety)
class Surety(Node):
    """A surety (保証会社)."""

    name: str = column("Company name.")
    address: str = column("Address of the head office.")
    representative: str = column("Title and name of the representative, as printed on certificates.")
    branches: list[Branch] = relation(
        ToMany(models.Branch, "surety_id", order="code"), "Its branches, by code.", length=ListLength(10, MOST_BRANCHES)
    )
