"""Claims made of rows of evidence, one thing in each turned or none.

What the row's sentence says of the claim follows from how the claim was made, so nobody has to
judge it. The claims are plain and all of one mould: what they measure is whether the rules hold,
and not whether people's sentences are understood; for that there are pairs written by hand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence import EvidenceTable
from pipeline.judge.phrases import row_text
from pipeline.learn.pairs.sets import NumberPair
from pipeline.records import Concept, EvidenceRow, Quantity, VerdictName

# Of what is drawn; any number would do.
SEED: Final = 5
_RATIOS: Final = {
    "risk_ratio": ("risk", "risk ratio"),
    "hazard_ratio": ("rate", "hazard ratio"),
    "rate_ratio": ("rate", "rate ratio"),
    "odds_ratio": ("odds", "odds ratio"),
}
_UNITS: Final = {
    "score": "points", "points": "points", "mm[Hg]": "mmHg", "d": "days", "h": "hours",
    "min": "minutes", "wk": "weeks", "mo": "months", "kg": "kg", "mg/dL": "mg/dL",
    "mmol/L": "mmol/L",
}  # fmt: skip
# The same in a unit that a row may not use: what it is multiplied by, and its name.
_OTHER_UNITS: Final = {
    "d": (24, "hours"),
    "h": (60, "minutes"),
    "kg": (1000, "g"),
    "wk": (7, "days"),
}
_TIMES: Final = {"wk": "weeks", "mo": "months", "a": "years", "d": "days"}
# What most is compared with; another one is drawn in place of a row's.
_COMPARATORS: Final = {
    "X-PLACEBO": "placebo", "X-USUAL-CARE": "usual care", "X-NO-TREATMENT": "no treatment",
    "X-WAITLIST": "a waiting list",
}  # fmt: skip
_SHORTEST_NAME: Final = 3
_LONGEST_NAME: Final = 45
# Whatever stood in the other group: a name of one such thing says more than the row.
_ANY: Final = frozenset({"X-CONTROL", "X-OTHER-TREATMENT"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A row with one number that claims are made of, in words.

    Attributes:
        quantity: the effect, or the share or level of those treated.
        time: "3 months"; "" where the row says no time.
    """

    row: EvidenceRow
    intervention: str
    comparator: str
    outcome: str
    quantity: Quantity
    time: str


def generate_number_pairs(table: EvidenceTable, *, seed: int) -> list[NumberPair]:
    """Make pairs of every checked row that has a number, its arms and its outcome.

    Args:
        table: whose rows are told.
        seed: of the names, perturbations and values that are drawn.
    """
    draw = random.Random(seed)
    rows = sorted(
        (r for r in table.rows if r.provenance == "curated" and r.verified), key=lambda r: r.row_id
    )
    told = [one for row in rows if (one := _tell(row, table.concepts, draw)) is not None]
    return [pair for one in told for pair in _pairs_of(one, draw)]


def _tell(row: EvidenceRow, index: ConceptIndex, draw: random.Random) -> _Told | None:
    said = row.statement
    values = said.of_role("effect", "intervention_arm")
    if not values or said.intervention is None or said.outcome is None:
        return None
    if len(said.comparators) != 1 or values[0].value is None or "X-" in said.outcome.text:
        return None
    names = [_name(c, index, draw) for c in (said.intervention, said.comparators[0])]
    # Names of outcomes may be verbs ("prevent colds"): its own name is a noun.
    names.append(draw.choice((said.outcome.name, said.outcome.text)))
    if any(map(str.isdigit, "".join(names))):
        # "Responders (at least 50% better)" has a number of its own.
        return None
    if max(map(len, names)) > _LONGEST_NAME or len(set(names)) < len(names):
        return None
    time = said.timeframe
    when = ""
    if time is not None and time.value is not None and time.unit in _TIMES:
        when = f"{time.value:g} {_TIMES[time.unit]}"
    intervention, comparator, outcome = names
    return _Told(row, intervention, comparator, outcome, values[0], when)


def _name(concept: Concept, index: ConceptIndex, draw: random.Random) -> str:
    """One of the names by which articles are read, or the row's own words."""
    entry = index.entry(concept.concept_id)
    names = [concept.text, concept.name]
    if entry is not None and entry.found_by == "names" and entry.concept_id not in _ANY:
        names += [
            n for n in entry.synonyms if n == n.lower() and len(n) > 3 and _is_read(n, entry, index)
        ]
    return draw.choice(names)


def _is_read(name: str, entry: ConceptEntry, index: ConceptIndex) -> bool:
    """Say whether an article that writes a name is read as naming its concept."""
    found = [(m.start, m.end, m.concept_id) for m in index.find(name)]
    return found == [(0, len(name), entry.concept_id)]


def _pairs_of(one: _Told, draw: random.Random) -> Iterator[NumberPair]:
    forms = _FORMS.get(one.quantity.kind)
    other = _other_arm(one)
    if forms is None or (one.quantity.role == "intervention_arm") != (other is not None):
        return
    made = list(forms(one, other, draw))
    for claim, verdict, rule in made:
        name = f"{one.row.row_id}-{rule}"
        yield NumberPair(name, claim, one.row.sentence, verdict, rule, one.row.row_id)
    year = one.row.source.year
    if made and year is not None and one.row.source.kind == "systematic_review":
        claim, verdict, _ = made[0]
        shown = f"{row_text(one.row)}."
        for told, its in ((year, verdict), (year + draw.choice((-3, -2, 2, 3)), "unsupported")):
            words = f"A {told} review found: {claim}"
            yield NumberPair(
                f"{one.row.row_id}-year-{told}", words, shown, its, "year", one.row.row_id
            )


_Made = tuple[str, VerdictName, str]


def _other_arm(one: _Told) -> Quantity | None:
    found = one.row.statement.of_role("comparator_arm")
    return found[0] if found and found[0].value is not None else None


def _of_ratio(one: _Told, _: Quantity | None, draw: random.Random) -> Iterator[_Made]:
    """A ratio told as itself, and, where it is no odds ratio, as a relative change."""
    said = one.quantity
    value = said.value or 1.0
    noun, name = _RATIOS[said.kind]
    head = f"The {name} for {one.outcome} with {one.intervention}"
    against = f"compared with {one.comparator}"
    wrong = _outside(said, value, draw, step=0.01)
    yield f"{head} {against} was {_short(value)}{_tail(one)}.", _holds(one), "risk-ratio"
    yield f"{head} {against} was {_short(wrong)}{_tail(one)}.", "unsupported", "value"
    yield (
        f"{head} compared with {_another(one, draw)} was {_short(value)}.",
        "unverifiable",
        "comparator",
    )
    change = abs(1 - value)
    if not _TOO_SMALL <= change < 1:
        return
    falls = value < 1
    percent = f"{_short(change * 100)}%"
    verb, other = ("lowers", "raises") if falls else ("raises", "lowers")
    odds = noun == "odds"
    thing = f"the {noun} of {one.outcome}"
    yield f"{one.intervention} {verb} {thing} by {percent} {against}.", _holds(one), "relative"
    yield f"{one.intervention} {other} {thing} by {percent} {against}.", _turned(one), "direction"
    if not odds:
        yield (
            f"{one.intervention} {verb} {thing} by {_short(change * 100)} percentage points "
            f"{against}.",
            "unverifiable",
            "percent-vs-points",
        )
    if one.row.significant is not False:
        yield (
            f"{one.comparator} {verb} {thing} by {percent} compared with {one.intervention}.",
            "unsupported",
            "arm-swap",
        )
    yield from _around(one, f"{one.intervention} {verb} {thing} by {percent} {against}", draw)


def _of_difference(one: _Told, _: Quantity | None, draw: random.Random) -> Iterator[_Made]:
    said = one.quantity
    value, unit = said.value or 0.0, _UNITS.get(said.unit)
    if unit is None or not value:
        return
    verb, other = ("lowers", "raises") if value < 0 else ("raises", "lowers")
    against = f"compared with {one.comparator}"
    size = abs(value)

    def told(verb: str, size: float, unit: str, against: str = against) -> str:
        return f"{one.intervention} {verb} {one.outcome} by {_short(size)} {unit} {against}"

    yield f"{told(verb, size, unit)}.", _holds(one), "mean-difference"
    yield f"{told(other, size, unit)}.", _turned(one), "direction"
    wrong = abs(_outside(said, value, draw, step=0.1))
    yield f"{told(verb, wrong, unit)}.", "unsupported", "value"
    yield (
        f"{told(verb, size, unit, f'compared with {_another(one, draw)}')}.",
        "unverifiable",
        "comparator",
    )
    yield f"{told(verb, size, '%').replace(' %', '%')}.", "unverifiable", "percent-vs-points"
    if said.unit in _OTHER_UNITS:
        factor, name = _OTHER_UNITS[said.unit]
        yield f"{told(verb, size * factor, name)}.", _holds(one), "unit-conversion"
        if one.row.significant:
            yield f"{told(verb, size, name)}.", "unsupported", "unit"
    yield from _around(one, told(verb, size, unit), draw)


def _of_shares(one: _Told, other: Quantity | None, draw: random.Random) -> Iterator[_Made]:
    if other is None or one.quantity.unit != "proportion":
        return
    a, b = one.quantity.value or 0.0, other.value or 0.0
    if abs(a - b) < _TOO_SMALL:
        return

    def told(a: float, b: float, comparator: str = one.comparator) -> str:
        return (
            f"{one.outcome} in {_short(a * 100)}% with {one.intervention} and {_short(b * 100)}% "
            f"with {comparator}"
        )

    # Shares are reported, whatever they say of an effect.
    yield f"{told(a, b)}.", "supported", "shares"
    yield f"{told(b, a)}.", "unsupported", "arm-swap"
    wrong = a + 0.12 if a < 0.8 else a - 0.12
    yield f"{told(wrong, b)}.", "unsupported", "value"
    yield f"{told(a, b, _another(one, draw))}.", "unverifiable", "comparator"
    yield from _around(one, told(a, b), draw, holds="supported")


def _of_needed(one: _Told, _: Quantity | None, draw: random.Random) -> Iterator[_Made]:
    value = abs(one.quantity.value or 0.0)
    head = f"The number needed to treat with {one.intervention} for {one.outcome}"
    yield f"{head} was {_short(value)}.", _holds(one), "nnt"
    wrong = abs(_outside(one.quantity, one.quantity.value or 0.0, draw, step=1))
    yield f"{head} was {_short(wrong)}.", "unsupported", "value"


def _of_smd(one: _Told, _: Quantity | None, draw: random.Random) -> Iterator[_Made]:
    value = one.quantity.value or 0.0
    head = f"The standardised mean difference in {one.outcome} with {one.intervention}"
    against = f"compared with {one.comparator}"
    yield f"{head} {against} was {_short(value)}.", _holds(one), "smd"
    wrong = _outside(one.quantity, value, draw, step=0.01)
    yield f"{head} {against} was {_short(wrong)}.", "unsupported", "value"
    if abs(value) >= _TOO_SMALL:
        yield f"{head} {against} was {_short(-value)}.", _turned(one), "direction"
    yield (
        f"{head} compared with {_another(one, draw)} was {_short(value)}.",
        "unverifiable",
        "comparator",
    )


_FORMS: Final = {
    **dict.fromkeys(_RATIOS, _of_ratio),
    "mean_difference": _of_difference,
    "proportion": _of_shares,
    "number_needed_to_treat": _of_needed,
    "standardised_mean_difference": _of_smd,
}


def _around(
    one: _Told, claim: str, draw: random.Random, *, holds: VerdictName | None = None
) -> Iterator[_Made]:
    """What stands around a result: when it was, and of how many trials and people it is."""
    holds = holds or _holds(one)
    statement = one.row.statement
    if one.time:
        number, unit = one.time.split()
        yield f"{claim} at {one.time}.", holds, "time-frame"
        later = f"{float(number) * draw.choice((2, 3, 4)):g} {unit}"
        yield f"{claim} at {later}.", "unverifiable", "time-frame"
    for role, noun in (("participants", "participants"), ("trials", "trials")):
        for size in [q.value for q in statement.quantities if q.role == role and q.value]:
            if size > 1:
                yield f"In {size:,.0f} {noun}, {claim}.", holds, f"{role}-count"
                other = size * draw.choice((2, 3)) + 1
                yield f"In {other:,.0f} {noun}, {claim}.", "unsupported", f"{role}-count"


def _holds(one: _Told) -> VerdictName:
    """A number that agrees supports; where its interval includes no effect it does not."""
    return "unverifiable" if one.row.significant is False else "supported"


def _turned(one: _Told) -> VerdictName:
    """The other way contradicts, but where an interval on both sides of no effect allows it."""
    said = one.quantity
    if one.row.significant is not False:
        return "unsupported"
    if said.value is None or said.low is None or said.high is None:
        return "unverifiable"
    mirrored = 2 - said.value if said.kind in _RATIOS else -said.value
    return "unverifiable" if said.low <= mirrored <= said.high else "unsupported"


def _another(one: _Told, draw: random.Random) -> str:
    mine = {c.concept_id for c in one.row.statement.comparators}
    others = [name for concept, name in _COMPARATORS.items() if concept not in mine]
    return draw.choice(others)


def _outside(said: Quantity, value: float, draw: random.Random, *, step: float) -> float:
    """A value of the same sign that neither the estimate nor its interval allows."""
    far = max((abs(e) for e in (value, said.low, said.high) if e is not None), default=0.0)
    found = far * draw.choice((1.4, 1.8, 2.5)) + 2 * step
    return found if value >= 0 else -found


def _short(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _tail(one: _Told) -> str:
    return f" at {one.time}" if one.time else ""


# Changes that no text would tell.
_TOO_SMALL: Final = 0.03
