import datetime
from pathlib import Path

import pytest

from commands import clock, sample_loading
from models.guarantee import Guarantee
from sample import sample_data, sample_register
from sample.demo import demo_data
from sample.sample_register import SampleRegister
from settings import Settings
from tests.conftest import NOON, Emptying
from tests.support import fee_rates
from tests.support.refusals import table_contents
from tests.support.servers.server_processes import REQUIRED

A_SECOND = datetime.timedelta(seconds=1)
SMALL = 8
"""Guarantees of the small set."""


def settings(sample: str, folder: Path) -> Settings:
    given = {name.lower(): value for name, value in REQUIRED.items()}
    return Settings.model_validate({"sample_data": sample, "data_dir": folder, **given})


@pytest.mark.parametrize(
    ("sample", "at", "is_small"),
    [("small", NOON, True), ("demo", NOON, False), ("demo", demo_data.EARLIEST - A_SECOND, True)],
)
async def test_loads_what_the_setting_names_and_the_day_allows(
    register: SampleRegister,
    emptying: Emptying,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    sample: str,
    at: datetime.datetime,
    is_small: bool,
) -> None:
    async def registered(*, at: object) -> SampleRegister:
        return register

    async def is_loaded() -> bool:
        return False

    await emptying()
    monkeypatch.setattr(sample_register, "register", registered)
    monkeypatch.setattr(sample_data, "is_loaded", is_loaded)
    monkeypatch.setattr(clock, "now", lambda: at)
    async with fee_rates.unbilled():
        assert await sample_loading.load_if_empty(settings(sample, tmp_path))
    count = await Guarantee.all().count()
    await emptying()
    assert count >= SMALL
    assert (count == SMALL) is is_small


async def test_data_is_left_as_it_is(sample: SampleRegister, tmp_path: Path) -> None:
    assert sample
    before = await table_contents()
    assert not await sample_loading.load_if_empty(settings("demo", tmp_path))
    assert await table_contents() == before
