import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from models.audit_records import AuditEvent
from models.auth_key import AuthKey, AuthKeyStatus
from models.certificate import Certificate
from models.enums import Medium, Role
from models.errors import NotSignedIn
from models.guarantee import Guarantee
from models.parties.account import ApiClient
from models.parties.viewer import Viewer
from models.refusals import TooManyAttempts
from resolvers import throttle_failures
from resolvers.certificates import look_up
from resolvers.loading import Reader
from sample.sample_register import SampleRegister
from security.throttle import Throttle
from tests.conftest import NOON
from tests.support.database.sql_statements import recorded_statements
from tests.support.readers import reader_of, system_viewer
from tests.support.refusals import table_contents
from tests.support.use_cases import KEY, NOWHERE, OTHER_KEY, READ, advance, approved, issue, issued, performance


async def find(
    viewer: Viewer | None, number: str, key: str = KEY, throttle: Throttle | None = None
) -> Certificate | None:
    reader = reader_of(viewer)
    return await look_up.certificate(
        number=number, key=key, include={}, reader=reader, throttle=throttle or Throttle(throttle_failures.count)
    )


@pytest.fixture
async def guarantee(sample: SampleRegister) -> Guarantee:
    """An electronic guarantee in favour of 栃木県, issued."""
    return (await issued(sample, advance()))[0]


async def system(sample: SampleRegister) -> Viewer:
    return await system_viewer(sample.obligees["栃木県"].id)


async def test_the_obligee_reads_the_certificate_with_number_and_key(
    sample: SampleRegister, guarantee: Guarantee
) -> None:
    certificate = await find(sample.viewers[Role.OBLIGEE], str(guarantee.number))
    assert certificate is not None
    assert (certificate.guarantee_id, certificate.guarantee_number) == (guarantee.id, guarantee.number)
    assert (await Guarantee.get(id=guarantee.id)).presented_at == NOON
    event = await AuditEvent.get(action="certificate.read")
    assert (event.subject_id, event.actor_id) == (guarantee.id, sample.viewers[Role.OBLIGEE].actor_id)


async def test_a_system_that_acts_for_the_obligee_presents_too(sample: SampleRegister, guarantee: Guarantee) -> None:
    assert await find(await system(sample), str(guarantee.number)) is not None
    assert (await Guarantee.get(id=guarantee.id)).presented_at == NOON


def said(guarantee: Guarantee) -> tuple[str, str | None, bool, bool]:
    """Its hand-over: status, channel, whether it was sent and viewed."""
    channel = guarantee.handover_channel and guarantee.handover_channel.value
    return guarantee.handover_status.value, channel, guarantee.sent_at == NOON, guarantee.viewed_at == NOON


async def test_number_and_key_typed_in_by_an_official_are_handed_over_and_read(
    sample: SampleRegister, guarantee: Guarantee
) -> None:
    await find(sample.viewers[Role.OBLIGEE], str(guarantee.number))
    assert said(await Guarantee.get(id=guarantee.id)) == ("VIEWED", "DIRECT", True, True)


async def test_a_system_receives_and_an_official_reads(sample: SampleRegister, guarantee: Guarantee) -> None:
    await find(await system(sample), str(guarantee.number))
    assert said(await Guarantee.get(id=guarantee.id)) == ("SENT", "E_CONTRACT_SYSTEM", True, False)
    await find(sample.viewers[Role.OBLIGEE], str(guarantee.number))
    assert said(await Guarantee.get(id=guarantee.id)) == ("VIEWED", "E_CONTRACT_SYSTEM", True, True)


async def test_what_came_by_mail_came_by_mail(sample: SampleRegister, guarantee: Guarantee) -> None:
    sent = {"handover_status": "SENT", "handover_channel": "EMAIL", "sent_at": NOON}
    await Guarantee.filter(id=guarantee.id).update(**sent)
    await find(await system(sample), str(guarantee.number))
    assert said(await Guarantee.get(id=guarantee.id)) == ("SENT", "EMAIL", True, False)
    await find(sample.viewers[Role.OBLIGEE], str(guarantee.number))
    assert said(await Guarantee.get(id=guarantee.id)) == ("VIEWED", "EMAIL", True, True)


async def test_what_is_accepted_is_read_and_stays(sample: SampleRegister, guarantee: Guarantee) -> None:
    await Guarantee.filter(id=guarantee.id).update(**READ | {"handover_status": "ACCEPTED"}, decided_at=NOON)
    for viewer in (sample.viewers[Role.OBLIGEE], await system(sample)):
        assert await find(viewer, str(guarantee.number)) is not None
    assert (await Guarantee.get(id=guarantee.id)).handover_status.value == "ACCEPTED"


async def test_the_surety_reads_without_presenting(sample: SampleRegister, guarantee: Guarantee) -> None:
    assert await find(sample.viewers[Role.SURETY], str(guarantee.number)) is not None
    assert (await Guarantee.get(id=guarantee.id)).presented_at is None


async def test_the_first_presentation_counts(sample: SampleRegister, guarantee: Guarantee) -> None:
    viewer = sample.viewers[Role.OBLIGEE]
    await find(viewer, str(guarantee.number))
    later = reader_of(viewer, NOON.replace(hour=18))
    arguments: dict[str, Any] = {
        "number": guarantee.number,
        "key": KEY,
        "include": {},
        "throttle": Throttle(throttle_failures.count),
    }
    assert await look_up.certificate(reader=later, **arguments) is not None
    assert (await Guarantee.get(id=guarantee.id)).presented_at == NOON
    assert await AuditEvent.filter(action="certificate.read").count() == 2


async def test_what_a_system_has_received_is_shown_to_the_obligee_who_thereby_reads_it(
    sample: SampleRegister, guarantee: Guarantee, reader: Callable[..., Reader]
) -> None:
    certificate = await find(await system(sample), str(guarantee.number))
    assert certificate is not None
    for role, status in ((Role.SURETY, "SENT"), (Role.OBLIGEE, "VIEWED")):
        shown = await look_up.without_key(certificate.id, include={}, reader=reader(role))
        assert shown == certificate
        assert (await Guarantee.get(id=guarantee.id)).handover_status.value == status
    assert await AuditEvent.filter(action="certificate.shown", subject_id=guarantee.id).count() == 2


async def test_what_nobody_has_presented_is_shown_to_nobody_of_the_obligee(
    sample: SampleRegister, guarantee: Guarantee, reader: Callable[..., Reader]
) -> None:
    version = await Certificate.get(guarantee_id=guarantee.id)
    for role in (Role.OBLIGEE, None):
        assert await look_up.without_key(version.id, include={}, reader=reader(role)) is None
    assert not await AuditEvent.filter(action="certificate.shown").exists()


async def misses(sample: SampleRegister, guarantee: Guarantee) -> dict[str, tuple[Viewer, str, str]]:
    """All cases that must be indistinguishable misses."""
    (paper,) = await approved(sample, performance(medium=Medium.PAPER))
    paper_number = str((await issue(sample, paper)).number)
    (rotated,) = await issued(sample, advance())
    await AuthKey.filter(guarantee_id=rotated.id).update(status=AuthKeyStatus.ROTATED)
    obligee, number = sample.viewers[Role.OBLIGEE], str(guarantee.number)
    foreigners = {
        "another obligee": dataclasses.replace(obligee, obligee_ids=(sample.obligees["富士市"].id,)),
        "a system for nobody": dataclasses.replace(await system(sample), obligee_ids=()),
        "another surety": dataclasses.replace(sample.viewers[Role.SURETY], surety_id=uuid4()),
        "the contractor": sample.viewers[Role.CONTRACTOR],
        "the operator": sample.viewers[Role.OPERATOR],
    }
    return {
        "unknown number": (obligee, NOWHERE, KEY),
        "wrong key": (obligee, number, OTHER_KEY),
        "wrong case": (obligee, number, KEY.swapcase()),
        "a key of letters that are never given": (obligee, number, "0O1Il0O1Il00"),
        "paper": (obligee, paper_number, KEY),
        "rotated key": (obligee, str(rotated.number), KEY),
    } | {name: (viewer, number, KEY) for name, viewer in foreigners.items()}


async def test_all_misses_look_the_same_and_do_the_same_work(sample: SampleRegister, guarantee: Guarantee) -> None:
    work: dict[str, list[str]] = {}
    for place, (name, (anywhere, number, key)) in enumerate((await misses(sample, guarantee)).items()):
        viewer = dataclasses.replace(anywhere, address=f"192.0.2.{place}")
        before = await table_contents(but=("audit_event",))
        with recorded_statements() as work[name]:
            assert await find(viewer, number, key) is None, name
        assert await table_contents(but=("audit_event",)) == before, name
        event = await AuditEvent.filter(action="certificate.refused").order_by("-id").first()
        assert event is not None
        assert (event.subject, event.subject_id, event.actor_id) == (number, None, viewer.actor_id), name
    assert {len(said) for said in work.values()} == {2}
    assert {said[1] for said in work.values()} == {throttle_failures.COUNT}
    # The roles' conditions differ; the look-up of an obligee is the same in every case.
    obligees = ("unknown number", "wrong key", "wrong case", "paper", "rotated key", "another obligee")
    assert len({work[name][0] for name in obligees}) == 1


async def test_nobody_reads_without_signing_in(guarantee: Guarantee) -> None:
    before = await table_contents()
    with pytest.raises(NotSignedIn):
        await find(None, str(guarantee.number))
    assert await table_contents() == before


async def test_five_misses_on_one_number_are_enough(sample: SampleRegister, guarantee: Guarantee) -> None:
    throttle, viewer, number = Throttle(throttle_failures.count), sample.viewers[Role.OBLIGEE], str(guarantee.number)
    for _ in range(5):
        assert await find(viewer, number, OTHER_KEY, throttle) is None
    before = await table_contents()
    with recorded_statements() as said, pytest.raises(TooManyAttempts) as caught:
        await find(viewer, number, KEY, throttle)
    assert said == []
    assert 1 <= caught.value.retry_after <= 60
    assert await table_contents() == before
    elsewhere = dataclasses.replace(viewer, address="192.0.2.77")
    assert await find(elsewhere, number, KEY, throttle) is not None


async def test_systems_have_tries_of_their_own_whatever_their_address(
    sample: SampleRegister, guarantee: Guarantee
) -> None:
    throttle, number, one = Throttle(throttle_failures.count), str(guarantee.number), await system(sample)
    for last in range(5):
        moving = dataclasses.replace(one, address=f"192.0.2.{last}")
        assert await find(moving, number, OTHER_KEY, throttle) is None
    with pytest.raises(TooManyAttempts):
        await find(one, number, KEY, throttle)
    client = await ApiClient.create(name="別の電子契約")
    other = dataclasses.replace(one, actor_id=client.id)
    assert await find(other, number, KEY, throttle) is not None


async def test_a_hit_costs_no_try(sample: SampleRegister, guarantee: Guarantee) -> None:
    throttle = Throttle(throttle_failures.count)
    for _ in range(10):
        assert await find(sample.viewers[Role.OBLIGEE], str(guarantee.number), KEY, throttle) is not None


async def test_the_numbers_own_key_alone_opens_it(sample: SampleRegister, guarantee: Guarantee) -> None:
    (other,) = [await issue(sample, one, key=OTHER_KEY) for one in await approved(sample, performance())]
    viewer = sample.viewers[Role.OBLIGEE]
    assert await find(viewer, str(guarantee.number), OTHER_KEY) is None
    assert await find(viewer, str(other.number), KEY) is None
    assert await find(viewer, str(other.number), OTHER_KEY) is not None


async def test_nothing_is_read_when_no_version_holds(sample: SampleRegister, guarantee: Guarantee) -> None:
    await Certificate.filter(guarantee_id=guarantee.id).update(status="CANCELLED")
    assert await find(sample.viewers[Role.OBLIGEE], str(guarantee.number)) is None
    assert (await Guarantee.get(id=guarantee.id)).presented_at is None
    assert await AuditEvent.filter(action="certificate.refused").count() == 1
