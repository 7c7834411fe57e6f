"""A browser on the verification pages, and an issued certificate."""

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.browsers.page_browser import Browser
from tests.support.document_links import documents


@pytest.fixture
async def browser(api: Api) -> Browser:
    return Browser(api.http)


@pytest.fixture
async def issued(api: Api, sample: SampleRegister) -> dict[str, str]:
    """Number and key of an issued guarantee."""
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    return {"number": payload["guarantee"]["number"], "key": payload["guarantee"]["authKey"]}


@pytest.fixture
async def pdf(api: Api, issued: dict[str, str]) -> bytes:
    """Its certificate's PDF."""
    url = (await documents(api, "contractor"))["certificate"]["url"]
    return (await api.http.get(url)).content
