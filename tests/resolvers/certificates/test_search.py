import datetime
from collections.abc import Callable

import pytest
from tortoise import connections

from models.enums import Medium, Role
from models.guarantee import ISSUED, Guarantee
from models.numbering import JAPAN
from models.validity import validity
from resolvers import access
from resolvers.certificates import search
from resolvers.certificates.search import CertificateFilter
from resolvers.lists import text_search
from resolvers.loading import Reader
from sample.sample_register import SampleRegister
from tests.support.transitions.status_steps import put
from tests.support.use_cases import advance, contract_request, issued, performance


async def test_what_was_received_is_found_by_an_index_of_nothing_else(sample: SampleRegister) -> None:
    condition = access.rule(Guarantee, Role.OBLIGEE).sql("g", {"obligee_id": "1"}.__getitem__)
    found = await connections.get("default").execute_query_dict(
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'guarantee_received'"
    )
    assert found[0]["indexdef"].endswith("(obligee_id, id) WHERE (presented_at IS NOT NULL)")
    assert "presented_at IS NOT NULL" in condition
    assert "obligee_id" in condition


async def test_the_filter_agrees_with_what_each_is_said_to_be(sample: SampleRegister) -> None:
    viewer = sample.viewers[Role.SURETY]
    last_day = datetime.datetime(2027, 8, 31, 23, 59, tzinfo=JAPAN)
    outcomes: set[tuple[bool, bool]] = set()
    for status in sorted(ISSUED):
        two = await issued(sample, advance(), performance(medium=Medium.PAPER))
        await put(status, {"id__in": [guarantee.id for guarantee in two]})
        for at in (last_day, last_day + datetime.timedelta(minutes=1)):
            every = await search.rows(CertificateFilter(), viewer=viewer, at=at).select_related("guarantee")
            for is_valid in (True, False):
                found = await search.rows(CertificateFilter(is_valid=is_valid), viewer=viewer, at=at)
                expected = {row.id for row in every if validity(row, row.guarantee, at=at).is_valid is is_valid}
                assert {row.id for row in found} == expected, (status, at, is_valid)
                outcomes.add((is_valid, bool(found)))
    assert outcomes == {(True, True), (True, False), (False, True)}


@pytest.mark.parametrize(("near", "most"), [(500, 5_000), (0, 5_000), (0, 0)])
async def test_a_search_finds_the_same_by_the_index(
    reader: Callable[..., Reader], sample: SampleRegister, monkeypatch: pytest.MonkeyPatch, near: int, most: int
) -> None:
    monkeypatch.setattr(text_search, "NEAR", near)
    monkeypatch.setattr(text_search, "MOST_FOUND", most)
    (guarantee,) = await issued(sample, advance(), contract=contract_request(sample, project_name="髙﨑𠮷田橋"))
    await issued(sample, advance())
    assert guarantee.number is not None
    for text, count in {
        "高崎吉": 1,
        "○○建設": 2,
        guarantee.number[:8]: 2,
        guarantee.number: 1,
        "無い": 0,
        "": 2,
    }.items():
        page = await search.certificates(
            reader=reader(Role.SURETY), first=5, after=None, include={}, wanted=CertificateFilter(search=text)
        )
        assert len(page.rows) == count, text
