"""When a result was measured.

>>> read_timeframe("pain at six to eight months")
'6-8 mo'
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.evidence.extract.phrases import WORDS
from pipeline.quantities import read_quantities

_TIME: Final = re.compile(WORDS["patterns"]["results_time"], re.IGNORECASE)


def read_timeframe(lead: str) -> str:
    """Return the last point or span of time that a text names after "at", "after" …: "6 mo"."""
    found = ""
    for quantity in read_quantities(lead):
        if quantity.kind != "duration" or quantity.unit not in {"a", "mo", "wk", "d", "h", "min"}:
            continue
        if not _TIME.search(lead[: quantity.start]):
            continue
        if quantity.value is not None:
            found = f"{quantity.value:g} {quantity.unit}"
        elif quantity.low is not None and quantity.high is not None:
            found = f"{quantity.low:g}-{quantity.high:g} {quantity.unit}"
    return found
