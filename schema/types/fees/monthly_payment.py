"""Who may pay fees by the month."""

import datetime

import models
from resolvers.relations import ToOne
from schema.reading.fields import Node, column, relation, row_type
from schema.types.contractor import Contractor
from schema.types.surety import Surety


@row_type(models.MonthlyPayment)
class MonthlyPayment(Node):
    """Whether a contractor may pay a surety's fees by the month (一括納付), from a day until the next entry."""

    surety: Surety = relation(ToOne(models.Surety, "surety_id"), "The surety that has entered it.")
    contractor: Contractor = relation(ToOne(models.Contractor, "contractor_id"), "The contractor.")
    valid_from: datetime.date = column("The first day on which it counts.")
    may_pay_monthly: bool = column("Whether MONTHLY_CONSOLIDATED may be chosen; without an entry it may not.")
