"""Outcomes that last, whose hazard is that of their end.

>>> from pipeline.quantities import read_quantities
>>> (ratio,) = read_quantities("HR 0.5, 95% CI 0.3 to 0.8")
>>> is_hazard_of_end(ratio, "overall survival"), is_hazard_of_end(ratio, "mortality")
(True, False)
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.records import Quantity
from pipeline.resources import word_list

_LASTS: Final = re.compile(word_list("extraction")["patterns"]["lasting_outcomes"], re.IGNORECASE)


def is_hazard_of_end(quantity: Quantity, outcome: str) -> bool:
    """Say whether a ratio tells how soon an outcome ends: a hazard, printed for survival.

    Then less than one means more of it: a hazard of 0.5 is longer survival.
    """
    return quantity.kind == "hazard_ratio" and _LASTS.search(outcome) is not None
