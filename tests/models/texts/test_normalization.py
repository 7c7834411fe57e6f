import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.texts.normalization import LEGAL_FORMS, normalise, normalise_name

TEXTS = st.text(max_size=40) | st.text("株有()（）㈱㈲か゛\u3099 　ー-ｶﾞ1２①神\ufa19", max_size=12)


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@pytest.mark.parametrize(
    "texts",
    [
        ("ガードレール設置", "ｶﾞｰﾄﾞﾚｰﾙ設置", "カ\u3099ート\u3099レール設置", "ガ－ドレ―ル 設置"),
        ("市道A-1号線", "市道Ａ－１号線", "市道Ａー１号線", "市道A‐1号線", "市道A−1号線\n"),
        ("（仮称）中央 橋", "(仮称)中央橋", "　（仮称）　中央橋　"),
        ("4月〜6月", "4月～6月", "４月~６月"),
        ("甲・乙", "甲･乙", "甲·乙"),
        ("第1 2工区", "第１　２工区"),
    ],
)
def test_ways_of_writing_are_one(texts: tuple[str, ...]) -> None:
    assert len(set(map(normalise, texts))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("①②工区", "12工区"),
        ("10²", "102"),
        ("½", "1⁄2"),
        ("1 2号線", "12号線"),
        ("A 1-1 1号", "A 1-11号"),
        ("神", "\ufa19"),
        ("高", "髙"),
        ("葛", "葛\U000e0100"),
        ("一", "ー"),
        ("工事", "エ事"),  # kanji and katakana
        ("ハ", "バ"),
        ("ABC", "abc"),
        ("コンピュータ", "コンピューター"),
        ("(株)", "株式会社"),
    ],
)
def test_other_texts_stay_other_texts(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("㈱見本建設", "株式会社見本建設"),
        ("（株）見本建設", "株式会社見本建設"),
        ("見本建設 ( 株 )", "見本建設株式会社"),
        ("見本建設㍿", "見本建設株式会社"),
        ("㈲見本", "有限会社見本"),
        ("（同）見本", "合同会社見本"),
        ("㈴見本", "合名会社見本"),
        ("㈾見本", "合資会社見本"),
        ("（一社）見本・㈳見本・㈶見本", "一般社団法人見本・社団法人見本・財団法人見本"),
        ("甲㈱・乙（有）共同企業体", "甲株式会社・乙有限会社共同企業体"),
        ("見本（株", "見本(株"),
        ("見本株", "見本株"),
        ("（仮）見本", "(仮)見本"),
    ],
)
def test_legal_forms_are_written_out_where_they_stand(name: str, full: str) -> None:
    assert normalise_name(name) == full


def test_legal_forms_differ_from_each_other() -> None:
    assert len(set(LEGAL_FORMS.values())) == len(LEGAL_FORMS)
