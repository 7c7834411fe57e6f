"""Searches by the index of runs of letters find the same as walking the list."""

import hashlib
import random
import unicodedata

import pytest
from tortoise import connections

import models
from models.enums import Role
from models.texts import kanji_forms, search_text
from models.texts.normalization import LOOK_ALIKES
from resolvers.lists import text_search
from resolvers.lists.text_search import Place
from sample.sample_register import SampleRegister
from tests.support import use_cases

LETTERS = "aAＡ1１ｱアﾞ゙がカガヶケ々〇橋髙高﨑崎𠮷吉道路ーｰ-－・･ ΩωжЖſ\u3000\ufe00\U000e0100(㈱ﾞ_%\\"
CASES = 3_000


async def value(sql: str, *values: object) -> object:
    (row,) = await connections.get("default").execute_query_dict(sql, list(values))
    return next(iter(row.values()))


async def test_what_the_pattern_of_a_text_finds_has_all_of_its_grams(sample: SampleRegister) -> None:
    chance, found = random.Random(52), 0  # noqa: S311 -- repeatable on purpose
    cases: list[tuple[str, str]] = []
    while len(cases) < CASES:
        row = "".join(chance.choices(LETTERS, k=12))
        start = chance.randrange(11)
        text = "".join(
            chance.choice([letter, letter, search_text.fold(letter), letter.swapcase()])
            for letter in row[start : start + chance.randint(1, 5)]
        )
        if search_text.pattern(text) and not any(map(unicodedata.combining, unicodedata.normalize("NFKC", text))):
            cases.append((row, text))
    sql = (
        "SELECT array_agg(contains_text(pattern, row)) AS found,"
        " array_agg(text_grams(row, 'x') @> text_grams(plain)) AS indexed"
        " FROM unnest($1::text[], $2::text[], $3::text[]) AS cases (row, pattern, plain)"
    )
    rows, patterns, plain = zip(
        *((row, search_text.pattern(t), unicodedata.normalize("NFKC", t)) for row, t in cases), strict=True
    )
    (answer,) = await connections.get("default").execute_query_dict(sql, [list(rows), list(patterns), list(plain)])
    for case, has_text, is_indexed in zip(cases, answer["found"], answer["indexed"], strict=True):
        assert is_indexed or not has_text, case
        found += has_text
    assert found > CASES / 2


@pytest.mark.parametrize(
    ("row", "text", "has_all"),
    [
        ("鎌ヶ谷 道路", "鎌ケ谷道路", True),
        ("道路", "路道", False),
        ("道路", "橋", False),
        ("31083-00001A", "83-000", True),
        ("31083-00001A", "84000", False),
        ("ABC", "abc", True),
        ("12", "21", True),  # too short for a gram
    ],
)
async def test_grams(sample: SampleRegister, row: str, text: str, *, has_all: bool) -> None:
    assert await value("SELECT text_grams($1::text) @> text_grams($2::text)", row, text) is has_all


def test_the_forms_are_those_of_the_indexes() -> None:
    """After a change a migration has to replace text_grams and to rebuild the indexes, or rows are not found."""
    forms = str((sorted(kanji_forms.FORMS.items()), sorted(LOOK_ALIKES.items())))
    assert (
        hashlib.sha256(forms.encode()).hexdigest() == "fc8cd1672e15e346a40c9061448938c109f8cd59dc9430f9e8ef89eba6a91bf6"
    )


@pytest.mark.parametrize("near", [0, 500])
@pytest.mark.parametrize("most", [0, 1, 5_000])
async def test_every_way_finds_the_same(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch, near: int, most: int
) -> None:
    monkeypatch.setattr(text_search, "NEAR", near)
    monkeypatch.setattr(text_search, "MOST_FOUND", most)
    names = ("橋梁補修工事", "道路改良工事", "髙﨑橋補修")
    for name in names:
        await use_cases.applied(
            sample, use_cases.advance(), contract=use_cases.contract_request(sample, project_name=name)
        )
    place = Place(models.Contract, ("project_name",), walked=("project_name",))
    rows, expected = (
        models.Contract.all(),
        {"補修": 2, "橋": 2, "高崎": 1, "道 路": 1, "無い": 0, "": 3, "1": 0, "橋゙": 0},
    )
    for text, count in expected.items():
        for enough in (None, 1, 10):
            for viewer in (None, sample.viewers[Role.SURETY]):
                near_ = rows.order_by("-id")
                found = await text_search.search(rows, text, place, near=near_, enough=enough, viewer=viewer)
                assert len(await found) == count, (text, enough, viewer)
        assert len(await text_search.walking(rows, text, place)) == count


async def test_a_suretys_index_keys_are_its_own(sample: SampleRegister) -> None:
    (guarantee,) = await use_cases.applied(sample, use_cases.advance())
    place = Place(models.Contract, ("project_name",), walked=("project_name",))
    for surety_id, expected in (
        (None, [(place, [guarantee.contract_id])]),
        (guarantee.surety_id, [(place, [guarantee.contract_id])]),
        (guarantee.id, []),
    ):
        assert await text_search._keys([place], "●●●●工事", surety_id) == expected
