"""How much work something is, in lines run: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pipeline

_OURS = str(Path(pipeline.__file__).parent)


def lines_run(call: Callable[[], object]) -> Counter[str]:
    """Run something and return how many lines each function of the package ran.

    Each turn of a loop counts, that of a comprehension too.
    """
    counts: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts[frame.f_code] += 1
        return count

    def enter(frame: FrameType, _event: str, _: Any) -> Any:
        return count if frame.f_code.co_filename.startswith(_OURS) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        call()
    finally:
        sys.settrace(before)
    named: Counter[str] = Counter()
    for code, n in counts.items():
        named[f"{Path(code.co_filename).relative_to(_OURS)}:{code.co_qualname}"] += n
    return named
