"""Auth keys in the clear, for those who may see them; each is recorded before anything is answered."""

from collections.abc import Sequence
from uuid import UUID

from models.auth_key import AuthKey
from resolvers import audit
from resolvers.loading import Loadable, Reader, walk
from resolvers.relations import Include, ToFirst


async def reveal(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    """Put each key, decrypted, in the place of its row; a step of Reader.after_load.

    Whose keys are loaded at all, resolvers/access.py decides.
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
