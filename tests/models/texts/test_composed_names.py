import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.texts.composed_names import fitting


@pytest.mark.parametrize("length", [119, 120])
def test_what_fits_stays(length: int) -> None:
    assert fitting("名" * length, 120) == "名" * length


def test_what_is_longer_is_cut_and_told_apart_by_its_end() -> None:
    one, other = fitting("名" * 120 + "a", 120), fitting("名" * 120 + "b", 120)
    assert one != other
    assert len(one) == len(other) == 120
    assert one == fitting("名" * 120 + "a", 120)
    assert one.startswith("名" * 87 + "…")


@given(st.text(max_size=400), st.integers(min_value=34, max_value=300))
def test_it_always_fits(name: str, length: int) -> None:
    assert len(fitting(name, length)) <= length
