"""Links of an article that lead to a publication, and the citations that they stand on.

What a link says is an identifier that the words do not show: the DOI behind "a
2019 trial", the PubMed record behind a raised number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from pipeline.citations.identifiers import read_link
from pipeline.records import CitedSource, Lead, Link

# What may stand between a citation and its link: "(Lee et al., 2019) [PubMed]".
_BETWEEN: Final = re.compile(r"[\s()\[\],;:.–—-]*")
# Words of a link that only say where it leads; others begin a thought of their own.
_SAYS_WHERE: Final = re.compile(
    r"(?:\W|\d)*(?:(?:view |read |see )?(?:the )?(?:full[ -]text|full study|source|link|here|study"
    r"|paper|article|abstract|reference|ref|doi|pubmed|pmc|pmid|crossref|google scholar"
    r"|cochrane library|trusted source)(?:\W|\d)*)?",
    re.IGNORECASE,
)
# Links that sell stand on a claim's words as sources do.
_SELLS: Final = re.compile(
    r"\W*(?:buy|shop|order|book|subscribe|sign up|add to cart|get yours)\b", re.IGNORECASE
)
_SHOP: Final = re.compile(
    r"^https?://(?:[^/?#]*\.)?(?:shop|store)\.|//[^?#]*/(?:shop|store|cart|checkout|products?"
    r"|collections|dp)(?:[/?#]|$)|[?&](?:add-to-cart|affiliate|aff_?id)=",
    re.IGNORECASE,
)


def identifier_of(href: str) -> tuple[str, str] | None:
    """Return the system and value of the publication that a link leads to; None of any other.

    >>> identifier_of("https://doi.org/10.1002%2F14651858.CD001218.pub3?utm_source=x")
    ('doi', '10.1002/14651858.cd001218.pub3')
    >>> identifier_of("https://example.org/about")
    """
    found = read_link(unquote(href))
    return None if found is None or found.system == "url" else (found.system, found.value)


def tie_links(found: Sequence[CitedSource], links: Sequence[Link], text: str) -> list[CitedSource]:
    """Tell citations what the links say that stand on them or right behind them.

    A citation that names an identifier of its own keeps it: of the same system
    it takes none from a link.

    Args:
        found: in order, disjoint.
        links: of the article.
        text: that both count in.
    """
    tied = list(found)
    for link in links:
        identifier = identifier_of(link.href)
        at = _stands_on(tied, link, text) if identifier is not None else None
        if identifier is not None and at is not None:
            cited = tied[at]
            known = {system for system, _ in cited.identifiers}
            added = () if identifier[0] in known else (identifier,)
            tied[at] = replace(
                cited,
                identifiers=tuple(sorted({*cited.identifiers, *added})),
                links=tuple(dict.fromkeys((*cited.links, link.href))),
            )
    return tied


def leads_of(source: CitedSource) -> Iterator[Lead]:
    """Yield what a citation names of publications, each with the link that leads there."""
    hrefs = {identifier_of(href): href for href in source.links}
    for identifier in source.identifiers:
        yield Lead(identifier, hrefs.get(identifier, ""))


def linked_source(
    links: Sequence[Link], clause: tuple[int, int], sentence_end: int
) -> CitedSource | None:
    """Return what a clause that cites nothing in words links to; None where it links to nothing.

    A link counts whose words touch the clause, or that has no words and stands
    behind it in the sentence, as the raised number of a note does.

    Returns:
        A source with identifiers and links alone; its text is "".
    """
    for link in links:
        words = link.start_clean < link.end_clean
        touches = words and link.start_clean < clause[1] and clause[0] < link.end_clean
        behind = not words and clause[0] < link.start_clean <= sentence_end
        identifier = identifier_of(link.href) if touches or behind else None
        if identifier is not None:
            return CitedSource("", identifiers=(identifier,), links=(link.href,))
    return None


def linked_pages(
    links: Sequence[Link],
    clause: tuple[int, int],
    sentence_end: int,
    cited: CitedSource | None,
    text: str,
) -> tuple[str, ...]:
    """Return the addresses of pages, no publications, that a clause or its citation links to.

    A link counts that touches the clause or the citation, that stands behind the clause
    without words, as a note's number does, and one right behind either of them that only
    says where it leads, or stands in brackets. One that sells is there for another reason.

    Args:
        links: of the article.
        clause: where it stands, in code points of `text`.
        sentence_end: of the clause's sentence.
        cited: what the clause cites; None where it cites nothing in words.
        text: that all of them count in.
    """
    spans = [clause]
    if cited is not None and clause[0] <= cited.start < cited.end <= sentence_end:
        spans.append((cited.start, cited.end))
    found = (
        link.href
        for link in links
        if identifier_of(link.href) is None
        and any(_belongs(link, span, sentence_end, text) for span in spans)
        and not _SELLS.match(text[link.start_clean : link.end_clean])
        and not _SHOP.search(link.href)
    )
    return tuple(dict.fromkeys(found))


def _belongs(link: Link, span: tuple[int, int], sentence_end: int, text: str) -> bool:
    start, end = link.start_clean, link.end_clean
    if start == end:
        return span[0] < start <= sentence_end
    if start < span[1] and span[0] < end:
        return True
    gap = text[span[1] : start]
    if start < span[1] or "\n" in gap or _BETWEEN.fullmatch(gap) is None:
        return False
    in_brackets = gap.endswith(("(", "[")) and text[end : end + 1] in {")", "]"}
    return in_brackets or _SAYS_WHERE.fullmatch(text[start:end]) is not None


def _stands_on(found: Sequence[CitedSource], link: Link, text: str) -> int | None:
    """Return which citation a link stands on, else right behind; None where it does neither."""
    overlaps = [
        (min(cited.end, link.end_clean) - max(cited.start, link.start_clean), -at)
        for at, cited in enumerate(found)
    ]
    longest, at = max(overlaps, default=(0, 0))
    if longest > 0:
        return -at
    before = [at for at, cited in enumerate(found) if cited.end <= link.start_clean]
    if not before:
        return None
    gap = text[found[before[-1]].end : link.start_clean]
    words = text[link.start_clean : link.end_clean]
    is_near = "\n" not in gap and _BETWEEN.fullmatch(gap) is not None
    return before[-1] if is_near and _SAYS_WHERE.fullmatch(words) is not None else None
