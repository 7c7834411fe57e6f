"""Whether two series that were measured side by side differ: by rank, and by how much."""

import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RESAMPLES = 1_000
LEAST_SHARE, MOST_SHARE = 0.025, 0.975
TRIMMED = 0.1
"""Share of the smallest and of the largest values that a trimmed mean omits."""


@dataclass(frozen=True)
class Comparison:
    """The difference of two series, by the differences within each round; positive: the second is larger.

    `p_value` is that of Wilcoxon's signed-rank test, two-sided: the probability that two equal series differ this much.
    `larger` is the share of rounds in which the second is the larger one: one half if they are equal.
    """

    p_value: float
    larger: float
    median: tuple[float, float, float]
    """Of the differences, and the ends of its 95 % confidence interval."""
    mean: tuple[float, float, float]
    """The same of the trimmed mean."""


def compare(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """Two series of the same length; values with the same index were measured in the same round."""
    differences = [after - before for before, after in zip(first, second, strict=True)]
    chance = random.Random(1)  # noqa: S311 -- resampling, repeatable
    return Comparison(
        _signed_rank(differences),
        sum(difference > 0 for difference in differences) / len(differences),
        _estimate(statistics.median, differences, chance),
        _estimate(_trimmed_mean, differences, chance),
    )


def _signed_rank(differences: Sequence[float]) -> float:
    """By the normal approximation; clock readings have few ties, which are ranked in order of appearance."""
    ranked = sorted((difference for difference in differences if difference), key=abs)
    n = len(ranked)
    positive = sum(rank for rank, difference in enumerate(ranked, 1) if difference > 0)
    deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return math.erfc(abs(positive - n * (n + 1) / 4) / deviation / math.sqrt(2))


def _estimate(
    of: Callable[[Sequence[float]], float], differences: Sequence[float], chance: random.Random
) -> tuple[float, float, float]:
    """The value, and its confidence interval by the bootstrap."""
    found = sorted(of(chance.choices(differences, k=len(differences))) for _ in range(RESAMPLES))
    return of(differences), found[int(LEAST_SHARE * RESAMPLES)], found[int(MOST_SHARE * RESAMPLES)]


def _trimmed_mean(values: Sequence[float]) -> float:
    cut = int(TRIMMED * len(values))
    return statistics.fmean(sorted(values)[cut : len(values) - cut])
