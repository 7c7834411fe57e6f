"""What each e-contract system has presented number and key of, by look-up or by uploading the notice."""

import datetime
from uuid import UUID

from tortoise import fields

from models.guarantee import Guarantee
from models.parties.account import ApiClient
from models.row import Row, reference


class KeyPresentation(Row):
    """An e-contract system has presented number and key of a guarantee: from then on it sees the guarantee.

    It never changes.
    """

    api_client: ApiClient = reference("models.ApiClient")
    api_client_id: UUID
    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    presented_at: datetime.datetime = fields.DatetimeField()

    class Meta:
        table = "key_presentation"
        unique_together = (("api_client_id", "guarantee_id"),)
