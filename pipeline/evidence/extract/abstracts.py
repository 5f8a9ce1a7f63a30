"""What one abstract is, and its text made plain.

>>> plain("RR 0.5, 95%CI ‐ 0.7 to 0.9")
'RR 0.5, 95% CI -0.7 to 0.9'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.records import SourceKind, SourceStatus

MAIN_RESULTS: Final = "Main results"
OBJECTIVES: Final = "Objectives"
_REVIEW: Final = re.compile(r"\b((?:CD|MR)\d{6})(?:\.pub(\d+))?\b", re.IGNORECASE)
# One character for one, and the marks that Cochrane's typesetting puts for a minus.
_SIGNS: Final = str.maketrans(
    "\u2010\u2011\u2212\u00a0\u2009\u202f\u2007\u2018\u2019\u201c\u201d\t\n", "---    ''\"\"  "
)
# An interval whose name or sign slipped: "95%CI", "95 CI", "95% 0.26 to 0.92", "- 0.74".
_MENDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        # "2.90 CI 1.32 to 6.35": no 90% interval.
        (r"(?<=\d\.)(\d{1,2}) CI:? (?=-?\d)", r"\1, 95% CI "),
        (r"(?<=9[059]% )Cl\b", "CI"),
        # "RR (95% CI) = 0.74 (0.61 to 0.90)", "1,14" for 1.14.
        (
            r"\b(RR|OR|HR|W?MD|SMD|RD) ?[(\[]95%(?: CI)?[)\]],?\s?[=:]?\s?"
            r"(-?\d[\d.]*) ?[(\[](?=-?\d)",
            r"\1 \2 (95% CI ",
        ),
        (r"(?<=CI \d\.\d\d to \d),(?=\d\d\b)", "."),
        # "RR, 95% CI: 0.88 [0.80, 0.97]", "95% confidence interval -7.06, -3.34".
        (
            r"\b(RR|OR|HR|W?MD|SMD|RD),? 95% CI: (-?\d[\d.]*),? "
            r"\[(-?\d[\d.]*)(?:, |-)(-?\d[\d.]*)\]",
            r"\1 \2 (95% CI \3 to \4)",
        ),
        (
            r"(95% (?:CI|confidence interval):? -?\d+\.\d+), (?=-?\d+\.\d+(?:[);,]|\.(?:\s|$)|$))",
            r"\1 to ",
        ),
        (r"(?<![\d.])95\s?%?\s?C\.?I\.?\b", "95% CI"),
        (r"\b95% (?=-?\d+(?:\.\d+)? (?:to|and) -?\d)", "95% CI "),
        (r"(?<=CI )- (?=\d)", "-"),
        (r"(?<=\d to )- (?=\d)", "-"),
        (r"(?<=\d)to (?=-?\d)|(?<=\d )to(?=-?\d)|(?<=\d)to(?=-?\d)", " to "),
        (r"(?<=95% CI)[;,] ?(?=-?\d)", " "),
        (r"\bCredI\b", "CrI"),
        (r"\bCI\. (?=-?\d)", "CI "),
        (r" {2,}", " "),
    )
)
# An interval in brackets with no name: "-5.18 points [-8.03, -2.33]" of any number, and
# "0.58 (0.47 to 0.72)" behind a measure or another interval of its sentence.
_BARE: Final = re.compile(
    r"(?P<value>-?\d+(?:\.\d+)?)(?P<unit>%|(?: [a-z]{1,6}){0,2}) ?"
    r"(?:\[(?P<a>-?\d+(?:\.\d+)?)%?(?:, ?| to )(?P<b>-?\d+(?:\.\d+)?)%?\]|"
    r"\((?P<c>-?\d+(?:\.\d+)?)%?(?: to |(?<=\d)-(?=\d+\.))(?P<d>-?\d+(?:\.\d+)?)%?(?=[);,]))"
)
_MEASURED: Final = re.compile(
    r"\b(?:(?:RR|OR|HR|W?MD|SMD|RD|IRR|NNT[BH]?)s?|95% CI)\b|"
    r"\b(?i:ratios?|relative risks?|mean differences?|risk differences?|needed to (?:treat|harm))\b"
)
_SHORT: Final = re.compile(r"\(([A-Za-z][A-Za-z0-9\-]{1,9})\)")
_WORDS_BEFORE: Final = 10


@dataclass(frozen=True, slots=True)
class Abstract:
    """One publication as its abstract gives it, or, without sections, as a list names it.

    Attributes:
        doi, pmid: bare, "" where there is none.
        review_id: the CD number of a Cochrane review; "" for anything else.
        version: of a Cochrane review, from 1; the number behind ".pub".
        title: of a Cochrane review the plain-language one where no other is there;
            "" where there is none.
        sections: heading and paragraphs, in order, made plain; the headings that
            the extractor reads have its own names ("Main results", "Objectives").
        name: the id of its source, for what is no Cochrane review.
        authors: family name and initials, "Lee A", or the name of a body.
        updated_by: the PMIDs of newer versions.
        place: the file and the record that it was read from.
    """

    doi: str
    review_id: str
    version: int
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    pmid: str = ""
    name: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    publisher: str = ""
    year: int | None = None
    kind: SourceKind = "systematic_review"
    design: str = ""
    status: SourceStatus = "current"
    updated_by: tuple[str, ...] = ()
    url: str = ""
    place: str = field(default="", compare=False)

    @property
    def source_id(self) -> str:
        """The id of the source: "CD001218.pub3"; a review's first version has no suffix."""
        if not self.review_id:
            return self.name
        return self.review_id if self.version == 1 else f"{self.review_id}.pub{self.version}"

    def paragraphs(self, *headings: str) -> tuple[str, ...]:
        """Return the paragraphs under any of the headings, in order."""
        return tuple(p for heading, ps in self.sections if heading in headings for p in ps)

    def text(self) -> str:
        """Return everything, a paragraph to a line."""
        return "\n".join([self.title, *(p for _, ps in self.sections for p in ps)])


def review_of(text: str) -> tuple[str, int] | None:
    """Return the number and version of the Cochrane review that a text names.

    >>> review_of("10.1002/14651858.cd001218.pub3")
    ('CD001218', 3)
    """
    found = _REVIEW.search(text)
    return (found[1].upper(), int(found[2] or 1)) if found is not None else None


def plain(text: str) -> str:
    """Mend signs, spaces and intervals of one paragraph."""
    text = text.translate(_SIGNS)
    for pattern, to in _MENDS:
        text = pattern.sub(to, text)
    return _BARE.sub(_with_its_name, text).strip()


def _with_its_name(found: re.Match[str]) -> str:
    """Name an interval that has its value within; leave any other bracket as it is."""
    ends = (found["a"], found["b"]) if found["a"] else (found["c"], found["d"])
    low, high = (float(end) for end in ends)
    sentence = found.string[: found.start()].rpartition(". ")[2]
    is_one = found["a"] is not None or _MEASURED.search(sentence) is not None
    if not (is_one and low <= float(found["value"]) <= high and low < high):
        return found[0]
    sign = "%" if found["unit"] == "%" else ""
    close = "" if found["c"] else ")"
    between = "" if found["unit"] == "%" else found["unit"]
    return f"{found['value']}{sign}{between} (95% CI {ends[0]}{sign} to {ends[1]}{sign}{close}"


def read_abbreviations(text: str) -> dict[str, str]:
    """Return the long form of every abbreviation that a text introduces.

    >>> read_abbreviations("Nicotine replacement therapy (NRT) helps.")
    {'NRT': 'Nicotine replacement therapy'}
    >>> read_abbreviations("Take proton pump inhibitors (PPI).")
    {'PPI': 'proton pump inhibitors'}
    """
    known: dict[str, str] = {}
    for found in _SHORT.finditer(text):
        short = found[1]
        if sum(c.isupper() for c in short) < 2 or short in known:
            continue
        before = text[max(0, found.start() - 120) : found.start()]
        words = re.split(r"[\s]+", re.split(r"[.;:,()\n]", before.rstrip())[-1])
        long = _long_form(short, [w for w in words if w][-_WORDS_BEFORE:])
        if long:
            known[short] = long
    return known


def _long_form(short: str, words: Sequence[str]) -> str:
    """Return the last words whose initials are the abbreviation, else give its letters in order.

    Of several runs of the second kind it is the shortest.
    """
    letters = [c.lower() for c in short.removesuffix("s") if c.isalnum()]
    spelled = words[-len(letters) :]
    if len(spelled) == len(letters) and [w[0].lower() for w in spelled] == letters:
        return " ".join(spelled)
    for first in range(len(words) - 1, -1, -1):
        run = " ".join(words[first:])
        if words[first][:1].lower() == letters[0] and _has_in_order(run.lower(), letters):
            initials = sum(
                1 for w in re.split(r"[\s\-/]+", run) if w and w[0].lower() in set(letters)
            )
            # "Rituximab (RTX)" takes its letters from one word.
            inside = " " not in run and len(run) > 2 * len(short)
            if (inside or initials * 2 >= len(letters)) and run.lower() != short.lower():
                return run
    return ""


def _has_in_order(text: str, letters: Sequence[str]) -> bool:
    place = -1
    for letter in letters:
        place = text.find(letter, place + 1)
        if place < 0:
            return False
    return True
