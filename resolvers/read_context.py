"""The context of a read, which schema/ and web/ pass to use cases."""

import datetime

from models.parties.viewer import Viewer
from resolvers.certificates import presented_keys, record_readings
from resolvers.document_services import DocumentServices
from resolvers.documents import attach_documents
from resolvers.guarantees import reveal_keys
from resolvers.loading import Reader

AFTER_LOAD = (reveal_keys.reveal, attach_documents.attach, presented_keys.attach, record_readings.record_loaded)


def reader(viewer: Viewer | None, *, at: datetime.datetime, services: DocumentServices, wait_until: float) -> Reader:
    """A reader whose rows include auth keys in the clear and documents, if requested.

    All its reads stop waiting for documents at `wait_until`, on the event loop's clock.
    """
    return Reader(viewer, at, services, wait_until, AFTER_LOAD)
