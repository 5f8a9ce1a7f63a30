"""Stage 5: numbers and sources as a reason names them."""

from __future__ import annotations

from pipeline.judge.figures import Figure
from pipeline.records import EvidenceRow, Quantity, Source

_MEASURES = {
    "risk_ratio": "RR",
    "odds_ratio": "OR",
    "hazard_ratio": "HR",
    "rate_ratio": "rate ratio",
    "mean_difference": "mean difference",
    "standardised_mean_difference": "SMD",
    "number_needed_to_treat": "NNT",
    "risk_difference": "risk difference",
}


def percent(value: float) -> str:
    """Print a proportion: 0.5 as 50%, 0.125 as 12.5%."""
    return f"{value * 100:.3g}%" if abs(value) < 1 else f"{value * 100:.4g}%"


def number(value: float) -> str:
    """Print a number as people write it: 1825 as 1,825, 0.180 as 0.18."""
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) >= 1 else f"{value:.4g}"


def in_unit(value: float, unit: str) -> str:
    """Print a value with its unit."""
    if unit == "proportion":
        return percent(value)
    if unit == "percentage_point":
        return f"{value:.3g} percentage points"
    if unit in {"ratio", "count", "score", "standard_deviation", ""}:
        return number(value)
    return f"{number(value)} {unit}"


def figure_text(figure: Figure) -> str:
    """Print a figure with its measure and interval."""
    label = _MEASURES.get(figure.measure, "")
    if figure.measure == "relative_change":
        label = {"decrease": "down", "increase": "up"}.get(figure.direction or "", "")
    sign = (
        "-"
        if figure.direction == "decrease"
        and figure.measure in {"mean_difference", "standardised_mean_difference"}
        else ""
    )
    text = f"{label} {sign}{in_unit(figure.value, figure.unit)}".strip()
    if figure.low is not None and figure.high is not None:
        low, high = figure.low, figure.high
        if sign:
            low, high = -high, -low
        text += f" ({in_unit(low, figure.unit)} to {in_unit(high, figure.unit)})"
    return text


def claimed_text(quantity: Quantity) -> str:
    """Print what the writer wrote."""
    return quantity.text or in_unit(quantity.value or 0.0, quantity.unit)


def source_name(source: Source) -> str:
    """Name a source in a few words: publisher or first author, and year."""
    who = source.publisher or (source.authors.split(",")[0].split(" ")[0] if source.authors else "")
    if source.publisher == "Cochrane" and source.registry_id:
        who = f"Cochrane review {source.registry_id}"
    name = who or source.title
    return f"{name} ({source.year})" if source.year else name


def row_text(row: EvidenceRow) -> str:
    """Give a row's sentence with its source, named once."""
    sentence, name = row.sentence.rstrip("."), source_name(row.source)
    known = row.source.publisher or row.source.authors.split(",")[0]
    if known and sentence.startswith(known):
        return sentence
    return f"{sentence} [{name}]"
