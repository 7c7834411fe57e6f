"""Documents of the sample sheets, made once."""

from collections.abc import Mapping

import pytest

from tests.pdf import samples


@pytest.fixture(scope="session")
def documents() -> Mapping[str, bytes]:
    return {name: samples.rendered(data) for name, data in samples.DOCUMENT_DATA.items()}
