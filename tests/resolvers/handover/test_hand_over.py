"""The PDF attached to the mail."""

import datetime

import pytest

from models.document import Document, DocumentKind
from models.errors import DocumentNotAvailable
from resolvers.documents import read_content
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, NOON
from tests.support.readers import soon
from tests.support.use_cases import advance, issued


async def test_a_notice_is_made_for_the_first_mail_and_the_same_for_the_next(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    notice = await Document.get(kind=DocumentKind.KEY_NOTICE)
    first, next_ = [
        await read_content.of_mail(notice.id, services=DOCUMENT_SERVICES, at=NOON, wait_until=soon()) for _ in range(2)
    ]
    assert first == next_
    assert first.filename == f"認証キーのお知らせ_{guarantee.number}.pdf"
    assert first.content.startswith(b"%PDF-")


async def test_a_notice_that_cannot_be_made_now_is_told(sample: SampleRegister) -> None:
    await issued(sample, advance())
    notice = await Document.get(kind=DocumentKind.KEY_NOTICE)
    later = NOON + datetime.timedelta(hours=1)
    await Document.filter(id=notice.id).update(last_error="RenderError: no paper", due_at=later)
    with pytest.raises(DocumentNotAvailable):
        await read_content.of_mail(notice.id, services=DOCUMENT_SERVICES, at=NOON, wait_until=soon())
