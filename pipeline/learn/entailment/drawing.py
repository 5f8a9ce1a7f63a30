"""How well a reader knows itself, drawn as SVG.

No library: two square fields with axes from 0 to 1 and a line for each set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.learn.entailment.scores import PairScores

Points = Sequence[tuple[float, float]]
_SIDE: Final = 320
_MARGIN: Final = 56
_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_LINE: Final = 18
# Of Okabe and Ito (2008): told apart by people who see colours differently.
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")


def draw_reliability(scores: Sequence[PairScores]) -> str:
    """Draw the share right over the confidence, a point for each bin of equal mass."""
    lines = {
        f"{its.name} (error {its.calibration.error:.3f})": [
            (one.confidence, one.right) for one in its.calibration.bins
        ]
        for its in scores
    }
    return _drawn("Confidence", "Share right", lines, diagonal=True)


def draw_coverage(scores: Sequence[PairScores]) -> str:
    """Draw the share wrong over the share answered, the most certain pairs first."""
    lines = {
        its.name: [(one.share, one.wrong) for one in its.calibration.coverage] for its in scores
    }
    return _drawn("Share answered", "Share wrong", lines, diagonal=False)


def _drawn(across: str, up: str, lines: Mapping[str, Points], *, diagonal: bool) -> str:
    width, height = _SIDE + 2 * _MARGIN, _SIDE + 2 * _MARGIN + _LINE * len(lines)
    end = _MARGIN + _SIDE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{up} by {across.lower()}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none" '
        'stroke="#888"/>',
    ]
    for tick in _TICKS:
        x, y = _place((tick, tick))
        parts += [
            f'<text x="{x}" y="{end + 16}" text-anchor="middle">{tick:.1f}</text>',
            f'<text x="{_MARGIN - 6}" y="{y + 4}" text-anchor="end">{tick:.1f}</text>',
        ]
    middle = _MARGIN + _SIDE // 2
    parts += [
        f'<text x="{middle}" y="{end + 36}" text-anchor="middle">{across}</text>',
        f'<text x="16" y="{middle}" text-anchor="middle" '
        f'transform="rotate(-90 16 {middle})">{up}</text>',
    ]
    if diagonal:
        parts.append(_line([(0.0, 0.0), (1.0, 1.0)], "#888", 'stroke-dasharray="4 4"'))
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(_line(points, colour, 'stroke-width="2"'))
        for point in points:
            x, y = _place(point)
            parts.append(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>')
        y = end + _MARGIN + _LINE * number
        parts += [
            f'<rect x="{_MARGIN}" y="{y - 9}" width="12" height="10" fill="{colour}"/>',
            f'<text x="{_MARGIN + 18}" y="{y}">{name}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _line(points: Points, colour: str, more: str) -> str:
    at = " ".join(f"{x},{y}" for x, y in map(_place, points))
    return f'<polyline points="{at}" fill="none" stroke="{colour}" {more}/>'


def _place(point: tuple[float, float]) -> tuple[float, float]:
    x, y = point
    return round(_MARGIN + x * _SIDE, 1), round(_MARGIN + (1 - y) * _SIDE, 1)
