"""The attachment of key notices, written and read."""

import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdf.documents.document_data import Product
from pdf.documents.notice_attachment import InvalidAttachment, KeyNotice
from tests.support.hostile import attachments
from tests.support.pdf.document_samples import KEY, NUMBER

NOTICE = KeyNotice(
    number=NUMBER,
    key=KEY,
    product=Product.ADVANCE_PAYMENT,
    project_name="工事",
    contractor_name="○○建設　株式会社",
    joint_venture_name=None,
    obligee_title="栃木県知事",
    surety_name="見本建設業保証株式会社",
    issued_on=datetime.date(2025, 11, 20),
)


@pytest.mark.parametrize("venture", [None, "髙﨑・𠮷田特定建設工事共同企業体"])
def test_what_is_written_is_read(venture: str | None) -> None:
    notice = replace(NOTICE, joint_venture_name=venture)
    assert KeyNotice.from_json(notice.to_json()) == notice


def test_names_that_are_not_known_are_left_aside() -> None:
    content = {**json.loads(NOTICE.to_json()), "更新": [1, {"a": None}]}
    assert KeyNotice.from_json(json.dumps(content).encode()) == NOTICE


@pytest.mark.parametrize(("name", "data"), list(attachments.data()))
def test_other_data_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(InvalidAttachment):
        KeyNotice.from_json(data)


@given(
    st.binary() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_nothing_else_is_raised(data: bytes) -> None:
    with pytest.raises(InvalidAttachment):
        KeyNotice.from_json(data)


def test_the_key_is_not_shown_in_logs() -> None:
    assert KEY not in repr(NOTICE)


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\ufffe", "\ue000", "\u202e", "\0", "\ud800"], ids=ascii)
def test_what_is_never_printed_is_in_no_notice(character: str) -> None:
    content = {**json.loads(NOTICE.to_json()), "project": f"甲{character}乙"}
    with pytest.raises(InvalidAttachment):
        KeyNotice.from_json(json.dumps(content).encode())
