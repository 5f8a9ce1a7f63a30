"""Stage 5: how much a payer allows: "up to 12 visits in 90 days, 8 more if you improve".

A policy's numbers are rows of their own, each with the time that it is for. A claim's numbers
are the policy's where every one of them is in a row, with its time; where the claim allows
more in the same time than the policy's most, the policy says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.judge.findings import finding
from pipeline.judge.phrases import row_text
from pipeline.judge.statements.weighing import row_ids
from pipeline.quantities import convert
from pipeline.records import Bound, Claim, EvidenceRow, Finding, Match, Quantity

_OPPOSED: frozenset[frozenset[Bound]] = frozenset({frozenset({"at_most", "at_least"})})


def judge_allowance(claim: Claim, rows: Sequence[Match]) -> Finding | None:
    """Hold the numbers of a claim against those of a payer's policy.

    Args:
        claim: with its numbers; one that denies is not judged.
        rows: of the payer, on the treatment; those on another condition answer nothing.

    Returns:
        None where either of the two gives no number.
    """
    said = [q for q in claim.statement.quantities if q.value is not None]
    held = [m for m in rows if m.row.statement.quantities and m.condition != "other"]
    if not said or not held or claim.statement.negated:
        return None
    for match in held:
        if _allows_more(said, match.row):
            told = f"The policy allows less: {row_text(match.row)}."
            return finding("CV002", told, rows=[match.row.row_id])
    meant = [m for m in held if any(_is_number_of(q, m.row) for q in said)]
    timed = [m for m in meant if _has_its_time(said, m.row)]
    of_its_own = [m for m in timed if m.row.statement.timeframe or _is_time(m.row)]
    if not of_its_own or len(timed) < len(meant) or not _all_told(said, timed):
        nearest = meant or held
        told = (
            "The number is the policy's, but not all that it depends on is told"
            if meant and len(timed) < len(meant)
            else "The policy has other numbers, or other times"
        )
        told = f"{told}: {row_text(nearest[0].row)}."
        return finding("UV004", told, rows=row_ids(nearest, 3), confidence=0.6)
    told = "; ".join(row_text(m.row) for m in timed)
    return finding("CV001", f"{told}.", rows=row_ids(timed))


def _is_number_of(quantity: Quantity, row: EvidenceRow) -> bool:
    """Say whether a number is the row's own, and no time that it is for."""
    own = row.statement.quantities[0]
    if frozenset({quantity.bound, own.bound}) in _OPPOSED or quantity.value is None:
        return False
    if own.kind == "duration":
        as_own = convert(quantity, own.unit) if quantity.kind == "duration" else None
        return as_own is not None and as_own.value == own.value
    return quantity.kind in {"count", "frequency"} and quantity.value == own.value


def _has_its_time(said: Sequence[Quantity], row: EvidenceRow) -> bool:
    """Say whether the time that a row's number is for stands in the claim, too."""
    time = row.statement.timeframe
    return time is None or any(_is_of_time(q, time) for q in said)


def _is_of_time(quantity: Quantity, time: Quantity) -> bool:
    """Say whether a quantity is a time, or a number per that time."""
    if quantity.kind == "frequency" and quantity.unit == f"/{time.unit}":
        return time.value == 1
    as_time = convert(quantity, time.unit) if quantity.kind == "duration" else None
    return as_time is not None and as_time.value == time.value


def _is_time(row: EvidenceRow) -> bool:
    return row.statement.quantities[0].kind == "duration"


def _all_told(said: Sequence[Quantity], rows: Sequence[Match]) -> bool:
    times = [m.row.statement.timeframe for m in rows]
    return all(
        any(_is_number_of(q, m.row) for m in rows)
        or any(time is not None and _is_of_time(q, time) for time in times)
        for q in said
    )


def _allows_more(said: Sequence[Quantity], row: EvidenceRow) -> bool:
    """Say whether a claim gives one number, for a row's time, that is above the row's most."""
    own, time = row.statement.quantities[0], row.statement.timeframe
    counts = [q for q in said if q.kind in {"count", "frequency"}]
    if own.bound != "at_most" or time is None or len(counts) != 1:
        return False
    return _has_its_time(said, row) and (counts[0].value or 0.0) > (own.value or 0.0)
