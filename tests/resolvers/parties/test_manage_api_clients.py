import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.audit_records import AuditEvent
from models.commands import ApiClientRequest
from models.enums import Role
from models.errors import ApiClientInactive, IdempotencyConflict, InvalidInput, NotFound
from models.parties.account import MOST_OBLIGEES, AccessToken, ApiClient, ApiClientObligee
from resolvers.parties import manage_api_clients
from sample.sample_register import SampleRegister
from security import tokens
from tests.conftest import NOON
from tests.support.api_client_use_cases import create, identified, issue, revoke, told
from tests.support.refusals import table_contents


async def change(sample: SampleRegister, client: ApiClient, *obligees: str, rate: int | None = None) -> ApiClient:
    return await manage_api_clients.change(
        client_id=client.id,
        obligee_ids=[sample.obligees[obligee].id for obligee in obligees] or None,
        requests_per_minute=rate,
        viewer=sample.viewers[Role.OPERATOR],
        at=NOON,
    )


async def deactivate(sample: SampleRegister, client_id: UUID) -> ApiClient:
    return await manage_api_clients.deactivate(client_id=client_id, viewer=sample.viewers[Role.OPERATOR], at=NOON)


async def events() -> list[tuple[str, UUID | None, str | None]]:
    return [(e.action, e.subject_id, e.subject) for e in await AuditEvent.all().order_by("id")]


async def test_a_client_acts_for_its_obligees_with_any_of_its_tokens(sample: SampleRegister) -> None:
    client = await create(sample, "栃木県", "富士市", name=" 電子契約 ", rate=30)
    for name in ("本番", "予備"):
        token, row = await issue(sample, client.id, name)
        viewer = await identified(token)
        assert viewer is not None
        assert (viewer.role, viewer.actor_id, viewer.name) == (Role.E_CONTRACT_SYSTEM, client.id, "電子契約")
        assert set(viewer.obligee_ids) == {sample.obligees["栃木県"].id, sample.obligees["富士市"].id}
        assert viewer.requests_per_minute == 30
        assert bytes((await AccessToken.get(id=row.id)).digest) == tokens.digest(token)


async def test_everything_is_recorded(sample: SampleRegister) -> None:
    client = await create(sample, "栃木県")
    _, row = await issue(sample, client.id)
    await change(sample, client, "富士市", rate=30)
    await revoke(sample, row.id)
    await deactivate(sample, client.id)
    assert await events() == [
        ("api_client.created", client.id, "電子契約"),
        ("api_client.obligee_added", sample.obligees["栃木県"].id, "電子契約"),
        ("api_token.issued", row.id, "電子契約"),
        ("api_client.rate_set", client.id, "30"),
        ("api_client.obligee_added", sample.obligees["富士市"].id, "電子契約"),
        ("api_client.obligee_removed", sample.obligees["栃木県"].id, "電子契約"),
        ("api_token.revoked", row.id, "本番"),
        ("api_client.deactivated", client.id, "電子契約"),
    ]
    assert {e.actor_id for e in await AuditEvent.all()} == {sample.viewers[Role.OPERATOR].actor_id}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, [("name", "REQUIRED")]),
        ({"name": "x" * 121}, [("name", "TOO_LONG")]),
        ({"name": "a\0b"}, [("name", "FORBIDDEN_CHARACTER")]),
        ({"name": "見本電子契約システム"}, [("name", "TAKEN")]),
        ({"requests_per_minute": 0}, [("requestsPerMinute", "OUT_OF_RANGE")]),
        ({"requests_per_minute": 60_001}, [("requestsPerMinute", "OUT_OF_RANGE")]),
        ({"obligee_ids": ()}, [("obligeeIds", "REQUIRED")]),
        ({"obligee_ids": (UUID(int=0),)}, [("obligeeIds.0", "NOT_FOUND")]),
        (
            {"name": "", "requests_per_minute": -1, "obligee_ids": (UUID(int=0), UUID(int=1))},
            [
                ("name", "REQUIRED"),
                ("requestsPerMinute", "OUT_OF_RANGE"),
                ("obligeeIds.0", "NOT_FOUND"),
                ("obligeeIds.1", "NOT_FOUND"),
            ],
        ),
    ],
)
async def test_refuses_what_is_not_sound(
    sample: SampleRegister, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    sound: dict[str, Any] = {
        "name": "電子契約",
        "obligee_ids": (sample.obligees["栃木県"].id,),
        "requests_per_minute": 600,
    }
    request = ApiClientRequest(**(sound | changes))
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await manage_api_clients.create(
            request=request, idempotency_key="k", viewer=sample.viewers[Role.OPERATOR], at=NOON
        )
    assert told(caught) == expected
    assert await table_contents() == before


async def test_the_same_obligee_twice_is_once(sample: SampleRegister) -> None:
    client = await create(sample, "栃木県", "栃木県")
    assert await ApiClientObligee.filter(api_client_id=client.id).count() == 1


async def test_the_same_key_gives_the_first_client(sample: SampleRegister) -> None:
    first = await create(sample, key="k")
    assert (await create(sample, key="k")).id == first.id
    with pytest.raises(IdempotencyConflict):
        await create(sample, key="k", name="別")


async def test_of_many_at_once_with_one_key_one_is_created(sample: SampleRegister) -> None:
    found = await asyncio.gather(*(create(sample, key="k") for _ in range(10)))
    assert len({client.id for client in found}) == 1


async def test_of_many_at_once_with_one_name_one_is_created(sample: SampleRegister) -> None:
    outcomes = await asyncio.gather(*(create(sample) for _ in range(10)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ApiClient", *["InvalidInput"] * 9]
    assert await ApiClient.filter(name="電子契約").count() == 1


async def test_for_whom_it_acts_can_be_changed_and_holds_at_once(sample: SampleRegister) -> None:
    client = await create(sample, "栃木県", "富士市")
    token, _ = await issue(sample, client.id)
    await change(sample, client, "富士市", "足利市")
    viewer = await identified(token)
    assert viewer is not None
    assert set(viewer.obligee_ids) == {sample.obligees["富士市"].id, sample.obligees["足利市"].id}
    assert viewer.requests_per_minute == 600
    before = await table_contents()
    await change(sample, client, "足利市", "富士市", rate=600)
    assert await table_contents() == before


async def test_changes_that_are_not_sound_are_refused_together(sample: SampleRegister) -> None:
    client = await create(sample)
    before = await table_contents()
    with pytest.raises(InvalidInput) as caught:
        await manage_api_clients.change(
            client_id=client.id,
            obligee_ids=[],
            requests_per_minute=0,
            viewer=sample.viewers[Role.OPERATOR],
            at=NOON,
        )
    assert told(caught) == [("requestsPerMinute", "OUT_OF_RANGE"), ("obligeeIds", "REQUIRED")]
    assert await table_contents() == before


async def test_a_client_is_deactivated_for_good(sample: SampleRegister) -> None:
    client = await create(sample)
    token, _ = await issue(sample, client.id)
    assert not (await deactivate(sample, client.id)).is_active
    assert await identified(token) is None
    before = await table_contents()
    await deactivate(sample, client.id)
    with pytest.raises(ApiClientInactive):
        await issue(sample, client.id, "予備")
    with pytest.raises(ApiClientInactive):
        await change(sample, client, "富士市")
    assert await table_contents() == before


async def test_what_is_not_there_is_not_found(sample: SampleRegister) -> None:
    for act in (issue(sample, uuid4()), deactivate(sample, uuid4()), change(sample, ApiClient(id=uuid4()), rate=1)):
        with pytest.raises(NotFound):
            await act


async def test_a_client_acts_for_a_bounded_number_of_obligees(sample: SampleRegister) -> None:
    request = ApiClientRequest("電子契約", tuple(uuid4() for _ in range(MOST_OBLIGEES + 1)), 600)
    with pytest.raises(InvalidInput) as refused:
        await manage_api_clients.create(
            request=request, idempotency_key=None, viewer=sample.viewers[Role.OPERATOR], at=NOON
        )
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [(("obligeeIds",), "TOO_MANY")]
