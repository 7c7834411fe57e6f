import asyncio
from typing import Any

import pytest

from security import passwords


async def test_a_hash_is_argon2id_with_a_salt_of_its_own() -> None:
    one, other = [await passwords.hash_("kakusho-demo") for _ in range(2)]
    assert one != other
    assert one.startswith("$argon2id$")
    assert "kakusho-demo" not in one


async def test_verifies_the_right_password_alone() -> None:
    stored = await passwords.hash_("合言葉 correct horse")
    assert await passwords.verify(stored, "合言葉 correct horse") is True
    assert await passwords.verify(stored, "合言葉 correct hors") is False
    assert await passwords.verify(stored, "") is False


@pytest.mark.parametrize(
    "password", ["kakusho-demo", "the password of an account that does not exist", "", "\0", "x" * 10_000]
)
async def test_nobodys_password_is_right(password: str) -> None:
    assert await passwords.verify(None, password) is False


async def test_a_damaged_hash_fits_no_password() -> None:
    assert await passwords.verify("not a hash", "kakusho-demo") is False


async def test_a_turn_that_computes_nothing_frees_its_place() -> None:
    async with passwords.turn("192.0.2.1"):
        assert passwords._queue.count() == (1, 0)
    assert passwords._queue.count() == (0, 0)


def test_work_that_outlives_its_event_loop_frees_its_place() -> None:
    class Left:
        count = 0

        def leave(self) -> None:
            self.count += 1

    place: Any = Left()
    loop = asyncio.new_event_loop()
    loop.close()
    passwords._leave(place, loop)
    assert place.count == 1


def test_only_linux_has_priorities_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    changed: list[tuple[int, ...]] = []
    monkeypatch.setattr(passwords.os, "setpriority", lambda *given: changed.append(given))
    for platform in ("darwin", "linux"):
        monkeypatch.setattr(passwords.sys, "platform", platform)
        passwords._step_back()
    assert [niceness for *_, niceness in changed] == [passwords.NICENESS]
