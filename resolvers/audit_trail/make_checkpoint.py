"""Makes the checkpoint of a day: the heads of all chains, signed, in the store of documents."""

import datetime
import hashlib

from tortoise.exceptions import IntegrityError
from uuid_utils.compat import uuid7

from models.after_issue.audit_chain import AuditChain
from models.after_issue.audit_checkpoint import AuditCheckpoint
from models.numbering import today
from models.parties.surety import Surety
from resolvers.audit_trail.checkpoint_content import Checkpoint, Head
from resolvers.audit_trail.seal_events import Sealer
from resolvers.document_services import DocumentServices
from storage import pending_bytes


async def make(*, services: DocumentServices, at: datetime.datetime) -> AuditCheckpoint | None:
    """The checkpoint of today, if there is none yet; whatever is not sealed is sealed before.

    Of several processes that make it at once, one stores it. Raises RenderError, StoreUnavailable; the next call tries
    again.
    """
    day = today(at)
    if await AuditCheckpoint.exists(day=day):
        return None
    await Sealer().seal(at=at)
    heads = {chain.id: Head(chain.last_number, bytes(chain.last_hash)) for chain in await AuditChain.all()}
    names = {id_: str(name) for id_, name in await Surety.all().values_list("id", "name")}
    signed = await services.renderer.sign(Checkpoint(at, services.address, heads).as_json(names))
    row = AuditCheckpoint(
        day=day, made_at=at, storage_key=uuid7(), size=len(signed), sha256=hashlib.sha256(signed).digest()
    )
    await pending_bytes.put(services.store, row.storage_key, signed, at=at)
    try:
        await row.keep()
    except IntegrityError:
        await pending_bytes.discard(services.store, row.storage_key)
        return None
    return row
