"""What a checkpoint of the audit log states: the head of each chain, as JSON."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import orjson

KIND, FORMAT = "kakusho-audit-checkpoint", 1


class Head(NamedTuple):
    """The last block of a chain at that time."""

    number: int
    hash: bytes


class NoCheckpoint(Exception):
    """The content is not that of a checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """The heads of all chains at one time."""

    made_at: datetime.datetime
    address: str
    """The URL of the installation."""
    heads: Mapping[UUID, Head]

    def as_json(self, names: Mapping[UUID, str]) -> bytes:
        """The content, with the names of sureties for readers."""
        chains = [
            {"chain": str(id_), "surety": names.get(id_), "number": head.number, "hash": head.hash.hex()}
            for id_, head in sorted(self.heads.items())
        ]
        content = {
            "kind": KIND,
            "format": FORMAT,
            "installation": self.address,
            "madeAt": self.made_at.astimezone(datetime.UTC).isoformat(),
            "chains": chains,
        }
        return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def parsed(content: bytes) -> Checkpoint:
    """The checkpoint. Raises NoCheckpoint."""
    try:
        found: Any = orjson.loads(content)
        if (found["kind"], found["format"]) != (KIND, FORMAT):
            raise NoCheckpoint
        heads = {
            UUID(each["chain"]): Head(int(each["number"]), bytes.fromhex(each["hash"])) for each in found["chains"]
        }
        return Checkpoint(datetime.datetime.fromisoformat(found["madeAt"]), str(found["installation"]), heads)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NoCheckpoint from None
