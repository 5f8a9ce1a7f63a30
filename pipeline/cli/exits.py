"""The exit codes: 0 clean, 1 findings, 2 trouble; 2 beats 1."""

from __future__ import annotations

from typing import Final

from pipeline.records import Result, VerdictName
from pipeline.report.printed import fails

EXIT_CLEAN: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_TROUBLE: Final = 2
# As shells report a process that an interrupt ended.
EXIT_INTERRUPTED: Final = 130


def exit_code(result: Result, *, fail_on: VerdictName, exit_zero: bool = False) -> int:
    """Return the code that a run exits with.

    Args:
        result: what the run found.
        fail_on: claims as severe as this verdict is by itself make the run exit 1.
        exit_zero: findings do not count; trouble does all the same.
    """
    if result.errors:
        return EXIT_TROUBLE
    found = any(fails(judged, fail_on) for judged in result.claims())
    return EXIT_FINDINGS if found and not exit_zero else EXIT_CLEAN
