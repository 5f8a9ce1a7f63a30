"""Headings of abstracts, told by the names that the extractor reads.

>>> section_name("MEASUREMENTS AND MAIN RESULTS:")
'Main results'
>>> [heading for heading, _ in split_abstract("AIM: To test mint. RESULTS: It helped.")]
['Objectives', 'Main results']
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.evidence.extract.abstracts import MAIN_RESULTS, OBJECTIVES, plain
from pipeline.mark.sentences import sentence_spans
from pipeline.resources import word_list

Sections = tuple[tuple[str, tuple[str, ...]], ...]

_WORDS: Final = word_list("publications")
_NAMES: Final[dict[str, str]] = {
    spelled: name for name, listed in _WORDS["headings"].items() for spelled in listed
}
_CATEGORIES: Final[dict[str, str]] = _WORDS["categories"]
_KNOWN: Final = "|".join(re.escape(name) for name in sorted(_NAMES, key=lambda n: (-len(n), n)))
# A heading inside a text begins a line or follows a full stop, and ends in a colon or
# with its line; one in capitals may also end in a full stop.
_INSIDE: Final = re.compile(
    rf"(?:^|\n\s*|(?<=[.!?)\]])\s+)(?P<heading>(?=[A-Z])(?i:{_KNOWN}))"
    rf"(?:\s?:|\s*\n|(?<=[A-Z]{{5}})\s?[.\-–—])\s*"
)
# A line that breaks off in a sentence goes on in the next one.
_LINE_END: Final = re.compile(r"\n\s*\n|(?<=[.!?:;])[ \t]*\n")
_AIM: Final = re.compile(_WORDS["patterns"]["aim"], re.IGNORECASE)


def section_name(heading: str, *, category: str = "") -> str:
    """Return the extractor's name for a heading; one that nobody lists stays as it is.

    Args:
        heading: in any capitals, with or without a colon.
        category: how PubMed sorts it ("RESULTS"), for headings not listed.
    """
    bare = " ".join(heading.lower().replace("’", "'").split()).strip(" :.-–—")
    return _NAMES.get(bare) or _CATEGORIES.get(category.upper()) or plain(heading)


def split_abstract(text: str) -> Sections:
    """Split an abstract at the headings that it holds; one without any is read as a whole."""
    found = [*_INSIDE.finditer(text)]
    names = [section_name(heading["heading"]) for heading in found]
    if len(found) < 2 or MAIN_RESULTS not in names:
        return unstructured(text)
    ends = [*(heading.start() for heading in found[1:]), len(text)]
    parts = [("", text[: found[0].start()])]
    parts += [
        (name, text[heading.end() : end])
        for name, heading, end in zip(names, found, ends, strict=True)
    ]
    return tuple((name, paragraphs) for name, part in parts if (paragraphs := _lines(part)))


def unstructured(text: str) -> Sections:
    """Read an abstract without headings: all of it may hold results, one sentence the aim."""
    paragraphs = _lines(text)
    if not paragraphs:
        return ()
    sentences = (
        paragraph[start:end].strip()
        for paragraph in paragraphs
        for start, end in sentence_spans(paragraph)
    )
    aim = next((sentence for sentence in sentences if _AIM.search(sentence)), "")
    results = (MAIN_RESULTS, paragraphs)
    return ((OBJECTIVES, (aim,)), results) if aim else (results,)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for part in _LINE_END.split(text) if (line := plain(part)))
