"""Layer 5: the sentence of an evidence row, made from its fields and never quoted.

>>> from pipeline.records import Quantity
>>> share = Quantity(0.5, "proportion", "proportion", role="intervention_arm")
>>> number_text(share)
'50%'
"""

from __future__ import annotations

from typing import Final

from pipeline.records import (
    Certainty,
    ClaimKind,
    Concept,
    Direction,
    Quantity,
    QuantityKind,
    Source,
    Stance,
    Statement,
)

_MEASURES: Final[dict[QuantityKind, str]] = {
    "risk_ratio": "risk ratio",
    "odds_ratio": "odds ratio",
    "hazard_ratio": "hazard ratio",
    "rate_ratio": "rate ratio",
    "risk_difference": "risk difference",
    "mean_difference": "mean difference",
    "standardised_mean_difference": "standardised mean difference",
    "number_needed_to_treat": "number needed to treat",
    "p_value": "p =",
}
_TURNS: Final[dict[Direction, str]] = {
    "increase": "raises",
    "decrease": "lowers",
    "no_difference": "makes no difference to",
    "unclear": "affects",
}
# Units that a reader knows under another name.
_UNITS: Final = {
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
    "h": "hours",
    "min": "minutes",
    "score": "points",
    "points": "points",
    "count": "",
    "ratio": "",
    "proportion": "",
    "standard_deviation": "",
    "percentage_point": "percentage points",
}
_SPECIES: Final = {"human": "", "animal": "in animals", "in_vitro": "in the laboratory"}


def render_sentence(
    statement: Statement,
    source: Source,
    *,
    kind: ClaimKind,
    stance: Stance,
    certainty: Certainty | None = None,
    note: str = "",
) -> str:
    """Write one sentence that says what the row says; the note follows as its own."""
    values = statement.of_role(
        "effect", "intervention_arm", "comparator_arm", "baseline", "prevalence", "cost"
    )
    if kind in {"coverage", "regulatory", "credential"}:
        main = _decision(statement, source, kind=kind, stance=stance)
        main = f"{main}: {_values_text(values, statement)}" if values else main
    elif values:
        main = _with_numbers(statement, values)
    else:
        main = _without_numbers(statement, source, kind=kind, stance=stance)
    aside = _aside(statement, kind=kind, stance=stance, certainty=certainty, numbers=bool(values))
    sentence = f"{_capital(main)}{aside}."
    return f"{sentence} {note.rstrip('.')}." if note else sentence


def number_text(quantity: Quantity) -> str:
    """Write the number of a quantity: "50%", "1,825", "USD 1,200", "6 to 12 weeks"."""
    ends = (quantity.value,) if quantity.value is not None else (quantity.low, quantity.high)
    share = quantity.unit == "proportion"
    written = [_plain(end, share=share) for end in ends if end is not None]
    number = " to ".join(written)
    if quantity.value is None and len(written) == 1:
        number = f"{'at least' if quantity.low is not None else 'at most'} {number}"
    if quantity.kind == "money":
        return f"{quantity.unit} {number}"
    unit = _UNITS.get(quantity.unit, quantity.unit)
    if number == "1" and unit.endswith("s") and quantity.unit in _UNITS:
        unit = unit[:-1]
    return f"{number} {unit}".rstrip()


def source_text(source: Source) -> str:
    """Name a source in a few words: its publisher or first author, and its year."""
    name = source.publisher or source.authors.partition(",")[0].partition(" et al")[0]
    year = f" ({source.year})" if source.year is not None else ""
    return f"{name or source.title}{year}"


def _with_numbers(statement: Statement, values: tuple[Quantity, ...]) -> str:
    subject = _subject(statement)
    outcome = statement.outcome.name if statement.outcome is not None else "the outcome"
    numbers = _values_text(values, statement)
    if subject and statement.intervention is not None:
        return f"{subject}: {outcome} {numbers}{_time(statement)}"
    place = f" {subject}" if subject else ""
    return f"{outcome}{place}: {numbers}{_time(statement)}"


def _without_numbers(
    statement: Statement, source: Source, *, kind: ClaimKind, stance: Stance
) -> str:
    outcome = statement.outcome.name if statement.outcome is not None else "the outcome"
    who = source_text(source)
    subject = _subject(statement) or "the treatment"
    if kind == "safety":
        says = {
            "affirms": "are rare, or no more frequent than with the comparator",
            "denies": "do occur",
            "uncertain": "could not be judged",
        }[stance]
        with_what = f" with {subject}" if statement.intervention is not None else f" {subject}"
        return f"{who}: {outcome}{with_what} {says}{_time(statement)}"
    turn = _TURNS[statement.direction]
    if stance == "uncertain":
        return f"{who}: it is not clear whether {subject} changes {outcome}{_time(statement)}"
    if stance == "denies" and statement.direction == "unclear":
        turn = "does not improve"
    if stance == "affirms" and statement.direction == "unclear":
        turn = "improves" if kind == "efficacy" else "affects"
    return f"{who}: {subject} {turn} {outcome}{_time(statement)}"


def _decision(statement: Statement, source: Source, *, kind: ClaimKind, stance: Stance) -> str:
    outcome = statement.outcome.concept_id if statement.outcome is not None else ""
    verbs = {"affirms": "covers", "denies": "does not cover", "uncertain": "may cover"}
    if kind == "regulatory" and outcome == "X-APPROVAL":
        verbs = {"affirms": "approved", "denies": "has not approved", "uncertain": "reviewed"}
    elif kind == "regulatory":
        verbs = {
            "affirms": "recommends",
            "denies": "does not recommend",
            "uncertain": "takes no position on",
        }
    elif kind == "credential":
        verbs = {
            "affirms": "certifies or accredits for",
            "denies": "does not certify or accredit for",
            "uncertain": "may certify or accredit for",
        }
    what = _name(statement.intervention) or "this treatment"
    against = _against(statement)
    where = _name(statement.condition)
    whom = _name(statement.population)
    place = f" for {where}" if where else ""
    people = f" in {whom}" if whom else ""
    return f"{source_text(source)} {verbs[stance]} {what}{against}{place}{people}"


def _subject(statement: Statement) -> str:
    parts = [_name(statement.intervention) + _against(statement)]
    parts += [
        f"in {name}" for c in (statement.condition, statement.population) if (name := _name(c))
    ]
    parts.append(_SPECIES[statement.species])
    if statement.form:
        parts.append(f"as {statement.form}")
    if statement.dose is not None:
        parts.append(f"at {number_text(statement.dose)}")
    return " ".join(part for part in parts if part)


def _against(statement: Statement) -> str:
    others = " or ".join(concept.name for concept in statement.comparators)
    return f" against {others}" if others else ""


def _name(concept: Concept | None) -> str:
    return concept.name if concept is not None else ""


def _time(statement: Statement) -> str:
    return f" at {number_text(statement.timeframe)}" if statement.timeframe is not None else ""


def _values_text(values: tuple[Quantity, ...], statement: Statement) -> str:
    by_role = {quantity.role: quantity for quantity in values}
    main = next(q for q in values if q.role not in {"comparator_arm", "baseline"})
    text = _measure_text(main, statement.direction)
    other, before = by_role.get("comparator_arm"), by_role.get("baseline")
    if other is not None:
        text += f" against {number_text(other)}"
    if main.kind == "proportion" and not _is_of_things(statement):
        text += " of people"
    if main.per is not None:
        text += f" per {main.per:,.0f}"
    if before is not None:
        text += f", from {number_text(before)}"
    return text + _interval(main)


def _is_of_things(statement: Statement) -> bool:
    # A share of plans, visits or money; the note says of what.
    outcome = statement.outcome.concept_id if statement.outcome is not None else ""
    return outcome in {"X-COVERAGE", "X-COST", "X-USE"}


def _measure_text(quantity: Quantity, direction: Direction) -> str:
    number = number_text(quantity)
    if quantity.kind in {"relative_change", "percentage_point_change"}:
        turn = {"increase": "up by ", "decrease": "down by "}.get(direction, "changed by ")
        return turn + number.lstrip("-")
    if quantity.kind == "fold_change":
        return f"{number} times as much"
    label = _MEASURES.get(quantity.kind)
    return f"{label} {number}" if label else number


def _interval(quantity: Quantity) -> str:
    if quantity.value is None or (quantity.low is None and quantity.high is None):
        return ""
    share = quantity.unit == "proportion"
    low = _plain(quantity.low, share=share) if quantity.low is not None else "…"
    high = _plain(quantity.high, share=share) if quantity.high is not None else "…"
    name = "95% CI " if quantity.bound == "ci95" else ""
    return f" ({name}{low} to {high})"


def _aside(
    statement: Statement,
    *,
    kind: ClaimKind,
    stance: Stance,
    certainty: Certainty | None,
    numbers: bool,
) -> str:
    counts = []
    for quantity in statement.of_role("trials", "participants"):
        noun = "trial" if quantity.role == "trials" else "participant"
        number = number_text(quantity)
        counts.append(f"{number} {noun}{'' if number == '1' else 's'}")
    said = [", ".join(counts)] if counts else []
    if kind == "efficacy" and numbers and stance != "affirms":
        said.append("no benefit shown" if stance == "denies" else "inconclusive")
    if certainty is not None:
        said.append(f"{certainty.replace('_', ' ')} certainty")
    return f" ({'; '.join(said)})" if said else ""


def _plain(number: float, *, share: bool) -> str:
    if share:
        return f"{_plain(round(number * 100, 6), share=False)}%"
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
