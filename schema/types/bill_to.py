"""Bill-to parties."""

import models
from schema.reading.fields import Node, column, row_type


@row_type(models.BillTo)
class BillTo(Node):
    """An entry of a contractor's register of bill-to parties (保証料請求先)."""

    name: str = column("Company name, as fee statements print it.")
    department: str | None = column("部署, printed below the name.")
    address: str | None = column("住所, printed above the name.")
