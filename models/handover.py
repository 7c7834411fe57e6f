"""Hand-over (提出): how number and key reach the obligee, and the obligee's decision on the certificate."""

import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import Model, fields
from tortoise.migrations.constraints import CheckConstraint

from models.enums import Role
from models.handover_transitions import HANDOVER_ACTS, HandoverAct, HandoverEventKind, HandoverStatus
from models.parties.obligee import HandoverChannel
from models.row import Row, reference

LONGEST_NAME = 120
"""Characters."""
MOST_RETURNS = 19
"""Of one guarantee."""
MOST_MAILINGS, MOST_NOTICES = 100, 20
"""Key notices sent by mail in one hand-over, and files received for one guarantee."""
MOST_EVENTS = MOST_MAILINGS + MOST_NOTICES + 3
"""Of one hand-over: all sendings (one of them by presenting number and key), the first reading, the answer."""
HANDOVER = frozenset(
    ["handover_status", "handover_channel", "sent_at", "viewed_at", "decided_at", "return_reason", "presented_at"]
)
"""The columns of HandedOver that acts change; the database numbers the hand-overs (see Handover)."""

CONSTRAINTS = (
    CheckConstraint(
        name="guarantee_handover_is_complete",
        check="(handover_status = 'NOT_SENT') = (sent_at IS NULL) AND (sent_at IS NULL) = (handover_channel IS NULL)"
        " AND (handover_status IN ('VIEWED', 'ACCEPTED', 'RETURNED')) = (viewed_at IS NOT NULL)"
        " AND (handover_status IN ('ACCEPTED', 'RETURNED')) = (decided_at IS NOT NULL)"
        " AND (handover_status = 'RETURNED') = (return_reason IS NOT NULL)",
    ),
    CheckConstraint(
        name="guarantee_presented_is_electronic",
        check="presented_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
    ),
    CheckConstraint(
        name="guarantee_handed_over_is_electronic",
        check="sent_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
    ),
    CheckConstraint(
        name="guarantee_presented_is_handed_over",
        check="viewed_at IS NULL OR presented_at IS NOT NULL",
    ),
    CheckConstraint(
        name="guarantee_sent_is_in_the_history",
        check="(handover_id IS NULL) = (sent_at IS NULL)",
    ),
)


class Party(NamedTuple):
    """The actor: its role, and a name that both sides know (of a company, an obligee or a system)."""

    role: Role
    name: str


class Happened(NamedTuple):
    """An event of a hand-over. `mail_id` is the mail that sends it."""

    kind: HandoverEventKind
    by: Party
    at: datetime.datetime
    channel: HandoverChannel | None = None
    mail_id: UUID | None = None


class HandoverState(Model):
    """How far one hand-over has come."""

    handover_status = fields.CharEnumField(
        HandoverStatus, max_length=16, default=HandoverStatus.NOT_SENT, db_default=HandoverStatus.NOT_SENT
    )
    handover_channel = fields.CharEnumField(HandoverChannel, max_length=24, null=True)
    sent_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When number and key were sent last."""
    viewed_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When somebody of the obligee first read the certificate since it was handed over."""
    decided_at: datetime.datetime | None = fields.DatetimeField(null=True)
    return_reason: str | None = fields.TextField(null=True)

    class Meta:
        abstract = True


class HandedOver(HandoverState):
    """What stands on a guarantee about its current hand-over: on the same row, as every look-up has to know it."""

    presented_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When the obligee's side first presented number and key; from then on it sees the guarantee.

    It stays when another version of the certificate has to be handed over.
    """
    handover_id: UUID | None = fields.UUIDField(null=True)
    """Which hand-over it is; given by the database when one begins."""

    class Meta:
        abstract = True

    @property
    def happened(self) -> list[Happened]:
        """The events of this object that are not stored yet."""
        return vars(self).setdefault("_happened", [])

    def hand_over(
        self, channel: HandoverChannel, by: Party, *, at: datetime.datetime, mail_id: UUID | None = None
    ) -> None:
        """Number and key are sent to the obligee; an accepted certificate does not change."""
        self.act(HandoverAct.SEND, by, at=at, channel=channel, mail_id=mail_id)

    def present(self, by: Party, *, at: datetime.datetime) -> None:
        """The obligee's side presents number and key: `by` a system, or by a person, who also reads the certificate."""
        if by.role is Role.OBLIGEE:
            self.act(HandoverAct.OPEN, by, at=at, channel=HandoverChannel.DIRECT)
        else:
            self.act(HandoverAct.RECEIVE, by, at=at, channel=HandoverChannel.E_CONTRACT_SYSTEM)

    def begin_anew(self, *, at: datetime.datetime) -> None:
        """Another version of the certificate has to be handed over; the hand-overs of before stay in the history."""
        self.act(HandoverAct.BEGIN_ANEW, Party(Role.SURETY, ""), at=at)

    def act(
        self,
        act: HandoverAct,
        by: Party,
        *,
        at: datetime.datetime,
        channel: HandoverChannel | None = None,
        reason: str | None = None,
        mail_id: UUID | None = None,
    ) -> bool:
        """Apply HANDOVER_ACTS; False if nothing changes in this state.

        `channel` and `mail_id` are those of a sending, `reason` that of a return.
        """
        at = at.astimezone(datetime.UTC)
        given = {"handover_channel": channel, "return_reason": reason}
        kinds = HANDOVER_ACTS[act].apply(self, at=at, given=given)
        for kind in kinds or ():
            is_sent = kind is HandoverEventKind.SENT
            self.happened.append(Happened(kind, by, at, channel if is_sent else None, mail_id if is_sent else None))
        return kinds is not None


class Handover(HandoverState, Row):
    """One hand-over of a guarantee, from the first sending on; after a return the next one begins.

    The rows follow the guarantee's columns: a trigger of the database writes them, whoever changes the guarantee.
    """

    guarantee: Any = reference("models.Guarantee")
    guarantee_id: UUID

    class Meta:
        table = "handover"


class HandoverEvent(Row):
    """What happened to a hand-over, when, and by whom. Rows are never changed or deleted."""

    handover: Handover = reference("models.Handover")
    handover_id: UUID
    at: datetime.datetime = fields.DatetimeField()
    kind = fields.CharEnumField(HandoverEventKind, max_length=16)
    channel = fields.CharEnumField(HandoverChannel, max_length=24, null=True)
    """By which way it was sent; of a sending only."""
    role = fields.CharEnumField(Role, max_length=24)
    party_name = fields.CharField(max_length=LONGEST_NAME)
    """The company, the obligee, or the e-contract system, as it was called then."""
    mail: Any = reference("models.OutgoingMail", null=True)
    mail_id: UUID | None
    """Of a sending by mail: the mail."""

    class Meta:
        table = "handover_event"
        constraints = (
            CheckConstraint(name="handover_event_sent_has_a_channel", check="(kind = 'SENT') = (channel IS NOT NULL)"),
            CheckConstraint(name="handover_event_mail_is_sent", check="mail_id IS NULL OR channel = 'EMAIL'"),
        )
