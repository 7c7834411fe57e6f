"""kakusho create-api-client."""

import argparse

import pytest

from commands import create_api_client
from models.audit_records import AuditEvent
from models.enums import Role
from models.parties.account import ApiClient
from resolvers.parties import identify
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.refusals import table_contents

OBLIGEE = ("--obligee", "栃木県")


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    create_api_client.add_arguments(parser)
    return parser.parse_args(words)


async def test_makes_a_client_and_a_token_that_works(sample: SampleRegister) -> None:
    arguments = parsed("電子契約", *OBLIGEE, "--obligee", "富士市", "--requests-per-minute", "30")
    told, token = await create_api_client.create(arguments, at=NOON)
    assert token not in told
    assert "2027年11月20日" in told
    viewer = await identify.by_token(token=token, address="192.0.2.1", at=NOON)
    assert viewer is not None
    assert (viewer.role, viewer.name, viewer.requests_per_minute) == (Role.E_CONTRACT_SYSTEM, "電子契約", 30)
    assert set(viewer.obligee_ids) == {sample.obligees["栃木県"].id, sample.obligees["富士市"].id}
    assert {(e.role, e.address) for e in await AuditEvent.all()} == {(Role.OPERATOR, "command line")}


async def test_twice_is_refused(sample: SampleRegister) -> None:
    await create_api_client.create(parsed("電子契約", *OBLIGEE), at=NOON)
    before = await table_contents()
    with pytest.raises(create_api_client.RefusedError, match="  name: 同じ名称"):
        await create_api_client.create(parsed("電子契約", *OBLIGEE), at=NOON)
    assert await table_contents() == before


async def test_without_a_sound_token_there_is_no_client(sample: SampleRegister) -> None:
    with pytest.raises(create_api_client.RefusedError, match="  expiresOn: "):
        await create_api_client.create(parsed("電子契約", *OBLIGEE, "--expires-on", "2026-11-19"), at=NOON)
    assert not await ApiClient.exists(name="電子契約")


@pytest.mark.parametrize("name", ["栃木", "", "x" * 1_000])
async def test_refuses_obligees_that_nobody_knows(sample: SampleRegister, name: str) -> None:
    before = await table_contents()
    with pytest.raises(create_api_client.RefusedError, match="登録されていません"):
        await create_api_client.create(parsed("電子契約", "--obligee", name), at=NOON)
    assert await table_contents() == before


@pytest.mark.parametrize("words", [("電子契約",), ("電子契約", *OBLIGEE, "--expires-on", "soon")])
def test_refuses_commands_that_are_not_whole(words: tuple[str, ...]) -> None:
    with pytest.raises((argparse.ArgumentError, SystemExit)):
        parsed(*words)


@pytest.mark.parametrize("name", ["栃木\0県", "栃木\udcff県", "\u202e栃木県", "栃木\u2028県", "県" * 121])
async def test_a_text_that_is_no_name_is_refused_and_can_be_shown(sample: SampleRegister, name: str) -> None:
    before = await table_contents()
    words = [(name, *OBLIGEE), ("電子契約", "--obligee", name), ("電子契約", *OBLIGEE, "--token-name", name)]
    for arguments in words:
        with pytest.raises(create_api_client.RefusedError) as caught:
            await create_api_client.create(parsed(*arguments), at=NOON)
        assert str(caught.value).replace("\n", "").isprintable()
    assert await table_contents() == before


async def test_decomposed_kana_are_composed(sample: SampleRegister) -> None:
    arguments = parsed("か\u3099いしゃ", *OBLIGEE, "--token-name", "は\u309a")
    told, _ = await create_api_client.create(arguments, at=NOON)
    assert "「がいしゃ」" in told
    assert "「ぱ」" in told
