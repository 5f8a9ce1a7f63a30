"""Stage 5, arithmetic: the sums within one sentence.

Only numbers that stand right beside each other are taken together: "from 8 to
4 (a 60% drop)" is a sum, two numbers in one sentence are none. When unsure,
nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.judge.arithmetic.rounding import How, Outcome, check_change
from pipeline.records import Quantity

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ArithmeticResult:
    """One sum of a sentence that was done again.

    Attributes:
        detail: a sentence for a writer, with the number as it should be.
        stated, recomputed: both numbers as printed.
        spans: of the quantities involved in the text, the stated result last.
    """

    code: str
    passed: bool
    detail: str
    stated: str
    recomputed: str
    spans: tuple[Span, ...]


_FROM: Final = re.compile(
    r"\bfrom\s(?:an?\s)?(?:(?:average|mean|median|baseline)\s)?(?:of\s)?$", re.IGNORECASE
)
_TO: Final = re.compile(
    r"\s?(?:(?!and\b|or\b|in\b|for\b|with\b|while\b|but\b)[a-z/-]+\s){0,4}?(?:at\s\w+\s)?(?:down\s|up\s)?to\s"
    r"(?:an?\s)?(?:(?:average|mean|median)\s)?(?:of\s)?|\s?(?:→|->|=>)\s?",
    re.IGNORECASE,
)
# Between the pair and its change: an aside, and no new subject.
_ASIDE: Final = re.compile(
    r"(?:\s(?!and\b|while\b|but\b|whereas\b|or\b|in\b|for\b|among\b|with\b|than\b|vs\b)[a-z/-]+){0,5}\s?[(,–—:=-]{1,2}\s?"
    r"(?:(?:an?|that|is|that's|i\.e\.,?|or|which|equals|representing|meaning|roughly|the|overall|total|net|"
    r"relative|average|mean|drop|fall|reduction|decrease|increase|rise|improvement|change|of|by|down|up)\s){0,6}",
    re.IGNORECASE,
)
_BEFORE_PAIR: Final = re.compile(
    r"(?:\s(?:on\saverage|overall|drop|fall|reduction|decrease|increase|rise|improvement|decline|gain))?\s?[,(–—:-]?\s?"
    r"(?:(?:going|falling|dropping|rising|down|up|moving|decreasing|increasing)\s)?from\s(?:an?\s)?"
    r"(?:(?:average|mean|median|baseline)\s)?(?:of\s)?",
    re.IGNORECASE,
)
_COMPARED_BEHIND: Final = re.compile(
    r"[^.;]{0,80}\b(?:vs\.?|versus|compared|than|relative\sto|against)\b", re.IGNORECASE
)
_PARENTHESIS: Final = re.compile(r"\s?[(\[]\s?|\s?[,;=:]\s|\s?=\s?")
_SIDES: Final = re.compile(
    r"[^.;:()0-9]{0,50}\b(?:vs\.?|versus|compared\s(?:with|to)|against)\s[^.;:()0-9]{0,40}"
)
_GAP_OF: Final = re.compile(
    r"[^.;:()0-9]{0,40}[,(–—:]\s?(?:an?\s)?(?:absolute\s)?(?:(?:difference|gap|advantage)\s(?:of\s)?)?",
    re.IGNORECASE,
)
# Points between two percentages are percentage points, unless a scale is named.
_POINTS: Final = re.compile(r"\bpoints?$")
_SCORED: Final = re.compile(r"\s(?:on|of)\b")
# "Of those 40 patients, 30 (85%)": the whole, and its part behind a comma.
_OF_WHOLE: Final = re.compile(r"\b[Oo]f (?:the |these |those |all )?$")
_THEN_PART: Final = re.compile(r",? (?:only |just |about )?")
_OF_PEOPLE: Final = re.compile(
    r"\sof\s(?:(?:the|all|our|my|these|those|her|his|their)\s)?(?:\w+\s){0,2}?"
    r"(?:people|patients|participants|adults|women|men|children|users|respondents|subjects|clients|customers|"
    r"individuals|volunteers)\b",
    re.IGNORECASE,
)
# Between an estimate and its interval no words but a unit: else it may be another's.
_CLOSE_INTERVAL: Final = re.compile(
    r"[^\d]*+[\d.,·]++\s?(?:%|[a-zA-Zµ°/]{1,8})?\s?[,;:]?\s?[(\[]?\s?"
    r"(?:(?:9[05]\s?%\s?)?(?:CI|confidence)|[-–‐−\d.])",
    re.IGNORECASE,
)
_ESTIMATES: Final = frozenset(
    {
        "risk_ratio",
        "odds_ratio",
        "hazard_ratio",
        "rate_ratio",
        "risk_difference",
        "mean_difference",
        "standardised_mean_difference",
        "number_needed_to_treat",
    }
)
_COMMON: Final = frozenset({"count", "proportion", "score"})


def check_quantities(text: str, quantities: Sequence[Quantity]) -> list[ArithmeticResult]:
    """Do the sums of a text again, in the order of the text.

    Args:
        text: in which the quantities were read.
        quantities: ordered by start, as `read_quantities` gives them.
    """
    results: list[ArithmeticResult] = []
    for place, quantity in enumerate(quantities):
        following = list(quantities[place + 1 : place + 3])
        results += _share_above_all(text, quantity)
        results += _estimate_in_interval(quantity)
        if following:
            results += _share_of_counts(text, quantity, following[0])
        if len(following) == 2:
            results += _part_of_whole(text, quantity, following[0], following[1])
            results += _from_to(text, quantity, following[0], following[1])
            results += _against(text, quantity, following[0], following[1])
    return results


def _between(text: str, left: Quantity, right: Quantity) -> str:
    return text[left.end : right.start]


def _span(*quantities: Quantity) -> tuple[Span, ...]:
    return tuple((quantity.start, quantity.end) for quantity in quantities)


# --- changes: "from 8 to 4 (50%)" -----------------------------------------------------


def _from_to(
    text: str, first: Quantity, second: Quantity, third: Quantity
) -> list[ArithmeticResult]:
    """Check three neighbours: a pair and its change, in either order."""
    found: list[ArithmeticResult] = []
    if _is_pair(text, first, second) and _ASIDE.fullmatch(text, second.end, third.start):
        found = _changed(first, second, third)
    elif _is_change(first) and _BEFORE_PAIR.fullmatch(text, first.end, second.start):
        found = _changed(second, third, first) if _is_pair(text, second, third) else []
    # "By 44%, from 18 to 15, versus from 29 to 27": the 44% compares two groups.
    if _COMPARED_BEHIND.match(text, third.end):
        found = [result for result in found if result.passed]
    return found


def _is_pair(text: str, before: Quantity, after: Quantity) -> bool:
    arrow = re.fullmatch(r"\s?(?:→|->|=>)\s?", _between(text, before, after)) is not None
    opened = _FROM.search(text, max(0, before.start - 40), before.start) is not None
    linked = _TO.fullmatch(text, before.end, after.start) is not None
    return (arrow or (opened and linked)) and before.unit == after.unit


def _is_change(quantity: Quantity) -> bool:
    return quantity.kind in {"relative_change", "fold_change", "percentage_point_change"}


def changes_stated(before: Quantity, after: Quantity, stated: Quantity) -> tuple[How, ...]:
    """Return the ways in which a stated number can be the change of two values.

    Between two percentages "20%" may be relative or in points: it passes as
    either, and fails only as both.
    """
    if before.unit != after.unit:
        return ()
    if stated.unit == "ratio" and stated.kind == "fold_change":
        return ("ratio",)
    if stated.unit == "proportion" and stated.per is None:
        return ("percent", "difference") if before.unit == "proportion" else ("percent",)
    if stated.unit == "percentage_point":
        return ("difference",) if before.unit == "proportion" else ()
    same = stated.unit == before.unit or {stated.unit, before.unit} <= _COMMON - {"proportion"}
    return ("difference",) if same else ()


def judge_change(before: Quantity, after: Quantity, stated: Quantity) -> tuple[Outcome, str] | None:
    """Judge a stated change, and print what its two values give.

    Returns:
        None where the three cannot be compared.
    """
    ways = changes_stated(before, after, stated)
    in_points = stated.unit == "percentage_point"
    tried = []
    for how in ways:
        scaled = _in_proportion(stated) if in_points else stated
        outcome = check_change(before, after, scaled, how)
        if outcome is None:
            return None
        tried.append((outcome[0], print_change(outcome[1], how, before, stated)))
    if not tried:
        return None
    for wanted in ("holds", "unsure"):
        for result in tried:
            if result[0] == wanted:
                return result
    return tried[0]


def _in_proportion(points: Quantity) -> Quantity:
    return Quantity(
        None if points.value is None else points.value / 100,
        "proportion",
        low=None if points.low is None else points.low / 100,
        high=None if points.high is None else points.high / 100,
        bound=points.bound,
        resolution=points.resolution / 100,
        direction=points.direction,
    )


def print_change(point: float, how: How, before: Quantity, stated: Quantity) -> str:
    """Print a recomputed change as the stated one is printed, one digit finer."""
    if how == "ratio":
        return f"{point:.1f}-fold"
    percent = how == "percent" or before.unit == "proportion"
    shown = point * 100 if percent else point
    step = stated.resolution * (100 if stated.unit == "proportion" else 1)
    digits = max(0, min(4, len(f"{step:.6f}".rstrip("0").split(".")[1]))) if step else 1
    size = f"{abs(shown):.{digits}f}"
    if how == "percent":
        return f"{'a fall' if point < 0 else 'a rise'} of {size}%"
    unit = " percentage points" if percent else ""
    return f"a difference of {size}{unit}"


def _changed(before: Quantity, after: Quantity, stated: Quantity) -> list[ArithmeticResult]:
    if not (_is_change(stated) or stated.unit in {"percentage_point", "score"}):
        return []
    judged = judge_change(before, after, stated)
    if judged is None or judged[0] == "unsure":
        return []
    detail = f"From {before.text} to {after.text} is {judged[1]}"
    passed = judged[0] == "holds"
    detail = f"{detail}, as stated ({stated.text})." if passed else f"{detail}, not {stated.text}."
    spans = _span(before, after, stated)
    return [ArithmeticResult("AR001", passed, detail, stated.text, judged[1], spans)]


def _against(
    text: str, first: Quantity, second: Quantity, third: Quantity
) -> list[ArithmeticResult]:
    """Check "50% versus 41%, a difference of 9 percentage points", or of 9 points."""
    if third.unit == "score" and _POINTS.search(third.text) and not _SCORED.match(text, third.end):
        third = replace(third, unit="percentage_point")
    shares = first.kind == second.kind == "proportion" and third.unit == "percentage_point"
    if not (shares and _SIDES.fullmatch(text, first.end, second.start)):
        return []
    if not _GAP_OF.fullmatch(text, second.end, third.start):
        return []
    judged = judge_change(second, first, third)
    if judged is None or judged[0] == "unsure":
        return []
    passed = judged[0] == "holds"
    tail = f", as stated ({third.text})." if passed else f", not {third.text}."
    detail = f"Between {first.text} and {second.text} there is {judged[1]}{tail}"
    spans = _span(first, second, third)
    return [ArithmeticResult("AR001", passed, detail, third.text, judged[1], spans)]


# --- shares: "30 of 120 (25%)" --------------------------------------------------------------


def _counts(quantity: Quantity) -> tuple[int, int] | None:
    """Return n and N of a share that was counted, None for any other number."""
    if quantity.kind != "proportion" or quantity.per is None or quantity.value is None:
        return None
    if quantity.bound != "none" or quantity.per < 2 or quantity.resolution > 1.01 / quantity.per:
        return None
    return round(quantity.value * quantity.per), round(quantity.per)


def _share_of_counts(text: str, left: Quantity, right: Quantity) -> list[ArithmeticResult]:
    counted, percent = (left, right) if _counts(left) else (right, left)
    counts = _counts(counted)
    return [] if counts is None else _share(text, counts, (left, right), percent)


def _part_of_whole(
    text: str, whole: Quantity, part: Quantity, percent: Quantity
) -> list[ArithmeticResult]:
    """Check "of those 40 patients, 30 (85%)"."""
    counted = all(q.unit == "count" and q.bound == "none" and q.value for q in (whole, part))
    opened = _OF_WHOLE.search(text, max(0, whole.start - 15), whole.start)
    if not (counted and opened and _THEN_PART.fullmatch(text, whole.end, part.start)):
        return []
    counts = round(part.value or 0), round(whole.value or 0)
    return _share(text, counts, (part, percent), percent) if counts[0] <= counts[1] else []


def _share(
    text: str, counts: tuple[int, int], pair: tuple[Quantity, Quantity], percent: Quantity
) -> list[ArithmeticResult]:
    """Hold a percentage against its counts; the second of the pair stands in brackets."""
    left, right = pair
    if percent.unit != "proportion" or percent.value is None:
        return []
    if (
        percent.per is not None
        or percent.bound not in {"none", "ci95"}
        or percent.kind != "proportion"
    ):
        return []
    # The second stands alone in its brackets, else it may be a share of something else.
    if not _PARENTHESIS.fullmatch(text, left.end, right.start):
        return []
    if text[right.end : right.end + 1] not in {")", "]"}:
        return []
    share = counts[0] / counts[1]
    off = abs(share - percent.value)
    if percent.resolution / 2 + 1e-9 < off <= percent.resolution + 1e-9:
        return []
    passed = off <= percent.resolution / 2 + 1e-9
    if not passed and _has_footnote(counts, percent):
        return []
    digits = 1 if percent.resolution < 0.01 else 0
    recomputed = f"{share:.{digits}%}"
    tail = ", as stated." if passed else f", not {percent.text}."
    detail = f"{counts[0]:,} of {counts[1]:,} is {recomputed}{tail}"
    spans = _span(left if percent is right else right, percent)
    return [ArithmeticResult("AR003", passed, detail, percent.text, recomputed, spans)]


def _has_footnote(counts: tuple[int, int], percent: Quantity) -> bool:
    """Say whether the count fits without its first digit: a mark that ran into it."""
    rest = str(counts[0])[1:]
    if not rest or percent.value is None:
        return False
    return abs(int(rest) / counts[1] - percent.value) <= percent.resolution


def _share_above_all(text: str, quantity: Quantity) -> list[ArithmeticResult]:
    if quantity.kind != "proportion" or quantity.per is not None or (quantity.value or 0) <= 1:
        return []
    if not _OF_PEOPLE.match(text, quantity.end):
        return []
    detail = f"No more than 100% of them can be meant, but the text says {quantity.text}."
    return [ArithmeticResult("AR005", False, detail, quantity.text, "100%", _span(quantity))]


# --- intervals: "RR 1.8 (95% CI 0.7 to 1.4)" ----------------------------------------------------


def _estimate_in_interval(quantity: Quantity) -> list[ArithmeticResult]:
    value, low, high = quantity.value, quantity.low, quantity.high
    if quantity.bound != "ci95" or value is None or low is None or high is None:
        return []
    # An unlabelled number may have been given its neighbour's interval.
    if quantity.kind not in _ESTIMATES or not _CLOSE_INTERVAL.match(quantity.text):
        return []
    step = quantity.resolution
    interval = f"{low:g} to {high:g}"
    if low - step / 2 <= value <= high + step / 2:
        detail = f"{value:g} lies inside its interval, {interval}."
        return [ArithmeticResult("AR004", True, detail, quantity.text, interval, _span(quantity))]
    if low - step <= value <= high + step or _is_slip_of_sign_or_scale(value, low, high):
        return []
    detail = f"{value:g} lies outside the interval given with it, {interval}."
    return [ArithmeticResult("AR004", False, detail, quantity.text, interval, _span(quantity))]


def _is_slip_of_sign_or_scale(value: float, low: float, high: float) -> bool:
    """Say whether the number fits once its sign or its percent sign is read otherwise."""
    return any(low <= other <= high for other in (-value, value * 100, value / 100))
