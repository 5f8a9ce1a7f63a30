"""Stage 1: what stands between a reader and an article: walls, and pages that are none.

The patterns are data (`pipeline/data/walls.toml`). A line of a wall stands on
many a whole page too, so it counts only where little else is to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pipeline.errors import (
    PageBehindConsentError,
    PageBehindLoginError,
    PageBehindPaywallError,
    PageForHumansError,
    PageMissingError,
    PageNeedsScriptError,
    PipelineError,
)
from pipeline.records import Block
from pipeline.resources import word_list

WALLS: Final[Mapping[str, type[PipelineError]]] = {
    "robot check": PageForHumansError,
    "missing": PageMissingError,
    "login": PageBehindLoginError,
    "cookie wall": PageBehindConsentError,
    "paywall": PageBehindPaywallError,
    "script": PageNeedsScriptError,
}
# What a page has that is no article has fewer words than this around its message.
_PAGE_WORDS: Final = 80
# Fewer are a headline and its first line, and no beginning of an article.
_TEASER_WORDS: Final = 25


@dataclass(slots=True)
class PageSigns:
    """What a page shows of itself besides its blocks.

    Attributes:
        title: of its window.
        heading: its title as the reader settles it.
        unscripted: what it tells those who run no scripts.
    """

    title: str = ""
    heading: str = ""
    unscripted: list[str] = field(default_factory=list)
    has_password: bool = False
    has_script: bool = False
    is_paid: bool = False


def find_wall(signs: PageSigns, blocks: Sequence[Block], text: str) -> str:
    """Name what keeps a page's article from being read, a key of `WALLS`.

    Returns:
        "teaser" where its beginning can be read and the rest is for those who pay; "" for no wall.
    """
    lines = [text[block.start_clean : block.end_clean] for block in blocks]
    kept = [line for line, of in zip(lines, blocks, strict=True) if of.kind != "boilerplate"]
    shown = sum(line.count(" ") + 1 for line in kept if line != signs.heading)
    is_paid = _says("paywall", lines)
    if is_paid and shown >= _TEASER_WORDS:
        return "teaser"
    if shown >= _PAGE_WORDS:
        return ""
    heads = [signs.title, signs.heading]
    if _says("robot check", [*heads, *kept]):
        return "robot check"
    if _says("missing", heads):
        return "missing"
    if is_paid or (signs.is_paid and shown < _TEASER_WORDS):
        return "paywall"
    if signs.has_password and _says("login", [*heads, *kept]):
        return "login"
    if _says("cookie wall", heads):
        return "cookie wall"
    needs_script = signs.has_script and shown < _TEASER_WORDS
    if needs_script and (not shown or _says("script", signs.unscripted) or _is_loading(kept)):
        return "script"
    return ""


def _is_loading(lines: Iterable[str]) -> bool:
    return any(line.lower().startswith("loading") for line in lines)


def _says(kind: str, lines: Iterable[str]) -> bool:
    return any(pattern.search(line) for pattern in _patterns()[kind] for line in lines)


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
    for rule in word_list("walls")["wall"]:
        compiled = re.compile(rule["pattern"], re.IGNORECASE)
        patterns[rule["kind"]] = (*patterns.get(rule["kind"], ()), compiled)
    return patterns
