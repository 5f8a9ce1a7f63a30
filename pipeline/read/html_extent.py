"""Stage 1: how far an element of a page reaches, and how much text stands in it.

>>> page = "<div><p>Zinc <b>helps</b>.</div></div>Or not."
>>> find_end(page, "div", 5), text_size(page, 5, 26)
(26, 10)
"""

from __future__ import annotations

import re
from typing import Final

_UNREAD: Final = re.compile(
    r"<(script|style|noscript|template|svg)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_SPACE: Final = re.compile(r"\s+")


def find_end(source: str, name: str, place: int) -> int:
    """Return where the end tag stands of an element whose content begins at a place.

    One that never ends reaches to the end of the source.
    """
    depth = 1
    tags = re.compile(rf"<(/?){re.escape(name)}\b", re.IGNORECASE)
    for tag in tags.finditer(source, place):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(source)


def text_size(source: str, start: int, end: int) -> int:
    """Count the characters of text in a stretch of HTML, white space left out."""
    return len(_SPACE.sub("", _UNREAD.sub("", source[start:end])))
