"""Identifiers of publications: DOI, PMID, CD, NCT, NCD … and links that hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from pipeline.citations.names import Entry, domains


@dataclass(frozen=True, slots=True)
class IdentifierFound:
    """One identifier in a text.

    Attributes:
        system: "doi", "pmid", "pmc", "nct", "cochrane", "ncd", "nice", "isrctn",
            "prospero", "ref" (a number of the text's own reference list) or "url".
        value: normalised ("CD001218.pub3", "NCT01234567"), even where its shape is wrong.
        entry: the body whose site a link leads to.
    """

    system: str
    value: str
    start: int
    end: int
    entry: Entry | None = None


_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"'\]]+", re.IGNORECASE)
_DOI: Final = re.compile(r"\b10\.\d{3,9}/[^\s\"<>\]]+")
_DOI_NAMED: Final = re.compile(
    r"\bdoi(?:\.org)?(?: ?: ?| |/)(?P<value>(?=\S*\d)[^\s\"<>]+)", re.IGNORECASE
)
_LABELLED: Final = (
    ("pmid", re.compile(r"\b(?:PMID|PubMed ID)s?(?: ?[:#]+ ?| )#?(?P<value>(?=\w*\d)\w+)")),
    ("pmc", re.compile(r"\b(?:PMCID: ?)?(?P<value>PMC ?\d+)\b")),
    ("nct", re.compile(r"\b(?P<value>NCT[ -]?\d+)\b")),
    ("cochrane", re.compile(r"\b(?P<value>CD ?\d{5,7}(?:\.pub\d+)?)(?!\w)", re.IGNORECASE)),
    (
        "ncd",
        re.compile(
            r"\b(?:NCD|National Coverage Determination(?: \(NCD\))?)s?"
            r"(?: (?:number|no\.|policy|section))?(?: ?[:#]+ ?| )\(?#?(?P<value>\d+(?:\.\d+)+)"
        ),
    ),
    (
        "nice",
        re.compile(
            r"\b(?:NICE(?: (?:clinical|public health))?(?: guidelines?| guidance)?,?(?: \(| ))?"
            r"(?P<value>(?:NG|CG|TA|QS|IPG|MTG|HTG) ?\d{1,4})\b"
        ),
    ),
    ("isrctn", re.compile(r"\b(?P<value>ISRCTN ?\d+)\b")),
    ("prospero", re.compile(r"\b(?:PROSPERO:? ?)?(?P<value>CRD ?42\d+)\b")),
)
# One search says whether any of the above is worth running.
_ANY: Final = re.compile(
    r"10\.\d{3}|[dD][oO][iI]|PM(?:ID|C)|PubMed ID|NCT|[Cc][Dd] ?\d{5}|NCD|Coverage Det|ISRCTN|CRD"
    r"|//|[wW]{3}\.|(?:NG|CG|TA|QS|IPG|MTG|HTG) ?\d|\[\^?\d|[⁰¹²³⁴-⁹]"
)
_IN_LINK: Final = (
    ("doi", re.compile(r"10\.\d{4,9}/[^\s?#]+")),
    (
        "pmid",
        re.compile(
            r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed"
            r"|europepmc\.org/(?:article|abstract)/med)/(?P<value>\d+)",
            re.IGNORECASE,
        ),
    ),
    ("pmc", re.compile(r"/(?P<value>PMC\d+)")),
    ("nct", re.compile(r"/(?P<value>NCT\d+)")),
    ("cochrane", re.compile(r"cochrane\.org/(?P<value>CD\d+)", re.IGNORECASE)),
    ("nice", re.compile(r"nice\.org\.uk/guidance/(?P<value>[a-z]{2,3}\d+)", re.IGNORECASE)),
)
_BEFORE_DOI: Final = re.compile(
    r"^(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi: ?)+", re.IGNORECASE
)
# Publishers' addresses say what of the work they lead to.
_AFTER_DOI: Final = re.compile(r"/(?:full|abstract|pdf|epdf|fulltext|abs)$")
_HOST: Final = re.compile(r"(?:https?://)?(?:www\.)?([^/\s:?#]+)", re.IGNORECASE)
# "[3]", "[1,2]", "[4–6]" after a word; a label at the start of a line is no reference to it.
_BRACKET: Final = re.compile(r" ?\[\^?(\d{1,3}(?: ?[,;–-] ?\d{1,3})*)\]")
_SUPERSCRIPT: Final = re.compile(r"(?<=[^\W\d_]|[.,;:)\"'%!?])[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*")
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻–", "0123456789--")
# "m²", "kg/m²", "cm³": a power, no reference.
_UNIT_BEFORE: Final = re.compile(
    r"(?:^|[\s/·(\d])(?:[mckµn]?m|ft|in|yd|x|r|R|km|s|H|CO|O|χ|chi|I|R)$"
)
_UNSHAPED: Final = {"pmc", "nct", "isrctn", "prospero", "nice"}


def _trimmed(value: str) -> str:
    """Drop what ends the sentence and not the identifier."""
    value = value.rstrip(".,;:!?'\"")
    while value.endswith((")", "]")) and value.count(")") > value.count("("):
        value = value[:-1].rstrip(".,;:")
    return value


def normal_doi(written: str) -> str:
    """Return a DOI as registries compare it: no address around it, no marks, small letters.

    >>> normal_doi("https://doi.org/10.1016%2FS0140-6736(97)11096-0.")
    '10.1016/s0140-6736(97)11096-0'
    """
    doi = unquote(_trimmed(_BEFORE_DOI.sub("", written.strip()))).lower()
    return _AFTER_DOI.sub("", doi)


def _normal(system: str, value: str) -> str:
    if system == "doi":
        return normal_doi(value)
    if system == "cochrane":
        head, dot, version = value.replace(" ", "").partition(".")
        return head.upper() + dot + version.lower()
    if system in _UNSHAPED:
        return value.replace(" ", "").replace("-", "").upper()
    return value


def _link(text: str, start: int, end: int) -> IdentifierFound | None:
    link = _trimmed(text[start:end])
    end = start + len(link)
    for system, pattern in _IN_LINK:
        match = pattern.search(link)
        if match is not None:
            value = match["value"] if "value" in pattern.groupindex else _trimmed(match[0])
            return IdentifierFound(system, _normal(system, value), start, end)
    host = _HOST.match(link)
    if host is not None and host[1].lower() in {"doi.org", "dx.doi.org"}:
        # An address of the registry that holds no whole DOI.
        begun = normal_doi(link[host.end() :].strip("/"))
        return IdentifierFound("doi", begun, start, end) if begun else None
    parts = host[1].lower().split(".") if host else []
    for first in range(len(parts) - 1):
        entry = domains().get(".".join(parts[first:]))
        if entry is not None:
            return IdentifierFound("url", link, start, end, entry)
    return None


def read_link(address: str) -> IdentifierFound | None:
    """Read what an address leads to: a publication, or the site of a body; None of others."""
    return _link(address, 0, len(address))


def _links(text: str) -> Iterator[tuple[int, int, IdentifierFound | None]]:
    for match in _LINK.finditer(text):
        yield match.start(), match.end(), _link(text, match.start(), match.end())


def _numbers(written: str) -> list[int]:
    numbers: list[int] = []
    for part in re.split(r" ?[,;] ?", written):
        ends = [int(end) for end in re.split(r" ?[–-] ?", part) if end]
        # "[4–6]" names three; a longer run is a range of years or pages.
        if len(ends) == 2 and 0 < ends[1] - ends[0] < 20:
            numbers.extend(range(ends[0], ends[1] + 1))
        else:
            numbers.extend(ends)
    return numbers


def _markers(text: str) -> Iterator[IdentifierFound]:
    if "[" in text:
        for match in _BRACKET.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if not text[:start].strip():
                continue
            for number in _numbers(match[1]):
                yield IdentifierFound("ref", str(number), start, match.end())
    for match in _SUPERSCRIPT.finditer(text):
        if _UNIT_BEFORE.search(text, max(0, match.start() - 8), match.start()):
            continue
        for number in _numbers(match[0].translate(_RAISED)):
            yield IdentifierFound("ref", str(number), *match.span())


def find_identifiers(text: str) -> list[IdentifierFound]:
    """Find the identifiers in a line of clean text, in order.

    An identifier whose label is there but whose shape is wrong is given as
    written; the judge says so. Several numbers of one marker ("[1,2]") share
    their span.
    """
    if _ANY.search(text) is None:
        return []
    taken: list[tuple[int, int]] = []
    found: list[IdentifierFound] = []

    def free(start: int, end: int) -> bool:
        return all(end <= first or last <= start for first, last in taken)

    for start, end, link in _links(text):
        taken.append((start, end))
        if link is not None:
            found.append(link)
    for pattern in (_DOI_NAMED, _DOI):
        for match in pattern.finditer(text):
            named = pattern is _DOI_NAMED
            value = _trimmed(match["value"] if named else match[0])
            start = match.start("value") if named else match.start()
            if value and free(start, start + len(value)):
                taken.append((match.start(), start + len(value)))
                found.append(
                    IdentifierFound("doi", _normal("doi", value), match.start(), start + len(value))
                )
    for system, pattern in _LABELLED:
        for match in pattern.finditer(text):
            if free(*match.span()):
                taken.append(match.span())
                value = _normal(system, match["value"])
                found.append(IdentifierFound(system, value, *match.span()))
    found.extend(marker for marker in _markers(text) if free(marker.start, marker.end))
    return sorted(found, key=lambda one: (one.start, one.end, one.system, one.value))
