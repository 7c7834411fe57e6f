"""APPROVAL_REVOKED: only to the recipient of the fee request."""

from dataclasses import replace

import pytest

from models.enums import Role
from models.guarantee import FeePaymentMethod
from models.outgoing_mail import MailKind
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mails_of, recipients_of, texts_of
from tests.support.use_cases import advance, applied


@pytest.mark.parametrize("method", FeePaymentMethod)
async def test_who_was_asked_for_the_fee_is_told_not_to_pay_it(
    sample: SampleRegister, method: FeePaymentMethod
) -> None:
    (guarantee,) = await applied(sample, replace(advance(), fee_payment_method=method))
    viewer = sample.viewers[Role.SURETY]
    await review.approve(guarantee_id=guarantee.id, expiry_date=None, viewer=viewer, at=NOON)
    await review.revoke_approval(guarantee_id=guarantee.id, reason="工期をご確認ください。", viewer=viewer, at=NOON)
    if method is not FeePaymentMethod.SINGLE:
        assert await mails_of(MailKind.APPROVAL_REVOKED) == []
        return
    assert await recipients_of(MailKind.APPROVAL_REVOKED, guarantee_id=guarantee.id) == ["soumu@example.jp"]
    (text,) = await texts_of(MailKind.APPROVAL_REVOKED)
    assert (text.subject, text.link) == ("保証料お支払いのお願いの取消しのお知らせ", f"/guarantees/{guarantee.id}")
    assert "お支払いにならないよう" in text.request[0]
    assert dict(text.items)["理由"] == "工期をご確認ください。"
