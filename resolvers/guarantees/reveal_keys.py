"""Auth keys in the clear, for those who may see them; each reading is recorded before the response."""

from collections.abc import Sequence
from uuid import UUID

from models.auth_key import AuthKey
from resolvers import audit
from resolvers.loading import Loadable, Reader, walk
from resolvers.relations import Include, ToFirst


async def reveal(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    """Replace each key row by the decrypted key; a step of Reader.after_load.

    resolvers/access.py decides which keys are loaded.
    """
    if reader.viewer is None:
        return
    ids: set[UUID] = set()
    for guarantees, name, step in walk(rows, include):
        if isinstance(step.relation, ToFirst) and step.relation.target is AuthKey:
            for guarantee in guarantees:
                if (key := guarantee.related[name]) is not None:
                    opened = reader.services.keyring.decrypt(key.envelope, key.envelope_version, guarantee.number)
                    guarantee.related[name] = opened
                    ids.add(guarantee.id)
    if ids:
        await audit.record_each("auth_key.revealed", ids, viewer=reader.viewer, at=reader.at)
