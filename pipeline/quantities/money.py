"""Stage 2, quantities: sums of money."""

from __future__ import annotations

import re
from typing import Final

from pipeline.quantities.bounds import read_bound_after
from pipeline.quantities.drafts import Draft
from pipeline.quantities.units import match_per_time

_SIGNS: Final = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_COUNTRIES: Final = {
    "A": "AUD",
    "AU": "AUD",
    "C": "CAD",
    "CA": "CAD",
    "CAN": "CAD",
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
    "US": "USD",
}
_CODES: Final = "USD|EUR|GBP|AUD|CAD|NZD|CHF|JPY|CNY|INR|SEK|NOK|DKK|HKD|SGD"
_BEFORE = re.compile(
    rf"(?:(?P<country>\b(?:US|AU|CAN|CA|NZ|HK|A|C|S)\s?)?(?P<sign>[$£€¥₹₩])|\b(?P<code>{_CODES}))\s?$"
)
_AFTER = re.compile(
    rf"\s?(?:(?P<code>{_CODES})\b|(?P<sign>[€£])|(?P<name>(?i:(?:us\s|american\s)?dollars?|bucks|euros?|pounds\ssterling|"
    r"yen|rupees?|yuan|cents|pence))\b)"
)
# "-$877": a minus in front of the sign.
_MINUS = re.compile(r"(?:^|[\s(=])-$")
_NAMES: Final = {
    "euro": "EUR",
    "poun": "GBP",
    "yen": "JPY",
    "rupe": "INR",
    "yuan": "CNY",
    "penc": "GBP",
}
_PER_THING = re.compile(
    r"\s?(?:/|per\s|a\s|an\s|each\s)\s?(?:session|visit|treatment|person|patient|bottle|pill|capsule|consultation|"
    r"hour|class|dose|appointment|QALY)\b",
    re.IGNORECASE,
)


def read_money(line: str, draft: Draft) -> bool:
    """Read a currency before or behind a number, and "/year" behind that.

    The unit is the ISO code, with a UCUM time below it for a running cost
    ("USD/a"); "per session" belongs to the text but not to the unit.
    """
    unsigned = draft.start
    before = _BEFORE.search(line, max(0, unsigned - 6), unsigned)
    if before is not None:
        draft.start = before.start()
        if _MINUS.search(line, max(0, draft.start - 2), draft.start) and not draft.signed:
            draft.start, draft.signed = draft.start - 1, True
            draft.value = None if draft.value is None else -draft.value
        currency = before["code"] or _COUNTRIES.get(
            (before["country"] or "").strip(), _SIGNS[before["sign"] or "$"]
        )
    else:
        after = _AFTER.match(line, draft.end)
        if after is None:
            return False
        draft.end = after.end()
        name = (after["name"] or "").lower()
        currency = after["code"] or _SIGNS.get(after["sign"] or "") or _NAMES.get(name[:4], "USD")
        if name in {"cents", "pence"}:
            draft.scale(0.01)
    draft.unit, draft.kind, draft.role, draft.bare = currency, "money", "cost", False
    plus = read_bound_after(line, draft.end)
    end = plus[0] if plus is not None and line[draft.end : draft.end + 1] == "+" else draft.end
    per = match_per_time(line, end)
    thing = _PER_THING.match(line, end)
    if per is not None:
        draft.unit, draft.end = f"{currency}/{per[0]}", per[1]
    elif thing is not None:
        draft.end = thing.end()
    return True
