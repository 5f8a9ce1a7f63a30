"""How far two readers agree beyond chance.

Kappa and alpha take the chance from the answers that were given: where nearly
every answer is "right", they come out near 0 although the readers hardly ever
differ. AC1 does not, so all stand side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.learn.intervals import Floats


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree on the same things.

    Attributes:
        n: things that both answered.
        raw: share on which they agree; None where `n` is 0.
        kappa, alpha: None also where only one answer was ever given, so that
            there is nothing to agree on beyond chance.
        ac1: None where `n` is 0.
    """

    n: int
    raw: float | None
    kappa: float | None
    alpha: float | None
    ac1: float | None


def agreement(pairs: Sequence[tuple[str, str]], *, n_categories: int) -> Agreement:
    """Measure how far two readers agree.

    Args:
        pairs: the answers of the first and the second to each thing.
        n_categories: answers that could have been given, given or not.
    """
    return Agreement(
        n=len(pairs),
        raw=raw_agreement(pairs),
        kappa=cohens_kappa(pairs),
        alpha=krippendorffs_alpha(pairs),
        ac1=gwets_ac1(pairs, n_categories=n_categories),
    )


def raw_agreement(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return the share of things with the same answer twice; None of nothing."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return kappa; None of nothing, and where chance alone agrees always.

    Cohen 1960, Educ Psychol Meas 20:37-46.
    """
    raw = raw_agreement(pairs)
    if raw is None:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[c] * second[c] for c in first) / len(pairs) ** 2
    return (raw - chance) / (1 - chance) if chance < 1 else None


def krippendorffs_alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Return alpha for nominal answers; None where they are all the same, or of nothing.

    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, from the
    matrix of coincidences.

    Args:
        units: the answers to each thing, by however many readers; a thing that
            one reader alone answered says nothing and is left out.
    """
    given = sorted({answer for unit in units for answer in unit})
    return alpha_of(coincidences(units, given))


def coincidences(units: Sequence[Sequence[str]], answers: Sequence[str]) -> Floats:
    """Return how often each two answers were given to the same thing.

    Matrices of different things over the same answers may be added up.

    Returns:
        float64 of shape (n_answers, n_answers), symmetric; a thing with `m`
        answers adds `m` in all.
    """
    place = {answer: at for at, answer in enumerate(answers)}
    matrix = np.zeros((len(answers), len(answers)))
    for unit in units:
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    matrix[place[one], place[other]] += 1 / (len(unit) - 1)
    return matrix


def alpha_of(matrix: Floats) -> float | None:
    """Return alpha of a matrix of coincidences; None where one answer alone was given."""
    totals = matrix.sum(axis=0)
    n = totals.sum()
    expected = n * n - (totals * totals).sum()
    if np.count_nonzero(totals) < 2:
        return None
    observed = n - np.trace(matrix)
    return float(1 - (n - 1) * observed / expected)


def gwets_ac1(pairs: Sequence[tuple[str, str]], *, n_categories: int) -> float | None:
    """Return AC1; None of nothing.

    Gwet 2008, Br J Math Stat Psychol 61:29-48: chance is how readers would
    agree on the things that are hard, so it falls where one answer prevails.
    """
    raw = raw_agreement(pairs)
    if raw is None:
        return None
    given = Counter(answer for pair in pairs for answer in pair)
    if not max(2, len(given)) <= n_categories:
        raise ValueError(f"{len(given)} answers were given, {n_categories} are possible")
    shares = [count / (2 * len(pairs)) for count in given.values()]
    chance = sum(share * (1 - share) for share in shares) / (n_categories - 1)
    return (raw - chance) / (1 - chance)
