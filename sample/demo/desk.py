"""Who acts in the demonstration, and what all cases need: the register, the clock's day, readers, keys."""

import datetime
from dataclasses import dataclass, field
from uuid import UUID

from models.enums import Role
from models.guarantee import Guarantee
from models.numbering import today
from models.parties.account import Account, ApiClient
from models.parties.obligee import Obligee
from models.parties.viewer import Viewer
from pdf.reading.attachment_reader import AttachmentReader
from resolvers import throttle_failures
from resolvers.document_services import DocumentServices
from resolvers.loading import Reader
from resolvers.parties import identify
from sample.sample_register import SampleRegister
from security.throttle import Throttle

ADDRESS = "sample data"
"""From where all acts come, for the audit log."""


@dataclass(frozen=True)
class Desk:
    """The people of the sample register, and the services that they use."""

    sample: SampleRegister
    services: DocumentServices
    files: AttachmentReader
    now: datetime.datetime
    people: dict[str, Viewer]
    """By the local part of the account's address: contractor, surety, reviewer, obligee, city, operator."""
    system: Viewer
    """The e-contract system."""
    throttle: Throttle = field(default_factory=lambda: Throttle(throttle_failures.count))
    keys: dict[UUID, str] = field(default_factory=dict[UUID, str])
    """The auth key of each issued guarantee, as its contractor knows it."""

    def day(self, days: int) -> datetime.date:
        """The day so many days after today."""
        return today(self.now) + datetime.timedelta(days=days)

    def later(self, at: datetime.datetime, hours: int = 1) -> datetime.datetime:
        """Some hours after an act, and not in the future."""
        return min(at + datetime.timedelta(hours=hours), self.now)

    def official_of(self, guarantee: Guarantee) -> Viewer:
        """Who reads the certificates of its obligee."""
        officials = (self.people["obligee"], self.people["city"])
        return next(each for each in officials if each.obligee_id == guarantee.obligee_id)

    def reader(self, viewer: Viewer, at: datetime.datetime) -> Reader:
        """A reader that loads rows alone: nothing of them is shown."""
        return Reader(viewer, at, self.services, wait_until=0, after_load=())


async def opened(
    sample: SampleRegister, services: DocumentServices, files: AttachmentReader, *, now: datetime.datetime
) -> Desk:
    """The desk of a register whose accounts are stored."""
    people = {
        account.email.partition("@")[0]: identify.as_person(account, ADDRESS)
        for account in await Account.filter(is_active=True)
    }
    client = await ApiClient.get()
    ids = await Obligee.filter(name="栃木県").values_list("id", flat=True)
    system = Viewer(Role.E_CONTRACT_SYSTEM, client.id, client.name, ADDRESS, obligee_ids=tuple(map(_uuid, ids)))
    return Desk(sample, services, files, now, people, system)


def _uuid(value: object) -> UUID:
    return UUID(str(value))
