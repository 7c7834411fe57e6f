import unicodedata

import pytest

from models.texts import kanji_forms

PAIRS = kanji_forms._PAIRS


def test_every_form_leads_in_one_step_to_a_form_that_stays() -> None:
    assert {len(pair) for pair in PAIRS} == {2}
    olds = [old for old, _ in PAIRS]
    assert len(set(olds)) == len(olds)
    assert {new for _, new in PAIRS}.isdisjoint(olds)
    assert [kanji_forms.fold(old) for old in olds] == [new for _, new in PAIRS]


def test_the_file_survives_normalisation() -> None:
    assert unicodedata.normalize("NFC", "".join(PAIRS)) == "".join(PAIRS)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("髙橋", "高橋"),
        ("山﨑・山嵜", "山崎・山崎"),
        ("𠮷野", "吉野"),
        ("澤邊齋", "沢辺斎"),
        ("渡邉", "渡辺"),
        ("\ufa19\ufa1a\ufa10", "神祥塚"),  # compatibility ideographs
        ("神\ufe00", "神"),  # a standardised variation sequence
        ("辻\U000e0101葛\U000e0100", "辻葛"),  # ideographic variation sequences
        ("鎌ヶ谷", "鎌ケ谷"),
        ("斉藤", "斉藤"),
        ("斎藤", "斎藤"),  # another character than 斉
    ],
)
def test_folds_forms_and_nothing_else(written: str, folded: str) -> None:
    assert kanji_forms.fold(written) == folded
