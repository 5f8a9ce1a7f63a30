"""Scores of reading web pages, laid out for a terminal."""

from __future__ import annotations

from typing import Final

from pipeline.cli.measured import with_ends
from pipeline.learn.intervals import Estimate, Proportion
from pipeline.learn.webpages.readers import OURS
from pipeline.learn.webpages.scores import WANTED_CELLS, WANTED_TEXT, ReaderScores, WebScores

_WIDE: Final = 26


def pages_text(scores: WebScores, *, each: bool) -> str:
    """Lay out how well each reader reads each half; intervals are 95%, over pages.

    Args:
        scores: of all readers.
        each: whether every page of the tuning half that ours reads short of the bars is named.
    """
    lines: list[str] = []
    for part, readers in scores.readers.items():
        lines += [
            f"{part}: {scores.n_pages[part]} pages",
            f"{'':<14}{'article text, F1':<{_WIDE}}table cells, F1",
        ]
        for name, its in readers.items():
            lines.append(f"{name:<14}{_value(its.text):<{_WIDE}}{_value(its.cells)}")
        lines.append(f"{'wanted':<14}{WANTED_TEXT:<{_WIDE}.3f}{WANTED_CELLS:.3f}")
        for name, its in readers.items():
            said = [f"{key} {_share(value)}" for key, value in its.said.items()]
            if its.walls.whole:
                said.append(f"walls {_share(its.walls)}")
            if said:
                lines.append(f"{name:<14}" + ", ".join(said))
        if each and part == "tune":
            lines += _short(readers[OURS])
        lines.append("")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _short(scores: ReaderScores) -> list[str]:
    return [
        f"  {page.name}: text {_number(page.text)}, cells {_number(page.cells)}, "
        f"wrong: {', '.join(wrong) or '-'}"
        for page in scores.pages
        for wrong in [[key for key, right in page.said.items() if not right]]
        if _under(page.text, WANTED_TEXT)
        or _under(page.cells, WANTED_CELLS)
        or wrong
        or page.wall is False
    ]


def _under(value: float | None, bar: float) -> bool:
    return value is not None and value < bar


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _value(estimate: Estimate) -> str:
    return with_ends(estimate.value, estimate.clustered)


def _share(measure: Proportion) -> str:
    return f"{measure.part}/{measure.whole}"
