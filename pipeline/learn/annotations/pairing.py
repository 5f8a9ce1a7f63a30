"""Which stretches of two readers are the same.

Two are the same where they share half or more of either; each has one partner
at most, and as many as can find one do.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.learn.annotations.records import Annotation

Pair = tuple[int, int]


def shared(one: Annotation, other: Annotation) -> int:
    """Return how many characters two stretches share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def is_same_stretch(one: Annotation, other: Annotation) -> bool:
    """Say whether two stretches share half or more of either."""
    both = shared(one, other)
    return both > 0 and 2 * both >= min(one.end - one.start, other.end - other.start)


def pair(
    first: Sequence[Annotation], second: Sequence[Annotation], *, same_kind: bool = True
) -> list[Pair]:
    """Pair the stretches of two readers one to one, as many as possible.

    The more alike two are, the sooner they are paired; of those equally alike
    the earlier. Where that leaves one without a partner, others move on (the
    augmenting paths of Kuhn 1955).

    Args:
        first: of one reader of an article.
        second: of the other.
        same_kind: only those of one kind are the same.

    Returns:
        Indices into both, in the order of `first`.
    """
    alike = sorted(
        (-_likeness(one, other), i, j)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if is_same_stretch(one, other) and (not same_kind or one.kind == other.kind)
    )
    choices: dict[int, list[int]] = {}
    for _, i, j in alike:
        choices.setdefault(i, []).append(j)
    partner_of_second: dict[int, int] = {}
    paired: set[int] = set()
    for _, i, j in alike:
        if i not in paired and j not in partner_of_second:
            partner_of_second[j] = i
            paired.add(i)
    for i in sorted(set(choices) - paired):
        _find_partner(i, choices, partner_of_second, set())
    return sorted((i, j) for j, i in partner_of_second.items())


def _likeness(one: Annotation, other: Annotation) -> float:
    both = shared(one, other)
    return both / (one.end - one.start + other.end - other.start - both)


def _find_partner(
    i: int, choices: dict[int, list[int]], partner_of_second: dict[int, int], seen: set[int]
) -> bool:
    for j in choices[i]:
        if j in seen:
            continue
        seen.add(j)
        other = partner_of_second.get(j)
        if other is None or _find_partner(other, choices, partner_of_second, seen):
            partner_of_second[j] = i
            return True
    return False
