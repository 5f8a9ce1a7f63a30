"""Stage 2: "20%", "one in five", "RR 1.23 (95% CI 1.11 to 1.36)" become Quantities.

    >>> [(q.text, q.value, q.unit) for q in read_quantities("It helped over 70% of 300 adults.")]
    [('over 70%', 0.7, 'proportion'), ('300 adults', 300.0, 'count')]

What is read how:

- A share of counted things ("30 of 120", "30/120", "one in five") is one
  proportion; `per` keeps the denominator, so that the count is value × per.
- "1.01 per 10,000" is a rate: the value as written, and `per`.
- Percentage points are in points (25), percentages 0..1 (0.25).
- "About" leaves a tenth to each side, "nearly" a tenth below, "just over" a
  tenth above; bound `about`. A ± or (SD …) gives bound `sd` with low and high
  one deviation away; (SE …) gives `se`.
- `resolution`: fractions in words are coarse ("two in five" 0.1); counts and
  money from a hundred on may be rounded where they end in zeros ("5,200" 100),
  but "n = 5,200" is exact.
- Effect measures carry their label, interval and closing bracket in `text`.
- A running cost is in "USD/a", a dose in "mg/d", a frequency in "/wk"; things
  taken are UCUM annotations ("{capsule}/d").
- Years, dates, codes, references, test statistics are not quantities.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.quantities.scan import read_line
from pipeline.quantities.units import convert
from pipeline.records import Quantity

# One character for one: an abstract that no reader cleaned reads the same.
_PLAIN: Final = str.maketrans("\u2010\u2011\u2212\u00a0\u2009\u202f\u2007\t", "---     ")

# No measurement has so many digits; as a float it may be infinite.
_ENDLESS = re.compile(r"[0-9][0-9,.·]{24,}")

__all__ = ["convert", "read_quantities"]


def _as_letters(match: re.Match[str]) -> str:
    return "x" * len(match.group())


def read_quantities(text: str) -> list[Quantity]:
    """Read every quantity of a text, ordered by start and disjoint.

    Roles are set where the words right beside the number settle them; all
    others are "none". Lines are read one by one, so nothing spans a line break.
    """
    found: list[Quantity] = []
    shift = 0
    for line in text.split("\n"):
        plain = _ENDLESS.sub(_as_letters, line.translate(_PLAIN))
        found += [draft.quantity(line, shift) for draft in read_line(plain)]
        shift += len(line) + 1
    return found
