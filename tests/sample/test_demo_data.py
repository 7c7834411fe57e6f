import time
from collections import Counter

import pytest

from models.guarantee import Guarantee
from sample import sample_register
from sample.demo import demo_data
from sample.sample_register import SampleRegister
from tests.conftest import ATTACHMENTS, DOCUMENT_SERVICES, NOON, Emptying


async def test_try(register: SampleRegister, emptying: Emptying, monkeypatch: pytest.MonkeyPatch) -> None:
    async def registered(*, at: object) -> SampleRegister:
        return register

    await emptying()
    monkeypatch.setattr(sample_register, "register", registered)
    began = time.monotonic()
    await demo_data.load(services=DOCUMENT_SERVICES, files=ATTACHMENTS, at=NOON)
    print("seconds", time.monotonic() - began)
    print(
        Counter(g.status.value for g in await Guarantee.all()),
        Counter(g.handover_status.value for g in await Guarantee.all()),
    )
    await emptying()
