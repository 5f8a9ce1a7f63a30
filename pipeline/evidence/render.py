"""The sentence of an evidence row, made from its fields and never quoted.

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

_CHANGES: Final = frozenset({"relative_change", "percentage_point_change"})
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
    "unstated": "",
    "ratio": "",
    "proportion": "",
    "standard_deviation": "",
    "percentage_point": "percentage points",
    "mm[Hg]": "mmHg",
    "/d": "per day",
    "/wk": "per week",
    "/mo": "per month",
}
_OF_THINGS: Final = frozenset({"X-COVERAGE", "X-COST", "X-USE"})
# Sources that decide what is paid for; others report what someone else decided.
_DECIDERS: Final = frozenset({"policy", "organisation", "registry", "guideline"})
# What a body decides, by the outcome of the row, else by its kind.
_DECISIONS: Final[dict[str, dict[Stance, str]]] = {
    "X-APPROVAL": {
        "affirms": "approved {}",
        "denies": "has not approved {}",
        "uncertain": "reviewed {}",
    },
    "X-MEDICAL-EXPENSE": {
        "affirms": "counts {} as a medical expense",
        "denies": "does not count {} as a medical expense",
        "uncertain": "may count {} as a medical expense",
    },
    "X-UPPER-INTAKE-LIMIT": {
        "affirms": "sets an upper limit for {}",
        "denies": "sets no upper limit for {}",
        "uncertain": "may set an upper limit for {}",
    },
    "coverage": {
        "affirms": "covers {}",
        "denies": "does not cover {}",
        "uncertain": "may cover {}",
    },
    "regulatory": {
        "affirms": "recommends {}",
        "denies": "does not recommend {}",
        "uncertain": "takes no position on {}",
    },
    "credential": {
        "affirms": "grants or recognises {}",
        "denies": "does not grant or recognise {}",
        "uncertain": "may grant or recognise {}",
    },
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
        main += _values_text(values, statement) if values else ""
        main += _allowed_in(values[0], statement) if values and kind == "coverage" else ""
    elif values and _outcome_id(statement) != "X-STUDY-SIZE":
        main = _with_numbers(statement, values)
    else:
        main = _without_numbers(statement, source, kind=kind, stance=stance)
    facts = [*_interval(values), *_aside(statement, kind, stance, certainty, values)]
    sentence = f"{_capital(main)} ({'; '.join(facts)})." if facts else f"{_capital(main)}."
    return f"{sentence} {note.rstrip('.')}." if note else sentence


def topic_text(statement: Statement) -> str:
    """Write what a row is about, without what it found: "Massage in neck pain: disability"."""
    subject, outcome = _subject(statement), _name(statement.outcome)
    return _capital(f"{subject}: {outcome}" if subject and outcome else subject or outcome)


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
    outcome = _name(statement.outcome) or "the outcome"
    numbers = _values_text(values, statement)
    if statement.intervention is not None:
        return f"{subject}: {outcome}{numbers}{_time(statement)}"
    place = f" {subject}" if subject else ""
    if _outcome_id(statement) == "X-PREVALENCE":
        place = place.replace(" in ", " of ", 1)
    return f"{outcome}{place}{numbers}{_time(statement)}"


def _without_numbers(
    statement: Statement, source: Source, *, kind: ClaimKind, stance: Stance
) -> str:
    outcome = _name(statement.outcome) or "the outcome"
    who = source_text(source)
    if _outcome_id(statement) == "X-STUDY-SIZE":
        return f"{who} on {_subject(statement) or 'this question'}"
    subject = _subject(statement) or "the treatment"
    if kind == "safety":
        harm = f"{outcome} with {subject}" if statement.intervention is not None else outcome
        says = {
            "affirms": f"{who}: {harm}: rare, or no more frequent than with the comparator",
            "denies": f"{who} reports {harm}",
            "uncertain": f"{who} could not judge {harm}",
        }[stance]
        return says + _time(statement)
    turn = _TURNS[statement.direction]
    if stance == "uncertain":
        return f"{who}: it is not clear whether {subject} changes {outcome}{_time(statement)}"
    if stance == "denies" and statement.direction == "unclear":
        turn = "does not improve"
    if stance == "affirms" and statement.direction == "unclear":
        turn = "improves" if kind == "efficacy" else "affects"
    return f"{who}: {subject} {turn} {outcome}{_time(statement)}"


def _decision(statement: Statement, source: Source, *, kind: ClaimKind, stance: Stance) -> str:
    what = (_name(statement.intervention) or "this treatment") + _against(statement)
    where = f" for {_name(statement.condition)}" if statement.condition is not None else ""
    whom = f" in {_name(statement.population)}" if statement.population is not None else ""
    if kind == "coverage" and source.kind not in _DECIDERS:
        said = {"affirms": "is covered", "denies": "is not covered", "uncertain": "may be covered"}
        return f"{what}{where}{whom} {said[stance]}, says {source_text(source)}"
    says = _DECISIONS.get(_outcome_id(statement), _DECISIONS[kind])[stance]
    return f"{source_text(source)} {says.format(f'{what}{where}{whom}')}"


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
    others = " or ".join(concept.text for concept in statement.comparators)
    return f" against {others}" if others else ""


def _name(concept: Concept | None) -> str:
    return concept.text if concept is not None else ""


def _outcome_id(statement: Statement) -> str:
    return statement.outcome.concept_id if statement.outcome is not None else ""


def _time(statement: Statement) -> str:
    return f" at {number_text(statement.timeframe)}" if statement.timeframe is not None else ""


def _allowed_in(most: Quantity, statement: Statement) -> str:
    """Write whether a payer's number is a limit, and the time that it is for."""
    limit = {"at_most": " at most", "at_least": " at least"}.get(most.bound, "")
    time = statement.timeframe
    return f"{limit}{f' in {number_text(time)}' if time is not None else ''}"


def _values_text(values: tuple[Quantity, ...], statement: Statement) -> str:
    """Write the numbers with what joins them to the outcome before them."""
    by_role = {quantity.role: quantity for quantity in values}
    main = next(q for q in values if q.role not in {"comparator_arm", "baseline"})
    text = _measure_text(main, statement.direction)
    other, before = by_role.get("comparator_arm"), by_role.get("baseline")
    if other is not None:
        text += f" against {_other_text(main, other)}"
    # A share of plans, visits or money is none of people; the note says of what.
    of_people = main.kind == "proportion" and _outcome_id(statement) not in _OF_THINGS
    if of_people:
        text += " of people"
    if main.per is not None:
        text += f" per {main.per:,.0f}"
    if before is not None:
        text += f", from {number_text(before)}"
    if main.kind in _MEASURES:
        return f", {text}"
    if main.kind in _CHANGES:
        return f" {text}"
    return f" in {text}" if of_people and main.role != "prevalence" else f": {text}"


def _measure_text(quantity: Quantity, direction: Direction) -> str:
    number = number_text(quantity)
    if quantity.kind in _CHANGES:
        way = "decrease" if (quantity.value or 0.0) < 0 else direction
        turn = {"increase": "up by ", "decrease": "down by "}.get(way, "changed by ")
        return turn + number.lstrip("-")
    if quantity.kind == "fold_change":
        return f"{number} times as much"
    label = _MEASURES.get(quantity.kind)
    return f"{label} {number}" if label else number


def _other_text(main: Quantity, other: Quantity) -> str:
    """Write the other arm's number; a change that went the same way needs no sign of its own."""
    number = number_text(other)
    alike = (main.value or 0.0) < 0 and (other.value or 0.0) < 0
    return number.lstrip("-") if main.kind in _CHANGES and alike else number


def _interval(values: tuple[Quantity, ...]) -> list[str]:
    for quantity in values:
        if quantity.value is not None and (quantity.low is not None or quantity.high is not None):
            share = quantity.unit == "proportion"
            ends = [
                _plain(end, share=share) if end is not None else "…"
                for end in (quantity.low, quantity.high)
            ]
            name = "95% CI " if quantity.bound == "ci95" else "range "
            return [name + " to ".join(ends)]
    return []


def _aside(
    statement: Statement,
    kind: ClaimKind,
    stance: Stance,
    certainty: Certainty | None,
    values: tuple[Quantity, ...],
) -> list[str]:
    counts = []
    for quantity in statement.of_role("trials", "participants"):
        noun = "trial" if quantity.role == "trials" else "participant"
        number = number_text(quantity)
        counts.append(f"{number} {noun}{'' if number == '1' else 's'}")
    said = [", ".join(counts)] if counts else []
    if kind == "efficacy" and values and stance != "affirms":
        said.append("no benefit shown" if stance == "denies" else "inconclusive")
    if certainty is not None:
        said.append(f"{certainty.replace('_', ' ')} certainty")
    return said


def _plain(number: float, *, share: bool) -> str:
    if share:
        return f"{_plain(round(number * 100, 6), share=False)}%"
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
