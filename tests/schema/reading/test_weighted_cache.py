"""A cache keeps the most recently used entries up to its total weight."""

from schema.reading.weighted_cache import WeightedCache


def test_the_least_recently_used_make_room() -> None:
    cache = WeightedCache[str, int](10)
    cache.keep("a", 1, 4)
    cache.keep("b", 2, 4)
    assert cache.get("a") == 1
    cache.keep("c", 3, 6)
    assert (cache.get("a"), cache.get("b"), cache.get("c"), len(cache)) == (1, None, 3, 2)


def test_what_is_kept_again_weighs_once() -> None:
    cache = WeightedCache[str, int](10)
    for _ in range(5):
        cache.keep("a", 1, 6)
    cache.keep("b", 2, 4)
    assert "a" in cache
    cache.keep("a", 3, 1)
    cache.keep("c", 4, 5)
    assert [cache.get(name) for name in "abc"] == [3, 2, 4]


def test_what_is_too_heavy_is_not_kept_and_drives_nothing_out() -> None:
    cache = WeightedCache[str, int](10)
    cache.keep("a", 1, 10)
    cache.keep("b", 2, 11)
    assert (cache.get("a"), cache.get("b")) == (1, None)
    cache.clear()
    assert len(cache) == 0
    cache.keep("c", 3, 10)
    assert "c" in cache
