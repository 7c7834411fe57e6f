import datetime

import pytest

from models.enums import Role
from models.errors import WrongState
from models.guarantee import Guarantee, GuaranteeStatus
from models.handover import Party
from models.handover_transitions import HandoverEventKind, HandoverStatus
from models.parties.obligee import HandoverChannel

NOON = datetime.datetime(2026, 11, 20, 3, tzinfo=datetime.UTC)
LATER = NOON + datetime.timedelta(hours=1)
MAIL, SYSTEM = HandoverChannel.EMAIL, HandoverChannel.E_CONTRACT_SYSTEM
CONTRACTOR, MACHINE, OFFICIAL = (
    Party(role, role.value) for role in (Role.CONTRACTOR, Role.E_CONTRACT_SYSTEM, Role.OBLIGEE)
)


def in_force() -> Guarantee:
    return Guarantee(status=GuaranteeStatus.IN_FORCE)


def state(guarantee: Guarantee) -> tuple[HandoverStatus, HandoverChannel | None, *tuple[datetime.datetime | None, ...]]:
    return (guarantee.handover_status, guarantee.handover_channel, guarantee.sent_at, guarantee.viewed_at,
            guarantee.decided_at)  # fmt: skip


def test_begins_unsent() -> None:
    assert state(in_force()) == (HandoverStatus.NOT_SENT, None, None, None, None)


def test_is_sent_viewed_and_accepted() -> None:
    guarantee = in_force()
    guarantee.hand_over(MAIL, CONTRACTOR, at=NOON)
    assert state(guarantee) == (HandoverStatus.SENT, MAIL, NOON, None, None)
    guarantee.present(OFFICIAL, at=LATER)
    assert state(guarantee) == (HandoverStatus.VIEWED, MAIL, NOON, LATER, None)
    guarantee.accept(OFFICIAL, at=LATER)
    assert state(guarantee) == (HandoverStatus.ACCEPTED, MAIL, NOON, LATER, LATER)


def test_sent_again_it_stays_viewed() -> None:
    guarantee = in_force()
    guarantee.hand_over(MAIL, CONTRACTOR, at=NOON)
    guarantee.present(OFFICIAL, at=NOON)
    guarantee.hand_over(SYSTEM, MACHINE, at=LATER)
    guarantee.present(OFFICIAL, at=LATER)
    assert state(guarantee) == (HandoverStatus.VIEWED, SYSTEM, LATER, NOON, None)


def test_sent_again_after_a_return_it_begins_anew() -> None:
    guarantee = in_force()
    guarantee.hand_over(MAIL, CONTRACTOR, at=NOON)
    guarantee.return_certificate("誤り", OFFICIAL, at=NOON)
    assert guarantee.return_reason == "誤り"
    guarantee.hand_over(SYSTEM, MACHINE, at=LATER)
    assert state(guarantee) == (HandoverStatus.SENT, SYSTEM, LATER, None, None)
    assert guarantee.return_reason is None
    assert [(event.kind.value, event.by, event.at, event.channel) for event in guarantee.happened] == [
        ("SENT", CONTRACTOR, NOON, MAIL),
        ("VIEWED", OFFICIAL, NOON, None),
        ("RETURNED", OFFICIAL, NOON, None),
        ("SENT", MACHINE, LATER, SYSTEM),
    ]


def test_what_is_accepted_is_never_sent_again() -> None:
    guarantee = in_force()
    guarantee.hand_over(MAIL, CONTRACTOR, at=NOON)
    guarantee.accept(OFFICIAL, at=NOON)
    before = state(guarantee)
    guarantee.hand_over(SYSTEM, MACHINE, at=LATER)
    assert state(guarantee) == before


def test_what_a_system_decides_on_counts_as_handed_over_and_viewed() -> None:
    guarantee = in_force()
    guarantee.accept(MACHINE, at=NOON)
    assert state(guarantee) == (HandoverStatus.ACCEPTED, SYSTEM, NOON, NOON, NOON)
    assert guarantee.presented_at == NOON
    assert [event.kind for event in guarantee.happened] == [HandoverEventKind.SENT, HandoverEventKind.ACCEPTED]


def test_what_is_returned_is_not_decided_on_again_and_stays() -> None:
    guarantee = in_force()
    guarantee.return_certificate("誤り", OFFICIAL, at=NOON)
    before = state(guarantee), list(guarantee.happened)
    with pytest.raises(WrongState, match="返却"):
        guarantee.accept(OFFICIAL, at=LATER)
    assert (state(guarantee), guarantee.happened) == before
    assert guarantee.return_reason == "誤り"


@pytest.mark.parametrize("status", sorted(set(GuaranteeStatus) - {GuaranteeStatus.IN_FORCE}))
def test_only_what_is_in_force_is_decided_on(status: GuaranteeStatus) -> None:
    guarantee = Guarantee(status=status)
    with pytest.raises(WrongState, match="手続状況"):
        guarantee.accept(OFFICIAL, at=NOON)
    with pytest.raises(WrongState):
        guarantee.return_certificate("誤り", OFFICIAL, at=NOON)


def test_is_presented_once() -> None:
    guarantee = in_force()
    guarantee.present(MACHINE, at=NOON)
    guarantee.present(MACHINE, at=LATER)
    assert guarantee.presented_at == NOON


def test_moments_are_kept_in_utc() -> None:
    guarantee = in_force()
    guarantee.hand_over(MAIL, CONTRACTOR, at=NOON.astimezone(datetime.timezone(datetime.timedelta(hours=9))))
    assert guarantee.sent_at is not None
    assert guarantee.sent_at.tzinfo is datetime.UTC
