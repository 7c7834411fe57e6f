"""Documents of the sample sheets, made once."""

from collections.abc import Mapping

import pytest

from tests.support.pdf import document_samples


@pytest.fixture(scope="session")
def documents() -> Mapping[str, bytes]:
    return {name: document_samples.rendered(data) for name, data in document_samples.DOCUMENT_DATA.items()}
