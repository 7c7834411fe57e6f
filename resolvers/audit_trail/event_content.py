"""The canonical content of an audit event, which is hashed when it is sealed and when it is verified.

A JSON array of the event's columns as text, in this order, without spaces, in UTF-8: unambiguous whatever the texts
contain. Times are seconds since 1970 with all their digits, which no setting of the database changes.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from security.hash_trees import leaf_hash

COLUMNS = {
    "id": "e.id::text",
    "at": "extract(epoch FROM e.at)::text",
    "role": "e.role",
    "actor_id": "e.actor_id::text",
    "address": "e.address",
    "action": "e.action",
    "subject_id": "e.subject_id::text",
    "subject": "e.subject",
}
"""Every column of audit_event, with its text in SQL; `e` is the alias of the table."""
SELECTED = ", ".join(f"{text} AS {name}" for name, text in COLUMNS.items())


def hash_of(event: Mapping[str, Any]) -> bytes:
    """The hash of an event that was read by SELECTED."""
    return leaf_hash(orjson.dumps([event[name] for name in COLUMNS]))
